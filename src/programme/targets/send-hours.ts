import type { SendingLimits } from '../../model/programme.ts'

/** Whether hours or weekdays are limited at all. */
export function limitsTimes({ hours, weekdays }: Pick<SendingLimits, 'hours' | 'weekdays'>): boolean {
  return hours.from > 0 || hours.to < 1440 || weekdays.length < 7
}

/** The minute of the day at which a tool sends that knows no span of hours: an hour after the first allowed one, so that a clock that changes keeps it inside; nine o'clock where any is allowed. */
export function sendMinute({ hours }: Pick<SendingLimits, 'hours'>): number {
  if (hours.from <= 0 && hours.to >= 1440) return 540
  return Math.min(hours.from + 60, Math.floor((hours.from + hours.to) / 2))
}

/** Minutes of a day as 09:30. */
export function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
