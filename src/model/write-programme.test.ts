import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dayMs } from './duration.ts'
import { normaliseRule } from './normalise-rule.ts'
import { parseProgramme } from './parse-programme.ts'
import { wholeProgramme } from './programme.test-support.ts'
import type { Programme } from './programme.ts'
import { programmeChanges } from './programme-changes.ts'
import type { RuleSpec } from './rule-spec.ts'
import { programmeYaml } from './write-programme.ts'
import { writeRule } from './write-rule.ts'

function whole(): Programme {
  const { programme } = parseProgramme(wholeProgramme)
  if (programme === null) throw new Error('the sample is not sound')
  return programme
}

it('a programme is written as people write it, and read back the same', () => {
  const written = programmeYaml(whole())
  const read = parseProgramme(written)
  expect(read.findings).toEqual([])
  expect(read.programme).toEqual(whole())
  expect(programmeYaml(read.programme as Programme)).toBe(written)
  expect(written).toContain('consent: { subject: email_consent, is: yes }')
  expect(written).toContain('- { name: Stocktaking, from: 2026-01-02, to: 2026-01-04 }')
})

it('texts of any kind come back as they were', () => {
  const word = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter((text) => !text.includes('\0') && !/\{[{%]/.test(text))
  fc.assert(
    fc.property(
      word,
      word,
      fc.option(word),
      fc.integer({ min: 0, max: 99 }),
      fc.integer({ min: 0, max: 400 }),
      (name, body, question, holdout, day) => {
        const { sequences, ...others } = whole()
        const [first] = sequences
        const [message] = first?.messages ?? []
        if (first === undefined || message === undefined) throw new Error('the sample has no message')
        const made: Programme = {
          ...others,
          name,
          holdout: holdout / 100,
          sequences: [{ ...first, messages: [{ ...message, name, body, question, day, subjects: [body] }] }],
        }
        expect(parseProgramme(programmeYaml(made)).programme).toEqual(made)
      },
    ),
    { numRuns: 60 },
  )
})

it('a programme that says little is written with what was taken', () => {
  const { programme } = parseProgramme('programme: p\njourney: j\n')
  const written = programmeYaml(programme as Programme)
  expect(written).toBe(
    'programme: p\nname: P\njourney: j\ntimeZone: UTC\nlanguage: en\nholdout: 10%\nlimits:\n  minGap: 7d\n  perSequence: 8\n  hours: 00:00-24:00\n',
  )
  expect(parseProgramme(written)).toMatchObject({ programme, findings: [] })
})

it.each<RuleSpec>([
  'ordered',
  { event: ['a', 'b'], touchpoint: 'Shop', channel: ['Web', 'App'] },
  { touchpoint: 'Help page', atLeast: 3, within: '7d' },
  { count: { of: { event: 'a', where: { amount: { gte: 3, lt: 9 }, kind: ['x', 'y'], done: true } }, fewerThan: 2, within: '90s' } },
  {
    all: [
      'a',
      { subject: 'plan', notIn: ['free', 'trial'] },
      {
        not: {
          any: [
            { property: 'x', exists: true },
            { subject: 'account.size', gt: 10 },
          ],
        },
      },
    ],
  },
  { event: 'a', where: { note: { contains: 'price' } } },
])('[J3] the rule %j is written so that it reads the same', (spec) => {
  const rule = normaliseRule(spec)
  expect(normaliseRule(writeRule(rule))).toEqual(rule)
})

it('changes are told part by part, messages by their id', () => {
  const before = whole()
  expect(programmeChanges(before, before)).toEqual([])
  const { findings, programme } = parseProgramme(
    wholeProgramme
      .replace('day: 12', 'day: 14')
      .replace('minGap: 7d', 'minGap: 5d')
      .replace('    delay: 7d\n', '    delay: 8d\n')
      .replace('  - id: order', '  - id: confirmation'),
  )
  expect(findings).toEqual([])
  const changes = programmeChanges(before, programme as Programme)
  expect(changes.slice(0, 3)).toEqual([
    { part: 'limits.minGapDays', before: '7', after: '5' },
    { part: 'message proof: day', before: '12', after: '14' },
    { part: 'message back: delay', before: '7 days', after: '8 days' },
  ])
  expect(changes.slice(3).map(({ part, after }) => `${part.split(':')[0]} ${after === '' ? 'gone' : 'new'}`)).toEqual(
    expect.arrayContaining(['message order gone', 'message confirmation new']),
  )
  expect(before.friction[3]?.delayMs).toBe(7 * dayMs)
})
