import { z } from 'zod'
import { valueText } from './document-path.ts'
import { durationPattern } from './duration.ts'
import { nearText } from './near-match.ts'

/** A duration as people write it: "30d", "4 weeks", "36h". */
export const durationSpec = z
  .string({ error: ({ input }) => `${valueText(input)} is not a duration: write a number and a unit, e.g. 30d, 4 weeks, 36h.` })
  .regex(durationPattern, {
    error: ({ input }) =>
      `${valueText(input)} is not a duration: write a number and a unit (s, min, h, d, w), e.g. 30d. A month has no fixed length.`,
  })
  .meta({
    description: 'A number and a unit: s, min, h, d, w. Months and years have no fixed length.',
    examples: ['30d', '4 weeks', '36h'],
  })

const word = z.string().min(1)
const words = z
  .union([word, z.array(word).min(1)], { error: ({ input }) => `${valueText(input)} is not a name: write one, or a list of them.` })
  .meta({ id: 'names', description: 'One name, or a list of which any will do.' })
const scalar = z
  .union([z.string(), z.number(), z.boolean()], {
    error: ({ input }) => `${valueText(input)} is not one value: write text, a number, true or false. For several, write in: […].`,
  })
  .meta({ id: 'value', description: 'Text, a number, true or false.' })
const ordered = z.union([z.number(), word], { error: ({ input }) => `${valueText(input)} cannot be put in order: write a number or text.` })
const count = z.number().int().max(1_000_000)

const comparisons = {
  is: scalar.optional(),
  isNot: scalar.optional(),
  in: z.array(scalar).min(1).optional(),
  notIn: z.array(scalar).min(1).optional(),
  gt: ordered.optional(),
  gte: ordered.optional(),
  lt: ordered.optional(),
  lte: ordered.optional(),
  contains: word.optional(),
  exists: z.boolean().optional(),
}

const whereValue = z.union([scalar, z.array(scalar).min(1), z.strictObject(comparisons)], {
  error: ({ input }) => `${valueText(input)} is no comparison: write a value, a list of values, or e.g. { gte: 3 }.`,
})
const where = z.record(word, whereValue).meta({ id: 'where', description: 'Comparisons of properties of the event itself.' })

const counting = {
  atLeast: count.min(1).optional().meta({ description: 'At least so many such events, this one included.' }),
  atMost: count.min(0).optional().meta({ description: 'Not more than so many: the opposite of atLeast.' }),
  fewerThan: count.min(1).optional().meta({ description: 'Fewer than so many: the opposite of atLeast.' }),
  within: durationSpec.optional().meta({ description: 'Counted in this time up to the event; left out: ever.' }),
}

function eventForms<Extra extends z.core.$ZodShape>(extra: Extra) {
  return [
    z.strictObject({ event: words, touchpoint: words.optional(), channel: words.optional(), where: where.optional(), ...extra }),
    z.strictObject({ touchpoint: words, channel: words.optional(), where: where.optional(), ...extra }),
    z.strictObject({ channel: words, where: where.optional(), ...extra }),
  ] as const
}

const eventSpec = z
  .union([word, ...eventForms({})], {
    error: ({ input }) =>
      `${valueText(input)} says no event to count: write its name, or { event: …, touchpoint: …, channel: …, where: … }.`,
  })
  .meta({ id: 'event', description: 'Which events: a name, or event, touchpoint, channel, where.' })
const countSpec = z.strictObject({ count: z.strictObject({ of: eventSpec, ...counting }) })
const subjectSpec = z
  .strictObject({ subject: word, ...comparisons })
  .meta({ description: 'Compares a property of the subject as known at the event.' })
const propertySpec = z.strictObject({ property: word, ...comparisons }).meta({ description: 'Compares a property of the event itself.' })

/** How many events, in words: at most one of the three is set. */
export interface CountingSpec {
  atLeast?: number
  atMost?: number
  fewerThan?: number
  within?: string
}

export type ComparisonSpec = { [Key in keyof typeof comparisons]?: z.infer<(typeof comparisons)[Key]> }
export type WhereSpec = z.infer<typeof where>
export interface EventSpec extends CountingSpec {
  event?: string | string[]
  touchpoint?: string | string[]
  channel?: string | string[]
  where?: WhereSpec
}
export interface CountSpec {
  count: CountingSpec & { of: string | EventSpec }
}
export type SubjectSpec = ComparisonSpec & { subject: string }
export type PropertySpec = ComparisonSpec & { property: string }

/** A rule as people write it (rule J3): an event's name, or one of the forms below. */
export type RuleSpec =
  | string
  | EventSpec
  | CountSpec
  | SubjectSpec
  | PropertySpec
  | { all: RuleSpec[] }
  | { any: RuleSpec[] }
  | { not: RuleSpec }

/** A persona's rule as people write it (rule J4): comparisons of subject properties, joined by all, any, not. */
export type SubjectRuleSpec = SubjectSpec | { all: SubjectRuleSpec[] } | { any: SubjectRuleSpec[] } | { not: SubjectRuleSpec }

const ruleKeys = ['event', 'touchpoint', 'channel', 'count', 'subject', 'property', 'all', 'any', 'not']
const subjectRuleKeys = ['subject', 'all', 'any', 'not']

/** Says why a value is no rule, what is allowed, and which key was meant. */
export function notARule(input: unknown): string {
  const allowed = `write an event's name, or a group that begins with one of ${ruleKeys.join(', ')}`
  if (input === undefined || input === null) return `A rule is missing here: ${allowed}.`
  return `${keysText(input)} is not a rule: ${allowed}.${nearKeys(input, ruleKeys)}`
}

function notASubjectRule(input: unknown): string {
  const allowed = 'it may only compare subject properties, e.g. { subject: role, is: Marketing }, joined by all, any, not'
  return `${keysText(input)} is not a persona's rule: ${allowed} (rule J4).${nearKeys(input, subjectRuleKeys)}`
}

function keysText(input: unknown): string {
  const keys = keysOf(input)
  return keys.length === 0 ? valueText(input) : `{ ${keys.slice(0, 5).join(', ')} }`
}

function nearKeys(input: unknown, known: readonly string[]): string {
  return keysOf(input)
    .map((key) => nearText(key, known))
    .join('')
}

function keysOf(input: unknown): string[] {
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? Object.keys(input) : []
}

/** Schema of a rule as people write it. */
export const ruleSpecSchema: z.ZodType<RuleSpec> = z
  .union(
    [
      word,
      ...eventForms(counting),
      countSpec,
      subjectSpec,
      propertySpec,
      z
        .strictObject({
          get all() {
            return z.array(ruleSpecSchema).min(1)
          },
        })
        .meta({ id: 'all' }),
      z.strictObject({
        get any() {
          return z.array(ruleSpecSchema).min(1)
        },
      }),
      z.strictObject({
        get not() {
          return ruleSpecSchema
        },
      }),
    ],
    { error: ({ input }) => notARule(input) },
  )
  .meta({ id: 'rule', description: 'A rule: an event name, or event, touchpoint, channel, count, subject, property, all, any, not.' })

/** Schema of a persona's rule as people write it. */
export const subjectRuleSpecSchema: z.ZodType<SubjectRuleSpec> = z
  .union(
    [
      subjectSpec,
      z.strictObject({
        get all() {
          return z.array(subjectRuleSpecSchema).min(1)
        },
      }),
      z.strictObject({
        get any() {
          return z.array(subjectRuleSpecSchema).min(1)
        },
      }),
      z.strictObject({
        get not() {
          return subjectRuleSpecSchema
        },
      }),
    ],
    { error: ({ input }) => notASubjectRule(input) },
  )
  .meta({ id: 'subjectRule', description: 'Comparisons of subject properties, joined by all, any, not.' })
