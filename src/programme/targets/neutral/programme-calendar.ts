import { daysOf } from '../../../model/deadline.ts'
import type { Journey } from '../../../model/journey.ts'
import { daysBefore, dayText, type LocalDay } from '../../../model/local-day.ts'
import { occasionAnywhere, occasionsOf } from '../../../model/occasions.ts'
import type { Programme, SendingLimits } from '../../../model/programme.ts'
import { publicHolidays } from '../../../model/public-holidays.ts'
import { type CalendarEntry, calendarFile } from '../../calendar-file.ts'
import { byDay } from '../../message-rows.ts'
import { personaName, stageName } from '../../programme-words.ts'

/** How far ahead holidays, occasions and deadlines are shown, in years of the calendar after the export's. */
const yearsAhead = 1

/**
 * The days of a programme that stand in a calendar: blackout days, public holidays and sensitive occasions to come, the messages before each deadline to
 * come, and, of the other sequences, the messages of those who enter on the day of the export. Nothing is moved by caps, holidays or hours.
 */
export function calendarEntries(programme: Programme, journey: Journey, date: LocalDay): CalendarEntry[] {
  const blackouts = programme.limits.blackouts.map(({ name, from, to }, index) => {
    return { id: `blackout-${index + 1}`, title: `No messages: ${name}`, about: `Blackout days of ${programme.name}.`, from, to }
  })
  const messages = programme.sequences.flatMap((sequence) => {
    const stage = stageName(journey, sequence.stage)
    const about = `${stage}, ${personaName(journey, sequence.persona)}.`
    return byDay(sequence).flatMap((message) => {
      const id = `${sequence.stage}-${sequence.persona ?? 'all'}-${message.id}`
      if (message.day >= 0) {
        const on = daysBefore(date, -message.day)
        return [
          {
            id,
            title: `Day ${message.day}: ${message.name}`,
            about: `${about} Of those who enter ${stage} on ${dayText(date)}.`,
            from: on,
            to: on,
          },
        ]
      }
      return windowDays(journey, sequence.stage, date).map((end) => {
        const on = daysBefore(end, -message.day)
        return { id: `${id}-${dayText(end)}`, title: `${-message.day} days before the deadline: ${message.name}`, about, from: on, to: on }
      })
    })
  })
  return [...blackouts, ...closedDays(programme.limits, date), ...messages]
}

/** Public holidays and sensitive occasions that are not over on a day, by day. */
function closedDays({ country, sensitive }: SendingLimits, date: LocalDay): CalendarEntry[] {
  const years = Array.from({ length: yearsAhead + 1 }, (_, i) => date.year + i)
  const holidays = years.flatMap((year) =>
    (country === null ? [] : publicHolidays(country, year)).map(({ name, day }) => {
      return {
        id: `holiday-${dayText(day)}-${name.replaceAll(/\W+/g, '-')}`,
        title: `No messages: ${name}`,
        about: `Public holiday (${country}).`,
        from: day,
        to: day,
      }
    }),
  )
  const spared = sensitive.flatMap(({ occasion, optOut, daysBefore: before }) =>
    years
      .flatMap((year) =>
        country === null ? occasionAnywhere(occasion, year) : occasionsOf(country, year).filter(({ id }) => id === occasion),
      )
      .map(({ id, name, from, to }) => {
        const about = `To nobody whose property ${optOut} says so.`
        return { id: `${id}-${dayText(from)}`, title: `Spare those who asked: ${name}`, about, from: daysBefore(from, before), to }
      }),
  )
  const ahead = [...holidays, ...spared].filter(({ to }) => dayText(to) >= dayText(date))
  return ahead.sort((a, b) => (dayText(a.from) < dayText(b.from) ? -1 : 1))
}

/** The days on which the windows of a stage end, from a day until the end of the year after. */
function windowDays({ stages }: Journey, id: string, date: LocalDay): LocalDay[] {
  const until = stages.find((stage) => stage.id === id)?.until ?? null
  if (until === null) return []
  const last = date.year + yearsAhead
  return daysOf(until.deadline, last)
    .map((day) => daysBefore(day, until.beforeDays))
    .filter((day) => dayText(day) >= dayText(date) && day.year <= last)
}

/** The calendar of a programme as iCalendar: whole days, stamped with the day of the export. */
export function programmeCalendar(programme: Programme, journey: Journey, date: LocalDay): string {
  const entries = calendarEntries(programme, journey, date).map((entry) => ({ ...entry, id: `${entry.id}@${programme.id}.desirepath` }))
  return calendarFile(programme.name, entries, date)
}
