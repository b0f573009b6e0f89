import { z } from 'zod'

/** What of the facts a past day sees (rule L4): all that is known now, or only what had been received by then. */
export const knownReadings = ['now', 'then'] as const

/** The past day that figures are of (rule L4), to its last instant in a time zone. `notes`: what cannot be told, in sentences. */
export const pastDaySchema = z.object({
  day: z.string(),
  timeZone: z.string(),
  known: z.enum(knownReadings),
  notes: z.array(z.string()),
})
export type PastDay = z.infer<typeof pastDaySchema>

/** What every answer of figures says beside them where they are of a past day. */
export const ofPastDay = { asOf: pastDaySchema.optional() }

/** Which past day figures are of, and by which reading, as one line. */
export function pastDayWords({ day, timeZone, known }: Pick<PastDay, 'day' | 'timeZone' | 'known'>): string {
  return known === 'then' ? `What was known on ${day} (${timeZone})` : `The world as of ${day} (${timeZone}), with all known now`
}

/** The reading in a sentence. */
export function pastDayReading(known: PastDay['known']): string {
  return known === 'then'
    ? 'Only what had been received by the end of that day, as it stood then. Imports undone and people erased since are gone here, too.'
    : 'What had happened by the end of that day, whenever it was received.'
}
