import { expect, test } from 'vitest'
import { namesIn } from '../model/journey-names.ts'
import type { JourneySpec } from '../model/journey-spec.ts'
import { parseJourney } from '../model/parse-journey.ts'
import { parseMapping } from '../sources/mapping.ts'
import { storedEvents } from './demo.test-support.ts'
import { demoFiles, demoLines } from './demo-files.ts'
import { plannedContacts } from './generate.ts'
import { demoJourney } from './journey.ts'
import { type DemoPlan, demoPlan } from './plan.ts'

const small = demoPlan('small')

function fileLines(plan: DemoPlan, name: string): string[] {
  const file = demoFiles(plan).find((candidate) => candidate.name === name)
  return [...(file?.lines() ?? [])]
}

test('the same seed gives the same bytes, another seed others', () => {
  const [once, again, other] = [small, small, demoPlan('small', { seed: 'another' })].map((plan) =>
    fileLines(plan, 'crm.ndjson').join('\n'),
  )
  expect(once).toBe(again)
  expect(once).not.toBe(other)
})

test('one pass over all files writes what each file writes alone', () => {
  const together = new Map<string, string[]>()
  for (const { file, line } of demoLines(small)) {
    const lines = together.get(file)
    if (lines === undefined) together.set(file, [line])
    else lines.push(line)
  }
  for (const file of demoFiles(small)) expect(together.get(file.name), file.name).toEqual([...file.lines()])
})

/** What one pass over all lines of a plan holds, by file, without keeping the lines: all lines, those that cannot be accepted, repeats. */
function tally(plan: DemoPlan): Map<string, { lines: number; bad: number; repeats: number }> {
  const files = new Map<string, { lines: number; bad: number; repeats: number; last: string }>()
  for (const { file, line } of demoLines(plan)) {
    const count = files.get(file) ?? { lines: 0, bad: 0, repeats: 0, last: '' }
    const bad = line.includes('-bad-') || line.includes('-broken')
    files.set(file, {
      lines: count.lines + 1,
      bad: count.bad + (bad ? 1 : 0),
      repeats: count.repeats + (line === count.last ? 1 : 0),
      last: line,
    })
  }
  return files
}

test.each([
  ['large', 900_000, 1_100_000],
  ['small', 20_000, 30_000],
] as const)(
  'the %s demo holds the planned repeats and bad rows, and between %i and %i events',
  (size, least, most) => {
    const plan = demoPlan(size)
    const files = tally(plan)
    let events = 0
    for (const [name, { lines, bad, repeats }] of files) {
      if (name.endsWith('.ndjson')) events += lines - bad - repeats
      expect(repeats, name).toBe(plan.repeatedRows[name] ?? 0)
      const planned = plan.badRows[name] ?? { unparsableTime: 0, missingContact: 0, futureTime: 0, brokenJson: 0 }
      expect(bad, name).toBe(planned.unparsableTime + planned.missingContact + planned.futureTime + planned.brokenJson)
    }
    expect(events).toBeGreaterThan(least)
    expect(events).toBeLessThan(most)
    expect(files.get('accounts.csv')?.lines).toBe(plan.accounts + 1)
    expect(files.get('contacts.csv')?.lines).toBe(plan.contacts + 1)
  },
  60_000,
)

test('the large demo has 20,000 contacts in 3,000 accounts, each account at least one', () => {
  const contacts = [...plannedContacts(demoPlan('large'))]
  expect(contacts).toHaveLength(20_000)
  expect(new Set(contacts.map(({ account }) => account)).size).toBe(3000)
})

test('every mapping is one that the importer reads', () => {
  for (const file of demoFiles(small)) expect(parseMapping(file.mapping).source, file.name).toBe(file.name.replace(/\..*/, ''))
})

test('event ids are unique in their file but for the planned repeats', () => {
  const lines = fileLines(small, 'web.ndjson')
  const ids = lines.map((line) => (JSON.parse(line) as { id: string }).id)
  expect(ids.length - new Set(ids).size).toBe(small.repeatedRows['web.ndjson'])
})

test.each(['large', 'small'] as const)(
  '[J3] the journey of the %s demo names only what its data hold',
  (size) => {
    const plan = demoPlan(size)
    const held = { event: new Set<string>(), channel: new Set<string>(), touchpoint: new Set<string>(), eventProperty: new Set<string>() }
    for (const contact of plannedContacts(plan)) {
      for (const { name, channel, touchpoint, properties } of storedEvents(plan, contact)) {
        held.event.add(name)
        held.channel.add(channel)
        held.touchpoint.add(touchpoint)
        for (const property of Object.keys(properties)) held.eventProperty.add(property)
      }
    }
    const { spec, findings } = parseJourney(demoJourney(plan))
    expect(findings).toEqual([])
    for (const { kind, name } of namesIn(spec as JourneySpec))
      if (kind !== 'objectProperty' && kind !== 'subject') expect(held[kind], name).toContain(name)
  },
  30_000,
)
