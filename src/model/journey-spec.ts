import { z } from 'zod'
import { valueText } from './document-path.ts'
import { lifecyclePhases } from './journey.ts'
import { durationSpec, notARule, ruleSpecSchema, subjectRuleSpecSchema } from './rule-spec.ts'

/** An id as people write it. */
export const idSpec = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, {
    error: ({ input }) => `${valueText(input)} cannot be an id: use up to 64 letters, digits, - and _, beginning with a letter or digit.`,
  })
  .meta({ description: 'Letters, digits, - and _. Ids stay the same when names change.' })
/** A text that is not empty. */
export const text = z.string({ error: ({ input }) => notText(input) }).min(1)
/** One text, or a list of them, or none. */
export const texts = z.union([text, z.array(text)], { error: ({ input }) => notText(input) }).optional()

function notText(input: unknown): string | undefined {
  if (input === undefined || input === null) return undefined
  const hint = typeof input === 'object' ? ' A text with ": " or "{" in it needs quotes.' : ' Put quotes around it.'
  return `${valueText(input)} is not a text.${hint}`
}

const notShare = { error: ({ input }: { input?: unknown }) => `${valueText(input)} is not a share: write e.g. 55% or 0.55.` }
/** A share as people write it; `shareOf` reads it. */
export const share = z
  .union([z.number(), z.string().regex(/^\s*-?\d+(\.\d+)?\s*%\s*$/, notShare)], notShare)
  .meta({ description: 'A share: 55% or 0.55.', examples: ['55%', 0.55] })

const intendedSpec = z
  .strictObject({
    conversion: share.optional().meta({ description: 'Share that should convert within the window.' }),
    median: durationSpec.optional().meta({ description: 'Time until half of those who move on have done so.' }),
    emotion: z.number().optional().meta({ description: 'Emotion from −2 (bad) to 2 (good).' }),
    tolerance: z
      .strictObject({
        conversion: share.optional().meta({ description: 'Percentage points either side; 5% if left out.' }),
        median: share.optional().meta({ description: 'Relative, either side; 20% if left out.' }),
      })
      .optional(),
  })
  .meta({ description: 'What the team designed or believes.' })

const stepSpec = z.strictObject({
  id: idSpec,
  name: text.optional(),
  rule: ruleSpecSchema,
  optional: z.boolean().optional().meta({ description: 'Leaving it out is no deviation.' }),
})

const reentrySpec = z
  .union([z.enum(['none', 'entry']), ruleSpecSchema], {
    error: ({ input }) =>
      typeof input === 'object' ? notARule(input) : `${valueText(input)} is no re-entry: write none, entry, or a rule.`,
  })
  .meta({ description: 'How one comes back from a later stage: none (default), entry (by the entry rule), or a rule of its own.' })

/** A day as people write it, like 2025-05-17; `parseDay` reads it. */
export const dayTextSpec = z
  .string({ error: ({ input }) => notDay(input) })
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: ({ input }) => notDay(input) })

function notDay(input: unknown): string {
  return `${valueText(input)} is no day: write year-month-day, e.g. 2025-05-17.`
}

function notYearly(input: unknown): string {
  return `${valueText(input)} is no day of the year: write month-day, e.g. 09-01.`
}

const untilSpec = z.strictObject({
  until: z.string().meta({ description: 'The id of a deadline.' }),
  before: durationSpec.optional().meta({ description: 'Whole days or weeks of the calendar before it.', examples: ['8w'] }),
})

const notWindow = { error: ({ input }: { input?: unknown }) => notAWindow(input) }
const windowSpec = z.union([durationSpec, untilSpec], notWindow)

function notAWindow(input: unknown): string {
  return `${valueText(input)} is not a duration: write a number and a unit, e.g. 30d, 4 weeks, or { until: the id of a deadline, before: 8w }.`
}

const deadlineSpec = z
  .strictObject({
    id: idSpec,
    name: text.optional(),
    dates: z.array(dayTextSpec).min(1).optional().meta({ description: 'Its days, e.g. [2025-05-17, 2026-05-16].' }),
    yearly: z
      .string({ error: ({ input }) => notYearly(input) })
      .regex(/^\d{2}-\d{2}$/, { error: ({ input }) => notYearly(input) })
      .optional()
      .meta({ description: 'Its day of each year as month-day, e.g. 09-01.' }),
    timeZone: text.optional().meta({ description: 'Where its days are lived, e.g. Europe/Zurich; UTC if left out.' }),
  })
  .meta({ description: 'A day that people work towards: by dates, or one day of each year.' })

const stageSpec = z.strictObject({
  id: idSpec,
  name: text.optional(),
  lifecycle: z.enum(lifecyclePhases),
  entry: ruleSpecSchema
    .optional()
    .meta({ description: 'The event that brings a subject into the stage. Left out: the stage is drawn, not measured.' }),
  exit: z
    .strictObject({
      completed: ruleSpecSchema.optional().meta({ description: "The journey's goal met here: ends the journey." }),
      dropped: ruleSpecSchema.optional().meta({ description: 'Lost here: ends the stay.' }),
    })
    .optional(),
  reentry: reentrySpec.optional(),
  dropAfter: durationSpec
    .optional()
    .meta({ description: 'So long without a customer event counts as dropped. Left out: silence never ends a stay.' }),
  window: windowSpec.optional().meta({
    description: 'Within this time, or by this deadline, a stay should convert: the headline rate is read here. 30d if left out.',
  }),
  intended: intendedSpec.optional(),
  steps: z.array(stepSpec).optional().meta({ description: 'The intended path inside the stage, in order.' }),
  goal: texts,
  goals: texts,
  actions: texts,
  questions: texts,
  concerns: texts,
  touchpoints: texts,
  thoughts: texts,
  emotions: texts,
  friction: texts,
  confusion: texts,
  opportunities: texts,
})

const personaSpec = z.strictObject({
  id: idSpec,
  name: text.optional(),
  description: text.optional(),
  when: subjectRuleSpecSchema.optional().meta({ description: 'How they are known in the data. Left out: described only.' }),
})

const handOffSpec = z.strictObject({
  id: idSpec,
  name: text.optional(),
  from: z.string(),
  to: z.string(),
  reason: text.optional().meta({ description: 'The event property that says why one was refused.' }),
})

const notCurrency = {
  error: ({ input }: { input?: unknown }) =>
    `${valueText(input)} is no currency: write a code of three capital letters, e.g. EUR, or { property: currency }.`,
}

const valueSpec = z.strictObject({
  amount: text.meta({ description: 'The deal property that holds the amount.' }),
  currency: z
    .union([z.string().regex(/^[A-Z]{3}$/, notCurrency), z.strictObject({ property: text })], notCurrency)
    .meta({ description: 'A currency code, or the deal property that holds it.' }),
  won: ruleSpecSchema.meta({ description: "A won deal's closing event." }),
  lost: ruleSpecSchema.meta({ description: "A lost deal's closing event; without it a deal that is not won stays open." }).optional(),
})

/** Schema of a journey definition as people write it, in YAML or JSON (rules J1, J2). `normaliseJourney` gives the total form. */
export const journeySpecSchema = z
  .strictObject({
    $schema: z.string().optional(),
    journey: idSpec.meta({ description: "The journey's id." }),
    name: text.optional(),
    description: text.optional(),
    subject: text.meta({ description: 'Whose journey: contact, account, deal, or any other object type.' }),
    personas: z.array(personaSpec).optional(),
    deadlines: z.array(deadlineSpec).optional().meta({ description: 'Days that people work towards, for windows and periods.' }),
    stages: z.array(stageSpec).min(1),
    restartAfter: durationSpec
      .optional()
      .meta({ description: 'After so long away the next entry begins a new journey. At least every dropAfter.' }),
    handOffs: z.array(handOffSpec).optional(),
    value: valueSpec.optional(),
  })
  .meta({ title: 'Desirepath journey' })

export type JourneySpec = z.infer<typeof journeySpecSchema>
export type StageSpec = JourneySpec['stages'][number]
export type IntendedSpec = NonNullable<StageSpec['intended']>
export type DeadlineSpec = NonNullable<JourneySpec['deadlines']>[number]
