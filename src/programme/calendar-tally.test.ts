import { describe, expect, it } from 'vitest'
import type { Programme } from '../model/programme.ts'
import { calendarTally } from './calendar-tally.ts'
import { campaignCollisions } from './campaign-collisions.ts'
import { closedDays } from './closed-days.ts'
import { sampleJourney, sampleMessage, sampleProgramme } from './programme.test-support.ts'
import { replay } from './replay.ts'
import type { Person } from './replay-people.ts'

const at = (text: string) => Date.parse(`${text}:00Z`)
const horizon = at('2026-04-01T12:00')

/** Someone who entered then and is still there. */
function person(contact: string, entered: string, otherSends: number[] = []): Person {
  const [startedAt, known] = [at(entered), new Map([['email_consent', [{ from: Number.NEGATIVE_INFINITY, value: 'yes' }]]])]
  const stay = { stage: 'consider', persona: 'unassigned', openedBy: 'first' as const, startedAt, startKnownAt: startedAt }
  return { contact, known, stays: [{ ...stay, endedAt: null, endKnownAt: null }], acts: [], met: new Map(), otherSends }
}

/** One message five days after the entry. */
function programmeOf(limits: Partial<Programme['limits']> = {}): Programme {
  const sequences = [{ stage: 'consider', persona: null, messages: [sampleMessage('c1', 5)] }]
  const plain = sampleProgramme({ holdout: 0, friction: [], transactional: [], sequences, zoneProperty: null })
  return { ...plain, limits: { ...plain.limits, perPerson: null, blackouts: [], sensitive: [], oneAnAccountADay: false, ...limits } }
}

function tallied(programme: Programme, people: Person[], openDeals: { from: number; to: number }[] = []) {
  const tally = calendarTally(programme, horizon)
  replay({ programmes: [programme], journey: sampleJourney(), horizon })({ account: 'a', people, openDeals }, tally.tell)
  tally.endOfPeople()
  return tally.result()
}

const line = (programme: Programme, people: Person[]) =>
  tallied(programme, people).days.map(
    ({ day, people: count, held }) => `${day} ${count} ${held.map((one) => `${one.why} ${one.people}`).join(', ')}`,
  )

describe('[R6] who is due on which day, and what moved it there', () => {
  it.each<[string, string, Partial<Programme['limits']>, string]>([
    ['nothing', '2026-03-28T10:00', {}, '2026-04-02 1 '],
    ['the hours of the day before', '2026-03-27T20:00', {}, '2026-04-02 1 the hours 1'],
    // Good Friday is 3 April, Easter Monday the 6th.
    ['public holidays and a weekend', '2026-03-29T10:00', {}, '2026-04-07 1 public holidays 1, the weekdays 1'],
    [
      'blackout days',
      '2026-03-28T10:00',
      { blackouts: [{ name: 'Fair', from: { year: 2026, month: 4, day: 2 }, to: { year: 2026, month: 4, day: 2 } }], country: null },
      '2026-04-03 1 the blackout days 1',
    ],
  ])('tells %s', (_, entered, limits, wanted) => {
    expect(line(programmeOf(limits), [person('p', entered)])).toEqual([wanted])
  })

  it('tells the gap after another message, and counts people of one day together', () => {
    const soon = person('p', '2026-03-28T10:00', [at('2026-03-31T10:00')])
    const weekend = [person('q', '2026-03-30T10:00'), person('s', '2026-03-31T10:00')]
    expect(line(programmeOf({ country: null }), [soon, ...weekend, person('r', '2026-03-28T10:00')])).toEqual([
      '2026-04-02 1 ',
      '2026-04-06 2 the weekdays 2',
      '2026-04-07 1 the gap 1',
    ])
  })

  it('counts who waits for an open deal without a day', () => {
    const open = [{ from: at('2026-03-01T00:00'), to: Number.POSITIVE_INFINITY }]
    expect(tallied(programmeOf(), [person('p', '2026-03-28T10:00')], open)).toEqual({ days: [], people: 1, withoutDay: 1 })
  })
})

describe('[K1] a campaign that meets messages', () => {
  const programme = (paused: boolean) => ({
    ...{ id: 'p', name: 'Nurture', journey: { id: 'j', name: 'J' }, priority: 0, timeZone: 'UTC', horizon, people: 9, withoutDay: 0 },
    paused: paused ? { reason: 'why', since: horizon } : null,
  })
  const due = (day: string, people: number) => ({ day, programme: 'p', message: 'm', name: 'M', kind: 'sequence', people, held: [] })
  const days = [due('2026-04-02', 3), due('2026-04-03', 5), due('2026-04-09', 8)]
  const plain = { timeZone: 'UTC', channel: '', cost: null, note: '', name: 'Fair' }
  const fair = { ...plain, id: 'fair', from: '2026-04-03', to: '2026-04-09', audience: 'everyone' as const }

  it('is told with how many, the busiest day, and for whom it is', () => {
    const own = { ...fair, from: '2026-04-01', to: '2026-04-02', audience: { persona: 'buyer' } }
    expect(campaignCollisions([fair, own], [programme(false)], days).map(({ text, messages }) => `${messages} ${text}`)).toEqual([
      '13 “Fair” meets “Nurture”: 13 messages go out on its days, most on 9 Apr 2026 (8). The campaign is for everyone.',
      '3 “Fair” meets “Nurture”: 3 messages go out on its days, on 2 Apr 2026. The campaign is for persona buyer, so it may be for others.',
    ])
  })

  it('is not told of a paused programme, nor of days beside its own', () => {
    expect(campaignCollisions([fair], [programme(true)], days)).toEqual([])
    expect(campaignCollisions([{ ...fair, from: '2026-04-04', to: '2026-04-08' }], [programme(false)], days)).toEqual([])
  })
})

it('[R6] blackout days and public holidays are those that meet the days shown, over the turn of a year too', () => {
  const blackout = { name: 'Stocktaking', from: { year: 2025, month: 12, day: 20 }, to: { year: 2026, month: 1, day: 5 } }
  const names = closedDays(programmeOf({ blackouts: [blackout] }), '2025-12-26', '2026-01-01').map(({ name, from }) => `${from} ${name}`)
  expect(names).toEqual(['2025-12-20 Stocktaking', '2025-12-26 Second day of Christmas', '2026-01-01 New Year’s Day'])
  expect(closedDays(programmeOf({ country: null }), '2025-12-26', '2026-01-01')).toEqual([])
})
