import { describe, expect, it } from 'vitest'
import type { OracleEvent, OracleFacts } from './facts.ts'
import { oracleHorizon } from './horizon.ts'
import { contactOf, type Tie, withIdentity } from './identity.ts'
import { event, noFacts, on, smallJourney } from './small-journey.ts'
import { eventsBySubject } from './subjects.ts'

const link = (fromType: string, fromId: string, toType: string, toId: string, since: number | null = null) => ({
  fromType,
  fromId,
  toType,
  toId,
  since,
})

function joined(type: string, events: readonly OracleEvent[], facts: OracleFacts): Record<string, string[]> {
  const journey = smallJourney([{ entry: on('open'), dropped: on('lost') }], { subjectType: type })
  const bySubject = eventsBySubject(journey, events, facts)
  return Object.fromEntries([...bySubject].sort().map(([subject, own]) => [subject, own.map((one) => one.id)]))
}

describe('joining', () => {
  it('[E10] joins an event to every subject it names', () => {
    const both = event('x', 1, { objects: { contact: ['c1', 'c2'], ticket: ['t1'] } })
    expect(joined('contact', [both], noFacts)).toEqual({ c1: ['x@1'], c2: ['x@1'] })
    expect(joined('ticket', [both], noFacts)).toEqual({ t1: ['x@1'] })
    expect(joined('account', [both], noFacts)).toEqual({})
  })

  it('[E10] joins a contact’s event also to the account held then, once', () => {
    const facts = {
      properties: [],
      links: [link('contact', 'c1', 'account', 'A', 3), link('contact', 'c1', 'account', 'B', 5), link('contact', 'c2', 'account', 'B')],
    }
    const events = [event('x', 0), event('x', 4), event('x', 5, { objects: { contact: ['c1', 'c2'], account: ['B'] } })]
    expect(joined('account', events, facts)).toEqual({ A: ['x@0', 'x@4'], B: ['x@5'] })
  })

  it('[E10] joins a contact’s event to a deal only if exactly one is open', () => {
    const facts = { properties: [], links: [link('deal', 'd1', 'contact', 'c1'), link('deal', 'd2', 'contact', 'c1')] }
    const deal = (name: string, id: string, at: number) => event(name, at, { id: `${name} ${id}`, objects: { deal: [id] } })
    const events = [
      event('x', 0),
      deal('open', 'd1', 1),
      event('x', 2),
      deal('open', 'd2', 3),
      event('x', 4),
      deal('lost', 'd1', 5),
      event('x', 5),
      event('x', 6),
    ]
    expect(joined('deal', events, facts)).toEqual({ d1: ['open d1', 'x@2', 'lost d1'], d2: ['open d2', 'x@5', 'x@6'] })
  })

  it('[E10] finds a contact’s deals also through the account it holds then', () => {
    const facts = {
      properties: [],
      links: [link('deal', 'd1', 'account', 'A'), link('contact', 'c1', 'account', 'A', 0), link('contact', 'c1', 'account', 'B', 5)],
    }
    const events = [event('open', 1, { objects: { deal: ['d1'] } }), event('x', 2), event('x', 6)]
    expect(joined('deal', events, facts)).toEqual({ d1: ['open@1', 'x@2'] })
  })

  it('[E10] asks the account only for a contact tied to no deal, and nobody for an event that names a deal', () => {
    const links = [link('deal', 'd1', 'contact', 'c1', 4), link('deal', 'd2', 'account', 'A'), link('contact', 'c1', 'account', 'A')]
    const deal = (name: string, id: string, at: number) => event(name, at, { id: `${name} ${id}`, objects: { deal: [id] } })
    const both = event('y', 3, { objects: { contact: ['c1'], deal: ['d1'] } })
    const events = [deal('open', 'd1', 0), deal('open', 'd2', 1), event('x', 2), both, event('x', 4), deal('lost', 'd1', 5), event('x', 6)]
    expect(joined('deal', events, { properties: [], links })).toEqual({ d1: ['open d1', 'y@3', 'x@4', 'lost d1'], d2: ['open d2', 'x@2'] })
  })
})

describe('identity', () => {
  const tie = (left: string, right: string, apart = false): Tie => ({ left, right, apart })

  it('[E7] ties an anonymous id to its contact from the beginning of history', () => {
    const early = event('x', 0, { objects: { anonymous: ['n1'] } })
    const late = event('x', 9, { objects: { contact: ['c1'] } })
    expect(withIdentity([early, late], [tie('n1', 'c1')]).map((one) => one.objects)).toEqual([{ contact: ['c1'] }, { contact: ['c1'] }])
    expect(withIdentity([early], []).map((one) => one.objects)).toEqual([{ anonymous: ['n1'] }])
  })

  it('[E7] is idempotent, independent of order and direction, and safe against cycles', () => {
    const contacts = new Set(['c1', 'c2'])
    const ties = [tie('n1', 'n2'), tie('n2', 'c2'), tie('c2', 'c1'), tie('c1', 'n1')]
    const expected = new Map(['n1', 'n2', 'c1', 'c2'].map((id) => [id, 'c1']))
    expect(contactOf(ties, contacts)).toEqual(expected)
    expect(contactOf([...ties, ...ties].reverse(), contacts)).toEqual(expected)
    expect(
      contactOf(
        ties.map(({ left, right }) => tie(right, left)),
        contacts,
      ),
    ).toEqual(expected)
  })

  it('[E7] takes a tie back by an explicit unmerge', () => {
    const stands = contactOf([tie('n1', 'c1'), tie('c1', 'c2'), tie('c2', 'c1', true)], new Set(['c1', 'c2']))
    expect(stands).toEqual(
      new Map([
        ['n1', 'c1'],
        ['c1', 'c1'],
        ['c2', 'c2'],
      ]),
    )
  })
})

describe('watermarks', () => {
  const journey = smallJourney([{ entry: on('a') }])
  const events = [event('a', 50), event('a', 40, { source: 'crm' }), event('x', 90, { source: 'other' })]

  it('[V6] takes the least watermark over the sources whose events a rule names', () => {
    const live = { name: 'web', kind: 'live' as const, lastHeartbeat: 70, allowedLateness: 5 }
    const file = { name: 'crm', kind: 'file' as const, declared: null }
    const unnamed = { name: 'other', kind: 'live' as const, lastHeartbeat: 10, allowedLateness: 0 }
    expect(oracleHorizon(journey, events, [live, unnamed])).toBe(65)
    expect(oracleHorizon(journey, events, [live, file])).toBe(40)
    expect(oracleHorizon(journey, events, [live, { ...file, declared: 60 }])).toBe(60)
    expect(oracleHorizon(journey, events, [live, { name: 'crm', kind: 'ended' }])).toBe(65)
  })

  it('[V6] takes the latest event when all sources have ended', () => {
    expect(oracleHorizon(journey, events, [{ name: 'web', kind: 'ended' }])).toBe(90)
    expect(oracleHorizon(journey, [], [])).toBe(null)
  })
})
