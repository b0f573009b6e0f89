import { z } from 'zod'

/** A message on a day: how many people are due it next, and what moved it there for how many of them. `day` is lived in the programme's zone. */
const dueDaySchema = z.object({
  day: z.string(),
  programme: z.string(),
  message: z.string(),
  name: z.string(),
  kind: z.string(),
  people: z.number(),
  held: z.array(z.object({ why: z.string(), people: z.number() })),
})
export type DueDay = z.infer<typeof dueDaySchema>

/** A programme on the calendar. `horizon`: up to when its people are known, UTC ms; `withoutDay`: people whose next message waits for an open deal to close. */
const plannedProgrammeSchema = z.object({
  id: z.string(),
  name: z.string(),
  journey: z.object({ id: z.string(), name: z.string() }),
  priority: z.number(),
  timeZone: z.string(),
  horizon: z.number().nullable(),
  paused: z.object({ reason: z.string(), since: z.number() }).nullable(),
  people: z.number(),
  withoutDay: z.number(),
})
export type PlannedProgramme = z.infer<typeof plannedProgrammeSchema>

/** Days on which a programme sends nothing, both included. */
const closedDaysSchema = z.object({ programme: z.string(), name: z.string(), from: z.string(), to: z.string() })
export type ClosedDays = z.infer<typeof closedDaysSchema>

/** A campaign on whose days messages of a programme go. */
const collisionSchema = z.object({
  campaign: z.string(),
  programme: z.string(),
  messages: z.number(),
  busiest: z.object({ day: z.string(), messages: z.number() }),
  text: z.string(),
})
export type CampaignCollision = z.infer<typeof collisionSchema>

/** Which days are looked at, both included; null: no bound. */
export const calendarSpanSchema = z.strictObject({ from: z.string().nullable(), to: z.string().nullable() })
export type CalendarSpan = z.infer<typeof calendarSpanSchema>

/** On which days kept programmes write to how many of those who are in them now (rules R1, R6, R9), beside what stands against it. */
export const programmeCalendarSchema = calendarSpanSchema.extend({
  programmes: z.array(plannedProgrammeSchema),
  days: z.array(dueDaySchema),
  closed: z.array(closedDaysSchema),
  collisions: z.array(collisionSchema),
  notes: z.array(z.string()),
})
export type ProgrammeCalendar = z.infer<typeof programmeCalendarSchema>
