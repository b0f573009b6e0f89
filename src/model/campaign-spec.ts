import { z } from 'zod'
import type { AudienceSpec } from './campaign.ts'
import { ruleSpecSchema, type SubjectRuleSpec, subjectRuleSpecSchema } from './rule-spec.ts'

const text = (longest: number) =>
  z
    .string()
    .max(longest, { error: `This is longer than ${longest} characters.` })
    .refine((written) => !written.includes('\0'), { error: 'This holds a character that is no text.' })
const word = text(200).refine((written) => written.trim() !== '', { error: 'An empty text is not allowed here.' })

/** A local day, like 2026-03-31, that the calendar has. */
const day = z.string().refine(isDay, { error: ({ input }) => `${JSON.stringify(input)} is no day: write it like 2026-03-31.` })

const persona = z.strictObject({ persona: z.union([word, z.array(word).min(1)]) })
const reached = z.strictObject({ reached: ruleSpecSchema })

const audience: z.ZodType<AudienceSpec> = z.unknown().transform((written, context): AudienceSpec => {
  const schema = audienceForm(written)
  if (schema === null) {
    context.addIssue({ code: 'custom', message: notAnAudience, input: written })
    return z.NEVER
  }
  const read = schema.safeParse(written)
  if (read.success) return read.data
  for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path: [...path], message, input: written })
  return z.NEVER
})

const notAnAudience =
  'This is no audience: write everyone, { persona: ID }, comparisons such as { subject: country, is: DE }, or { reached: RULE } for those whom an event reached.'

/** The schema of the form that the writer means; null: none. */
function audienceForm(written: unknown): z.ZodType<AudienceSpec> | null {
  if (written === 'everyone') return z.literal('everyone')
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return null
  if ('persona' in written) return persona
  if ('reached' in written) return reached
  return subjectRuleSpecSchema as z.ZodType<SubjectRuleSpec>
}

const cost = z.strictObject({
  amount: z.number().min(0).max(1e15),
  currency: z.string().regex(/^[A-Z]{3}$/, {
    error: ({ input }) => `${JSON.stringify(input)} is no currency: write three capital letters, like EUR.`,
  }),
})

/** A campaign as people write it (rule K1). `id` left out: made from the name. */
export const campaignSpecSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, {
      error: ({ input }) => `${JSON.stringify(input)} is no id: use small letters, digits and hyphens, at most 60, like spring-mailing.`,
    })
    .optional(),
  name: word,
  from: day,
  to: day,
  timeZone: word.optional(),
  audience: audience.optional(),
  channel: text(200).optional(),
  cost: cost.nullable().optional(),
  note: text(2000).optional(),
})
export type CampaignSpec = z.infer<typeof campaignSpecSchema>

function isDay(written: string): boolean {
  const ms = /^\d{4}-\d\d-\d\d$/.test(written) ? Date.parse(`${written}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === written
}
