import { moveWords } from '../map/fate-words.ts'
import type { DueDay } from '../map/programme-calendar.ts'
import type { Programme } from '../model/programme.ts'
import type { MovedBy } from '../model/programme-fate.ts'
import { zoneClock } from '../model/zone-clock.ts'
import { dayTextOf } from './day-number.ts'
import { type NextRows, nextRows } from './next-rows.ts'
import type { Told } from './replay.ts'
import { type SendingCalendar, sendingCalendar } from './send-time.ts'
import { sendingTerms } from './sending-terms.ts'

/** Counts who is due what next by day. */
export interface CalendarTally extends NextRows {
  result(): { days: DueDay[]; people: number; withoutDay: number }
}

/** An empty count of a programme at a horizon (UTC ms): the rows of who is next, by the day on which their message goes. */
export function calendarTally(programme: Programme, horizon: number): CalendarTally {
  const clock = zoneClock(programme.timeZone)
  const calendar = sendingCalendar(programme.limits)
  const days = new Map<string, Omit<DueDay, 'held'> & { held: Map<string, number> }>()
  let people = 0
  let withoutDay = 0
  const rows = nextRows(programme, horizon, ({ next }, due) => {
    if (next === null || due === null) return
    people++
    if (next.at === null) {
      withoutDay++
      return
    }
    const day = dayTextOf(clock.dayAt(next.at))
    const key = `${day}\n${next.message}`
    const empty = { day, programme: programme.id, message: next.message, name: next.name, kind: next.kind, people: 0 }
    const found = days.get(key) ?? { ...empty, held: new Map<string, number>() }
    found.people++
    for (const why of heldBy(calendar, due)) found.held.set(why, (found.held.get(why) ?? 0) + 1)
    days.set(key, found)
  })
  return {
    ...rows,
    result: () => ({ people, withoutDay, days: [...days.values()].map(listed).sort(earliestFirst) }),
  }
}

function listed({ held, ...day }: Omit<DueDay, 'held'> & { held: ReadonlyMap<string, number> }): DueDay {
  return {
    ...day,
    held: [...held].map(([why, people]) => ({ why, people })).sort((a, b) => b.people - a.people || (a.why < b.why ? -1 : 1)),
  }
}

function earliestFirst(a: DueDay, b: DueDay): number {
  return a.day === b.day ? (a.message < b.message ? -1 : 1) : a.day < b.day ? -1 : 1
}

/** What moved a message, in words: of one that the calendar alone moved the closed days between, else the hours. */
function heldBy(calendar: SendingCalendar, { programme, person, movedBy, due, at }: Told): string[] {
  const [only, ...others] = movedBy
  if (only !== 'calendar' || others.length > 0 || due === null || at === null) return movedBy.map((by: MovedBy) => moveWords[by])
  const { reached } = sendingTerms(programme, person)
  const clock = zoneClock(reached.zone)
  const reasons = new Set<string>()
  for (let day = clock.dayAt(due); day < clock.dayAt(at); day++) {
    const why = calendar.whyClosed(day, reached)
    if (why !== null) reasons.add(why)
  }
  return reasons.size === 0 ? ['the hours'] : [...reasons]
}
