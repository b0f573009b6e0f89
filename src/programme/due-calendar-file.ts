import { countOf } from '../map/format.ts'
import type { ProgrammeCalendar } from '../map/programme-calendar.ts'
import { type LocalDay, parseDay } from '../model/local-day.ts'
import { type CalendarEntry, calendarFile } from './calendar-file.ts'

/** On which days programmes write to how many people, and when they send nothing, as iCalendar, stamped with the last known day. Paused programmes say so. */
export function dueCalendarFile({ programmes, days, closed }: ProgrammeCalendar): string {
  const nameOf = new Map(programmes.map(({ id, name, paused }) => [id, paused === null ? name : `${name} (paused)`]))
  const messages = days.map(({ day, programme, message, name, people, held }): CalendarEntry => {
    const at = dayOf(day)
    const why = held.map((one) => `${countOf(one.people, 'person')} moved here by ${one.why}`)
    const about = [nameOf.get(programme) ?? programme, ...why].join('; ')
    return {
      id: `due-${day}-${message}@${programme}.desirepath`,
      title: `${name}: ${countOf(people, 'person')}`,
      about: `${about}.`,
      from: at,
      to: at,
    }
  })
  const quiet = closed.map(({ programme, name, from, to }, index): CalendarEntry => {
    const about = `${nameOf.get(programme) ?? programme} sends nothing.`
    return {
      id: `closed-${index + 1}-${from}@${programme}.desirepath`,
      title: `No messages: ${name}`,
      about,
      from: dayOf(from),
      to: dayOf(to),
    }
  })
  const known = Math.max(0, ...programmes.map(({ horizon }) => horizon ?? 0))
  return calendarFile('E-mail programmes', [...messages, ...quiet], dayOf(new Date(known).toISOString().slice(0, 10)))
}

function dayOf(text: string): LocalDay {
  return parseDay(text) ?? { year: 1970, month: 1, day: 1 }
}
