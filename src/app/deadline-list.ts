import { AppError } from '../core/error.ts'
import { daysWithin, deadlineText, type JourneyDeadline } from '../model/deadline.ts'
import { parseDay } from '../model/local-day.ts'
import type { DocumentStore } from '../store/document-store.ts'

/** The deadlines of every journey with their days between two days, both included, read from the definitions alone. Errors: `usage` where one is no day, or they are the wrong way round. */
export async function deadlineList(
  journeys: Pick<DocumentStore['journeys'], 'list'>,
  from: string,
  to: string,
): Promise<JourneyDeadline[]> {
  for (const day of [from, to]) {
    if (parseDay(day) === null) throw new AppError('usage', `"${day}" is no day of the calendar: write year-month-day, e.g. 2025-05-17.`)
  }
  if (from > to) throw new AppError('usage', `The first day, ${from}, is after the last, ${to}: turn them round.`)
  return (await journeys.list()).flatMap(({ journey }) =>
    journey.deadlines.map((deadline) => ({
      journey: { id: journey.id, name: journey.name },
      id: deadline.id,
      name: deadline.name,
      text: deadlineText(deadline),
      days: daysWithin(deadline, from, to),
    })),
  )
}
