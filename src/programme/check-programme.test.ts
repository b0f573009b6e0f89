import { describe, expect, it } from 'vitest'
import type { Journey } from '../model/journey.ts'
import { noNames } from '../model/journey-names.ts'
import { parseJourney } from '../model/parse-journey.ts'
import { parseProgramme } from '../model/parse-programme.ts'
import type { Programme } from '../model/programme.ts'
import { checkProgramme } from './check-programme.ts'
import { contentPlan } from './content-plan.ts'
import type { ProgrammeFacts, StageCurve } from './programme-facts.ts'

const journey = parseJourney(`journey: b2b
subject: contact
personas:
  - { id: buyer, when: { subject: role, is: buyer } }
  - { id: described }
deadlines: [{ id: intake, yearly: 09-01 }]
stages:
  - { id: look, lifecycle: awareness, entry: seen, questions: [What is it?], concerns: [Is it safe?] }
  - { id: consider, lifecycle: acquisition, entry: asked, dropAfter: 30d, reentry: entry, questions: [What does it cost?, Does it work?] }
  - { id: decide, lifecycle: acquisition, entry: offered, window: { until: intake } }
  - { id: drawn, lifecycle: growth }
`).journey as Journey

const sound = `programme: p
journey: b2b
timeZone: UTC
language: en
consent: { subject: email_consent, is: "yes" }
sender: { name: A, email: a@b.example }
unsubscribe: https://a.example/u
`

/** Half of them leave each ten days. */
const days = Array.from({ length: 121 }, (_, half) => half / 2)
const curve = (stage: string): StageCurve => {
  const still = days.map((day) => 0.5 ** (day / 10))
  return { stage, persona: null, stays: 200, curve: { days, still, low: still, high: still } }
}
const nothing: ProgrammeFacts = { curves: [], names: null }
const facts: ProgrammeFacts = { ...nothing, curves: [curve('look'), curve('consider')] }

function programme(text: string): Programme {
  const { programme: read, findings } = parseProgramme(text)
  if (read === null) throw new Error(JSON.stringify(findings))
  return read
}

/** Errors and cautions as "kind severity where"; gaps are left out. */
function told(text: string, known = facts): string[] {
  return checkProgramme(programme(text), journey, known)
    .filter(({ severity }) => severity !== 'gap')
    .map(({ kind, severity, where }) => `${kind} ${severity} ${where}`)
}

describe('a check', () => {
  it('has nothing to say of a programme that is well, and a way out for all it says', () => {
    expect(
      told(`${sound}sequences: [{ stage: consider, messages: [{ id: a, day: 5, question: What does it cost? }] }]\n`, nothing),
    ).toEqual([])
    const bad = `programme: p\njourney: b2b\nsequences: [{ stage: nowhere, messages: [{ id: a, day: 1 }] }]\nfriction: [{ id: f, stage: look, signal: returned, delay: 1d }]\n`
    const all = checkProgramme(programme(bad), journey, facts)
    expect(all.length).toBeGreaterThan(6)
    for (const { text, wayOut } of all) {
      expect(text).toMatch(/\.$|\?$/)
      expect(wayOut).toMatch(/\.$/)
    }
    const order = all.map(({ severity }) => ['error', 'caution', 'gap'].indexOf(severity))
    expect(order).toEqual(order.toSorted())
  })

  it('[R1] missing consent, sender and unsubscribing', () => {
    const text = 'programme: p\njourney: b2b\nsequences: [{ stage: consider, messages: [{ id: a, day: 5 }] }]\n'
    expect(told(text, nothing)).toEqual(['consent error consent', 'sender error sender', 'unsubscribe error unsubscribe'])
    expect(told(`${text}consent: { assumed: they all asked for it }\n`, nothing)).toContain('consent caution consent')
    // What an event owes needs neither consent nor a way to unsubscribe.
    expect(told('programme: p\njourney: b2b\ntransactional: [{ id: a, when: ordered }]\n', nothing)).toEqual(['sender error sender'])
  })

  it('[R3] messages that reach nobody, and those after most have left', () => {
    const at = (day: number) =>
      told(`${sound}sequences: [{ stage: consider, messages: [{ id: a, day: ${day} }] }]\n`).filter((line) => !line.startsWith('cap'))
    expect(at(10)).toEqual([])
    expect(at(11)).toEqual(['afterLeaving caution sequences[0].messages[0].day'])
    expect(at(43)).toEqual(['afterLeaving caution sequences[0].messages[0].day'])
    expect(at(44)).toEqual(['unreachable error sequences[0].messages[0].day'])
    // Nobody was followed for 90 days: nothing is said of them.
    expect(at(90)).toEqual([])
    expect(told(`${sound}friction: [{ id: f, stage: look, signal: { longStay: 42d }, delay: 2d }]\n`)).toEqual([
      'unreachable error friction[0].signal',
    ])
  })

  it('stages, personas and days that there are not', () => {
    const sequence = (written: string) => told(`${sound}sequences: [{ ${written} }]\n`, nothing)
    expect(sequence('stage: considr, messages: []')).toEqual(['unreachable error sequences[0].stage'])
    expect(sequence('stage: drawn, messages: []')).toEqual(['unreachable error sequences[0].stage'])
    expect(sequence('stage: look, persona: byer, messages: []')).toEqual(['unreachable error sequences[0].persona'])
    expect(sequence('stage: look, persona: described, messages: []')).toEqual(['unreachable error sequences[0].persona'])
    expect(sequence('stage: look, persona: unassigned, messages: []')).toEqual([])
    expect(sequence('stage: look, messages: [{ id: a, day: -7 }]')).toEqual(['unreachable error sequences[0].messages[0].day'])
    expect(sequence('stage: decide, messages: [{ id: a, day: -14 }, { id: b, day: -7 }]')).toEqual([])
    expect(told(`${sound}assets: [{ id: a, title: A, stage: lok }]\n`)).toEqual(['unreachable error assets[0].stage'])
    const [unknown] = checkProgramme(programme(`${sound}sequences: [{ stage: considr, messages: [] }]\n`), journey, facts)
    expect(unknown?.text).toContain('Did you mean "consider"?')
  })

  it('loops: over its own touchpoint, over another message, over mail itself, and a return that cannot be', () => {
    const friction = (id: string, event: string, leadsTo: string) =>
      `  - { id: ${id}, stage: look, signal: { when: ${event} }, delay: 1d, leadsTo: ${leadsTo} }\n`
    expect(told(`${sound}friction:\n${friction('a', '{ touchpoint: Help page, atLeast: 3 }', 'Help page')}`)).toEqual([
      'loop error friction[0].signal',
    ])
    expect(told(`${sound}friction:\n${friction('a', '{ touchpoint: Help page, atLeast: 3 }', 'Demo')}`)).toEqual([])
    const circle = `${friction('a', '{ touchpoint: X }', 'Y')}${friction('b', '{ touchpoint: Y }', 'Z')}${friction('c', '{ touchpoint: Z }', 'X')}`
    expect(told(`${sound}friction:\n${circle}`)).toEqual(['loop error friction[0].signal'])
    expect(told(`${sound}friction:\n${friction('a', '{ touchpoint: X }', 'Y')}${friction('b', '{ touchpoint: Y }', 'Z')}`)).toEqual([])
    expect(told(`${sound}friction:\n${friction('a', '{ channel: E-mail }', 'Demo')}`)).toEqual(['loop error friction[0].signal'])
    const returned = (stage: string) => told(`${sound}friction: [{ id: a, stage: ${stage}, signal: returned, delay: 1d }]\n`)
    expect(returned('look')).toEqual(['unreachable error friction[0].signal'])
    expect(returned('consider')).toEqual([])
  })

  it('[V5] silence no shorter than that which drops people', () => {
    const quiet = (delay: string) => told(`${sound}friction: [{ id: a, stage: consider, signal: { silence: 20d }, delay: ${delay} }]\n`)
    expect(quiet('9d')).toEqual([])
    expect(quiet('10d')).toEqual(['unreachable error friction[0].signal'])
  })

  it('caps that stand against each other or against the messages', () => {
    const messages = (...at: number[]) =>
      `sequences: [{ stage: consider, messages: [${at.map((day, i) => `{ id: m${i}, day: ${day} }`).join(', ')}] }]\n`
    const caps = (limits: string, text: string, known = nothing) =>
      told(`${sound}limits: { ${limits} }\n${text}`, known).filter((line) => line.startsWith('cap'))
    expect(caps('minGap: 7d, perPerson: { messages: 3, within: 7d }', messages(1))).toEqual(['cap caution limits.perPerson'])
    expect(caps('minGap: 7d, perSequence: 2', messages(1, 8, 15))).toEqual(['cap error sequences[0].messages[2]'])
    expect(caps('minGap: 7d', messages(1, 7))).toEqual(['cap caution sequences[0].messages[1].day'])
    expect(caps('minGap: 1d, perPerson: { messages: 2, within: 7d }', messages(1, 4, 8))).toEqual([])
    expect(caps('minGap: 1d, perPerson: { messages: 2, within: 7d }', messages(1, 4, 7))).toEqual([
      'cap caution sequences[0].messages[2].day',
    ])
    // 5 % are left on day 43: with gaps of 7 days from day 1 on there is room for 7.
    expect(caps('minGap: 7d, perSequence: 8', messages(1), facts)).toEqual(['cap caution limits.perSequence'])
    expect(caps('minGap: 7d, perSequence: 7', messages(1), facts)).toEqual([])
  })

  it('names that the data do not hold', () => {
    const text = `${sound}zoneProperty: zone
limits: { sensitive: [{ occasion: mothers-day, optOut: no_mail }] }
transactional: [{ id: a, when: { event: orderd, where: { amount: { gt: 1 } } } }]
`
    const known: ProgrammeFacts = {
      curves: [],
      names: { ...noNames, names: ['ordered'], eventProperties: ['amount'], objectProperties: { contact: ['email_consent', 'no_mail'] } },
    }
    expect(told(text, known)).toEqual(['unknownName caution transactional[0].when', 'unknownName caution zoneProperty'])
  })

  it('Liquid that cannot be rendered', () => {
    const body = (text: string) => told(`${sound}transactional: [{ id: a, when: ordered, body: ${JSON.stringify(text)} }]\n`, nothing)
    expect(body('Dear {{ contact.name }}, {% if contact.vip %}hello{% endif %}')).toEqual([])
    expect(body('{% if contact.vip %}hello')).toEqual(['liquid error transactional[0].body'])
    expect(body('{% include "secrets" %}')).toEqual(['liquid error transactional[0].body'])
  })

  it('two messages with one question, unless no one person may get both', () => {
    const two = (first: string, second: string) =>
      told(
        `${sound}sequences:\n  - { ${first}, messages: [{ id: a, day: 1, question: What does it cost? }] }\n  - { ${second}, messages: [{ id: b, day: 1, question: what does it COST }] }\n`,
      ).filter((line) => line.startsWith('repeated'))
    expect(two('stage: look', 'stage: consider')).toEqual(['repeatedQuestion caution sequences[1].messages[0].question'])
    expect(two('stage: look, persona: buyer', 'stage: consider, persona: unassigned')).toEqual([])
    expect(two('stage: look', 'stage: look, persona: buyer')).toEqual([])
    expect(two('stage: look', 'stage: consider, persona: buyer')).toHaveLength(1)
    const languages = `${sound}sequences: [{ stage: look, messages: [{ id: a, day: 1, question: What is it? }, { id: b, day: 9, question: What is it?, language: de }] }]\n`
    expect(told(languages, nothing)).toEqual([])
    expect(told(`${sound}sequences: [{ stage: look, messages: [{ id: a, day: 1, question: What is this? }] }]\n`, nothing)).toEqual([
      'unknownName caution sequences[0].messages[0].question',
    ])
  })
})

describe('the content plan', () => {
  const text = `${sound}sequences:
  - { stage: consider, messages: [{ id: price, day: 1, question: What does it cost? }, { id: works, day: 8, question: Does it work?, language: de }] }
assets:
  - { id: sheet, title: Price sheet, stage: consider, question: what does it cost, format: article, language: de }
  - { id: safety, title: Safety, question: Is it safe?, format: video }
  - { id: other, title: Other, stage: consider, question: Who else uses it?, format: video }
  - { id: loose, title: Loose }
`
  it('has every question of every stage, those without an answer first, then those that lack a language', () => {
    const plan = contentPlan(programme(text), journey)
    expect(plan).toMatchObject({ formats: ['e-mail', 'article', 'not said', 'video'], languages: ['de', 'en'], loose: ['loose'] })
    expect(plan.rows.map(({ stage, question, kind, answers, missing }) => [stage, question, kind, answers, missing.join()])).toEqual([
      ['look', 'What is it?', 'question', 0, 'de,en'],
      ['look', 'Is it safe?', 'concern', 1, 'de'],
      ['consider', 'Does it work?', 'question', 1, 'en'],
      ['consider', 'Who else uses it?', 'own question', 1, 'de'],
      ['consider', 'What does it cost?', 'question', 2, ''],
    ])
    const filled = plan.rows.at(-1)?.cells.filter(({ by }) => by.length > 0)
    expect(filled).toEqual([
      { format: 'e-mail', language: 'en', by: ['price'] },
      { format: 'article', language: 'de', by: ['sheet'] },
    ])
  })

  it('questions that nothing answers are gaps of the check', () => {
    const gaps = checkProgramme(programme(text), journey, facts).filter(({ kind }) => kind === 'unanswered')
    expect(gaps.map(({ text: said }) => said)).toEqual(['No message and no asset answers the question "What is it?" of "Look".'])
    const all = checkProgramme(programme(sound), journey, facts).filter(({ kind }) => kind === 'unanswered')
    expect(all).toHaveLength(4)
  })
})
