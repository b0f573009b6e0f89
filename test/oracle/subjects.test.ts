import { describe, expect, it } from 'vitest'
import type { OracleEvent, OracleFacts } from './facts.ts'
import { oracleHorizon } from './horizon.ts'
import { asKnown, contactOf } from './identity.ts'
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

  it('[E10] an event that concerns no contact is one of the contacts of the things it names, by then', () => {
    const links = [link('ticket', 't1', 'contact', 'c1'), link('ticket', 't1', 'contact', 'c2', 5), link('contact', 'c1', 'account', 'A')]
    const ofDeal = [link('deal', 'd1', 'contact', 'c9'), link('account', 'A', 'contact', 'c9')]
    const events = [
      event('x', 1, { objects: { ticket: ['t1'] } }),
      event('x', 5, { objects: { ticket: ['t1', 't2'] } }),
      event('x', 6, { objects: { ticket: ['t1'], contact: ['c3'] } }),
      event('x', 7, { objects: { deal: ['d1'], account: ['A'] } }),
    ]
    const facts = { properties: [], links: [...links, ...ofDeal] }
    expect(joined('contact', events, facts)).toEqual({ c1: ['x@1', 'x@5'], c2: ['x@5'], c3: ['x@6'] })
    expect(joined('account', events, facts)).toEqual({ A: ['x@1', 'x@5', 'x@7'] })
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
  const seen = (at: number, objects: Record<string, string[]>) => event('x', at, { objects })
  const decided = (contact: string, otherType: 'contact' | 'anonymous', otherId: string, decidedAt: number, apart = false) => ({
    contact,
    otherType,
    otherId,
    apart,
    decidedAt,
  })
  const alias = (left: string, right: string) => link('contact', left, 'contact', right)
  const objectsOf = (events: readonly OracleEvent[], links = noFacts.links, decisions: Parameters<typeof asKnown>[2] = []) =>
    asKnown(events, { properties: [], links }, decisions).events.map((one) => one.objects)

  it('[E7] ties an anonymous id to its contact from the beginning of history; of several the earliest', () => {
    const events = [seen(0, { anonymous: ['n1'] }), seen(9, { anonymous: ['n1'], contact: ['c1'] })]
    expect(objectsOf(events)).toEqual([{ contact: ['c1'] }, { contact: ['c1'] }])
    expect(objectsOf(events, [link('anonymous', 'n1', 'contact', 'c2', 3)])[0]).toEqual({ contact: ['c2'] })
    expect(objectsOf([seen(0, { anonymous: ['n1'] })])).toEqual([{ anonymous: ['n1'] }])
  })

  it('[E7] makes connected contacts one, whatever order, direction and repetition, and also round in a circle', () => {
    const links = [alias('c3', 'c2'), alias('c2', 'c1'), alias('c1', 'c3'), alias('c8', 'c9')]
    const turned = links.map(({ fromId, toId }) => alias(toId, fromId))
    for (const some of [links, turned, [...links, ...turned].reverse()]) {
      const stands = ['c1', 'c2', 'c3', 'c8', 'c9'].map((id) => contactOf(id, { properties: [], links: some }, []))
      expect(stands).toEqual(['c1', 'c1', 'c1', 'c8', 'c8'])
    }
  })

  it('[E7] lets the latest decision about a pair stand, at one time the unmerge, over what files say', () => {
    const facts = { properties: [], links: [alias('c1', 'c2')] }
    const [merge, unmerge] = [decided('c2', 'contact', 'c1', 5), decided('c1', 'contact', 'c2', 5, true)]
    expect(contactOf('c2', facts, [])).toBe('c1')
    expect(contactOf('c2', facts, [merge, unmerge])).toBe('c2')
    expect(contactOf('c2', facts, [{ ...merge, decidedAt: 6 }, unmerge])).toBe('c1')
  })

  it('[E7] lets a person say whose an anonymous id is, and whose it is not', () => {
    const events = [seen(0, { anonymous: ['n1'] }), seen(9, { anonymous: ['n1'], contact: ['c1'] })]
    expect(objectsOf(events, [], [decided('c2', 'anonymous', 'n1', 1)])).toEqual([{ contact: ['c2'] }, { contact: ['c1', 'c2'] }])
    expect(objectsOf(events, [], [decided('c1', 'anonymous', 'n1', 1, true)])).toEqual([{ anonymous: ['n1'] }, { contact: ['c1'] }])
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
