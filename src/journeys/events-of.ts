import type { Journey } from '../model/journey.ts'

/** The object type that carries money (M13), and that a contact's events join only while it is the one open (E10). */
export const dealType = 'deal'

/**
 * Names the partition of `subject_events` that holds a journey's events, as its column `subjectType` says. When a deal is open hangs on the journey's exit rules,
 * so that a journey of deals has one of its own; the partition `deal` holds the deals' own events. All other journeys of one subject type share theirs.
 */
export function eventsOf({ subjectType, id }: Pick<Journey, 'subjectType' | 'id'>): string {
  return subjectType === dealType ? `${dealType}:${id}` : subjectType
}
