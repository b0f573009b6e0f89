import { AppError } from '../core/error.ts'
import type { CalendarSpan, PlannedProgramme, ProgrammeCalendar } from '../map/programme-calendar.ts'
import { parseDay } from '../model/local-day.ts'
import type { Programme } from '../model/programme.ts'
import type { ProgrammePause } from '../model/programme-log.ts'
import { type CalendarTally, calendarTally } from '../programme/calendar-tally.ts'
import { campaignCollisions } from '../programme/campaign-collisions.ts'
import { closedDays } from '../programme/closed-days.ts'
import { replay } from '../programme/replay.ts'
import type { Colleagues } from '../programme/replay-people.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import type { JourneyDesk } from './journey-desk.ts'
import { keptProgrammes } from './kept-programmes.ts'
import { eachColleagues, type ReplayRequest } from './programme-people.ts'
import { programmePopulation } from './programme-population.ts'

/** The days on which programmes write to those who are in them now. */
export interface ProgrammeCalendarDesk {
  programmeCalendar(span: CalendarSpan, request?: ReplayRequest): Promise<ProgrammeCalendar>
}

type Kept = { programme: Programme; paused: ProgrammePause | null }
type Planned = { planned: PlannedProgramme; days: ProgrammeCalendar['days'] }

export function programmeCalendarDesk(
  documents: DocumentStore,
  journeys: JourneyDesk,
  openEvents: () => Promise<EventStore>,
): ProgrammeCalendarDesk {
  return {
    programmeCalendar: async (span, request) => {
      checkSpan(span)
      const all = await keptProgrammes(documents.programmes)
      const known = await documents.programmes.list()
      const notes = known
        .filter(({ id }) => all.every(({ programme }) => programme.id !== id))
        .map(({ id }) => `The kept programme "${id}" cannot be read: desirepath programme check ${id} says why.`)
      const found: Planned[] = []
      for (const journey of new Set(all.map(({ programme }) => programme.journey))) {
        const own = all.filter(({ programme }) => programme.journey === journey)
        try {
          found.push(...(await plannedOf(journeys, openEvents, own, request)))
        } catch (error) {
          if (!(error instanceof AppError) || error.code === 'cancelled') throw error
          notes.push(error.message)
        }
      }
      return calendarOf(found, all, span, await documents.campaigns.list(), notes)
    },
  }
}

function checkSpan({ from, to }: CalendarSpan): void {
  for (const day of [from, to]) {
    if (day !== null && parseDay(day) === null)
      throw new AppError('usage', `"${day}" is no day of the calendar: write year-month-day, e.g. 2026-05-17.`)
  }
  if (from !== null && to !== null && from > to)
    throw new AppError('usage', `The first day, ${from}, is after the last, ${to}: turn them round.`)
}

/** Programmes of one journey over its people: those that run together, each that is paused as if it ran beside them, so that a programme's days are those of who is next. */
async function plannedOf(
  journeys: JourneyDesk,
  openEvents: () => Promise<EventStore>,
  kept: readonly Kept[],
  request: ReplayRequest | undefined,
): Promise<Planned[]> {
  const asked = await Promise.all(kept.map(({ programme }) => programmePopulation(journeys, programme)))
  const [{ population, horizon, said }] = asked as [(typeof asked)[number]]
  const running = kept.filter(({ paused }) => paused === null).map(({ programme }) => programme)
  const tallies = new Map(kept.map(({ programme }) => [programme.id, calendarTally(programme, population.horizon)]))
  const tallyOf = (programme: Programme) => tallies.get(programme.id) as CalendarTally
  const worlds = [
    ...(running.length === 0 ? [] : [{ programmes: running, counted: running }]),
    ...kept.flatMap(({ programme, paused }) => (paused === null ? [] : [{ programmes: [programme, ...running], counted: [programme] }])),
  ].map(({ programmes, counted }) => ({
    go: replay({ programmes, journey: population.journey, horizon: population.horizon }),
    counted: counted.map(tallyOf),
  }))
  const people = { population, programmes: kept.map(({ programme }) => programme), beside: false, underWay: true }
  const take = (colleagues: Colleagues) => {
    for (const { go, counted } of worlds) {
      go(colleagues, (told) => {
        for (const tally of counted) tally.tell(told)
      })
      for (const tally of counted) tally.endOfPeople()
    }
  }
  await eachColleagues(await openEvents(), people, take, request)
  return kept.map(({ programme, paused }) => {
    const { days, ...counts } = tallyOf(programme).result()
    const { id, name, priority, timeZone } = programme
    const held = paused === null ? null : { reason: paused.reason, since: paused.since }
    return { planned: { id, name, journey: { id: said.id, name: said.name }, priority, timeZone, horizon, paused: held, ...counts }, days }
  })
}

function calendarOf(
  found: readonly Planned[],
  all: readonly Kept[],
  { from, to }: CalendarSpan,
  campaigns: Parameters<typeof campaignCollisions>[0],
  notes: readonly string[],
): ProgrammeCalendar {
  const programmes = found.map(({ planned }) => planned).sort((a, b) => b.priority - a.priority || (a.id < b.id ? -1 : 1))
  const place = new Map(programmes.map(({ id }, index) => [id, index]))
  const days = found
    .flatMap((one) => one.days)
    .filter(({ day }) => (from === null || day >= from) && (to === null || day <= to))
    .sort((a, b) => (a.day === b.day ? (place.get(a.programme) ?? 0) - (place.get(b.programme) ?? 0) : a.day < b.day ? -1 : 1))
  const [first, last] = [from ?? days[0]?.day, to ?? days.at(-1)?.day]
  const closed = first === undefined || last === undefined ? [] : all.flatMap(({ programme }) => closedDays(programme, first, last))
  return {
    from,
    to,
    programmes,
    days,
    closed,
    collisions: campaignCollisions(campaigns, programmes, days),
    notes: [...notes, ...saidOf(programmes)],
  }
}

function saidOf(programmes: readonly PlannedProgramme[]): string[] {
  if (programmes.length === 0) return []
  return [
    'Only the next message of each person is counted, as if the programme had run since they entered: who leaves before its day does not get it, and what follows depends on whether they stay.',
    'Caps and gaps of programmes do not see what a campaign sends.',
  ]
}
