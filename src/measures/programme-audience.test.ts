import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OracleEvent, OracleFacts } from '../../test/oracle/facts.ts'
import { event, noFacts, on, smallJourney, subjectIs } from '../../test/oracle/small-journey.ts'
import { engineStays, fillStore, temporaryEventStore } from '../../test/stays-on-engine.ts'
import type { Consent } from '../model/programme.ts'
import type { EventStore } from '../store/event-store.ts'
import { dayMs, type Population } from './measure.ts'
import { entriesAYear, programmeAudience } from './programme-audience.ts'

let store: EventStore
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
})
afterAll(() => remove())

const at = (name: string, day: number, contact: string, parts: Partial<OracleEvent> = {}) =>
  event(name, day * dayMs, { id: `${name} ${day} ${contact} ${JSON.stringify(parts)}`, objects: { contact: [contact] }, ...parts })

async function populationOf(subjectType: string, events: OracleEvent[], facts: OracleFacts, days = 100): Promise<Population> {
  const journey = smallJourney([{ entry: on('a') }, { entry: on('b') }], { subjectType })
  const horizon = days * dayMs
  await fillStore(store, events, facts)
  await engineStays(store, journey, horizon, new Map([['web', 0]]))
  return { journey, version: 1, horizon, filter: { where: {} } }
}

async function audience(population: Population, consent: Consent) {
  const rows = await store.rows<Parameters<typeof programmeAudience.shape>[0][number]>(programmeAudience.sql(population, { consent }))
  return rows.map(({ stage, subjects, people, contacts }) => [stage, subjects, people, contacts])
}

const yes: Consent = { kind: 'rule', rule: subjectIs('consent', 'is', 'yes') }
const consentOf = (contact: string, value: string, validFrom: number | null = null) =>
  ({ objectType: 'contact', objectId: contact, name: 'consent', value, validFrom }) as const

describe('[R1] the audience', () => {
  it('of a journey of contacts is who is in the stage now and has consent, as known now', async () => {
    const events = [at('a', 1, 'ann'), at('a', 2, 'bob'), at('a', 3, 'cleo'), at('b', 9, 'cleo'), at('a', 4, 'dan'), at('a', 5, 'eve')]
    const properties = [
      consentOf('ann', 'yes'),
      consentOf('bob', 'no'),
      consentOf('cleo', 'yes'),
      consentOf('eve', 'yes', 0),
      consentOf('eve', 'no', 50 * dayMs),
    ]
    const population = await populationOf('contact', events, { ...noFacts, properties })
    // Of dan nothing is known; eve took her consent back.
    expect(await audience(population, yes)).toEqual([
      [1, 4, 4, 1],
      [2, 1, 1, 1],
    ])
    expect(await audience(population, { kind: 'assumed', reason: '' })).toEqual([
      [1, 4, 4, 4],
      [2, 1, 1, 1],
    ])
    expect(await audience(population, { kind: 'unknown' })).toEqual([
      [1, 4, 4, 0],
      [2, 1, 1, 0],
    ])
  })

  it('is not narrowed by the period that a design learns from', async () => {
    const population = await populationOf('contact', [at('a', 1, 'ann'), at('a', 80, 'bob')], noFacts)
    const later = { ...population, filter: { where: {}, from: 50 * dayMs } }
    expect(await audience(later, { kind: 'assumed', reason: '' })).toEqual([[1, 2, 2, 2]])
  })

  it('of a journey of accounts is who was active in the stay, as a member or by naming it', async () => {
    const of = (...accounts: string[]) => ({ account: accounts })
    const events = [
      at('seen', 1, 'early', { objects: { contact: ['early'], ...of('acme') } }),
      at('a', 5, 'ann', { objects: { contact: ['ann'], ...of('acme') } }),
      at('seen', 8, 'bob'),
      at('mail', 8, 'cleo', { initiator: 'company' }),
      at('a', 6, 'zed', { objects: { contact: ['zed'], ...of('zoo') } }),
    ]
    const link = (contact: string) => ({ fromType: 'contact', fromId: contact, toType: 'account', toId: 'acme', since: null })
    const facts = { properties: [consentOf('ann', 'no'), consentOf('bob', 'yes')], links: [link('bob'), link('cleo')] }
    const population = await populationOf('account', events, facts)
    // Ann and bob were active at acme since it entered, zed at zoo; early was only before, cleo only got a mail.
    expect(await audience(population, { kind: 'assumed', reason: '' })).toEqual([[1, 2, 3, 3]])
    expect(await audience(population, yes)).toEqual([[1, 2, 3, 1]])
  })

  it('of other subjects is who is tied to them and was active in the stay', async () => {
    const events = [
      at('a', 5, '', { objects: { ticket: ['t1'], contact: ['ann'] } }),
      at('seen', 6, 'ann'),
      at('seen', 7, 'bob'),
      at('seen', 2, 'cleo'),
      at('seen', 8, 'stranger'),
    ]
    const link = (contact: string) => ({ fromType: 'ticket', fromId: 't1', toType: 'contact', toId: contact, since: null })
    const population = await populationOf('ticket', events, { ...noFacts, links: [link('bob'), link('cleo')] })
    expect(await audience(population, { kind: 'assumed', reason: '' })).toEqual([[1, 1, 2, 2]])
  })

  it('has a row where nobody is active', async () => {
    const population = await populationOf('account', [at('a', 5, '', { objects: { account: ['acme'] } })], noFacts)
    expect(await audience(population, { kind: 'assumed', reason: '' })).toEqual([[1, 1, 0, 0]])
  })
})

describe('entries a year', () => {
  const ask = async (population: Population) => entriesAYear.shape(await store.rows(entriesAYear.sql(population, null)), population, null)

  it('are those of the last year', async () => {
    const events = [10, 20, 500, 600].map((day) => at('a', day, `c${day}`))
    expect(await ask(await populationOf('contact', events, noFacts, 800))).toEqual(new Map([[1, 2]]))
  })

  it('are put up to a year where less is known', async () => {
    const events = [10, 20, 30].map((day) => at('a', day, `c${day}`))
    expect(await ask(await populationOf('contact', events, noFacts, 83))).toEqual(new Map([[1, 15]]))
  })
})
