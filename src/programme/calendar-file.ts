import ical, { ICalCalendarMethod } from 'ical-generator'
import { daysBefore, type LocalDay } from '../model/local-day.ts'

/** A whole day or several, as a calendar shows it; `to` included. */
export interface CalendarEntry {
  id: string
  title: string
  about: string
  from: LocalDay
  to: LocalDay
}

/** Whole days as iCalendar, stamped with a day, so that the same entries give the same bytes. */
export function calendarFile(name: string, entries: readonly CalendarEntry[], stamp: LocalDay): string {
  const calendar = ical({ name, prodId: { company: 'Desirepath', product: 'programme' }, method: ICalCalendarMethod.PUBLISH })
  for (const { id, title, about, from, to } of entries) {
    calendar.createEvent({
      id,
      stamp: utc(stamp),
      start: utc(from),
      end: utc(daysBefore(to, -1)),
      allDay: true,
      summary: title,
      description: about,
    })
  }
  return `${calendar.toString()}\r\n`.replace(/(\r\n)+$/, '\r\n')
}

function utc({ year, month, day }: LocalDay): Date {
  return new Date(Date.UTC(year, month - 1, day))
}
