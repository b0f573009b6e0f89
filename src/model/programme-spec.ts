import { z } from 'zod'
import { valueText } from './document-path.ts'
import { dayTextSpec, idSpec, share, text, texts } from './journey-spec.ts'
import { durationSpec, ruleSpecSchema, subjectRuleSpecSchema } from './rule-spec.ts'

/** The days of the week as people write them, Monday first. */
export const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const hoursPattern = /^\s*([01]?\d|2[0-4]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-4]):([0-5]\d)\s*$/
const hoursSpec = z
  .string({ error: ({ input }) => notHours(input) })
  .regex(hoursPattern, { error: ({ input }) => notHours(input) })
  .meta({ description: 'Hours of the local day in which mail may leave, e.g. 08:00-18:00; the end is not included.' })

function notHours(input: unknown): string {
  return `${valueText(input)} is no span of hours: write e.g. 08:00-18:00.`
}

/** Minutes of the local day of such a span. The pattern of its schema must hold. */
export function minutesOf(hours: string): { from: number; to: number } {
  const [, fromHour, fromMinute, toHour, toMinute] = (hoursPattern.exec(hours) ?? []).map(Number)
  return { from: (fromHour ?? 0) * 60 + (fromMinute ?? 0), to: (toHour ?? 24) * 60 + (toMinute ?? 0) }
}

const email = z.string().regex(/^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/, {
  error: ({ input }) => `${valueText(input)} is no address: write e.g. hello@example.com.`,
})
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, {
  error: ({ input }) => `${valueText(input)} is no language: write a code such as en, de or pt-BR.`,
})
/** An address that may name the contact by Liquid. */
const https = z.string().regex(/^https:\/\/(?:[^\s{}]|\{\{[^{}]*\}\})+$/, {
  error: ({ input }) =>
    `${valueText(input)} is no address that can be used here: it must begin with https://, without spaces but in Liquid such as {{ contact.id | url_encode }}.`,
})

const content = {
  id: idSpec,
  name: text.optional(),
  question: text.optional().meta({ description: "The question or concern that it answers, in the customer's words." }),
  leadsTo: text.optional().meta({ description: 'The touchpoint that it leads to.' }),
  asset: z.string().optional().meta({ description: 'The id of the asset that it carries or links.' }),
  subjects: texts.meta({ description: 'Ideas for the subject line; Liquid is read.' }),
  body: text.optional().meta({ description: 'Paragraphs of plain text; Liquid such as {{ contact.first_name }} is read.' }),
  language: language.optional(),
}

const messageSpec = z.strictObject({
  ...content,
  day: z
    .number()
    .int()
    .min(-3660)
    .max(3660)
    .meta({ description: 'Days after the stay began; below 0: days before the end of a window that ends at a deadline.' }),
})

const sequenceSpec = z.strictObject({
  stage: z.string(),
  persona: z.string().optional().meta({ description: 'Left out: every persona without a sequence of its own.' }),
  messages: z.array(messageSpec),
})

const signalSpec = z
  .union(
    [
      z.literal('returned'),
      z.strictObject({ when: ruleSpecSchema }),
      z.strictObject({ silence: durationSpec }),
      z.strictObject({ longStay: durationSpec }),
    ],
    {
      error: ({ input }) => `${valueText(input)} is no signal: write returned, { when: RULE }, { silence: 14d } or { longStay: 28d }.`,
    },
  )
  .meta({ description: 'An event; so long without a customer event; so long in the stage; a return to it.' })

const frictionSpec = z.strictObject({
  ...content,
  stage: z.string(),
  signal: signalSpec,
  delay: durationSpec.meta({ description: 'So long after the signal; dropped where the person moved on or acted by then.' }),
})

const transactionalSpec = z.strictObject({ ...content, when: ruleSpecSchema.meta({ description: 'The event that owes this message.' }) })

const assetSpec = z.strictObject({
  id: idSpec,
  title: text,
  stage: z.string().optional(),
  question: text.optional(),
  format: text.optional().meta({ description: 'Such as article, video, calculator, case study.' }),
  language: language.optional(),
  url: text.optional(),
})

const consentSpec = z
  .union([z.strictObject({ assumed: text.meta({ description: 'Why everyone may be written to.' }) }), subjectRuleSpecSchema], {
    error: ({ input }) =>
      `${valueText(input)} says nobody's consent: write a comparison such as { subject: email_consent, is: yes }, or { assumed: "why everyone may be written to" }.`,
  })
  .meta({ description: 'Who may be written to. Left out: nobody said, so nobody is.' })

const limitsSpec = z.strictObject({
  minGap: durationSpec.optional().meta({ description: 'Whole days between two messages to one person; 7d if left out.' }),
  perSequence: z.number().int().min(1).max(100).optional().meta({ description: 'Most messages of one sequence; 8 if left out.' }),
  perPerson: z
    .strictObject({ messages: z.number().int().min(1).max(1000), within: durationSpec })
    .optional()
    .meta({ description: 'Most messages to one person across all programmes.' }),
  weekdays: z.array(z.enum(weekdayNames)).min(1).optional().meta({ description: 'Days on which mail may leave; all if left out.' }),
  hours: hoursSpec.optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, { error: ({ input }) => `${valueText(input)} is no country: write two capital letters, e.g. DE.` })
    .optional()
    .meta({ description: 'Whose public holidays are kept.' }),
  blackouts: z
    .array(z.strictObject({ name: text, from: dayTextSpec, to: dayTextSpec }))
    .optional()
    .meta({ description: 'Days on which nothing is sent, both included.' }),
  sensitive: z
    .array(z.strictObject({ occasion: idSpec, optOut: text, before: durationSpec.optional() }))
    .optional()
    .meta({ description: 'Occasions around which those are not written to who asked so, and the property that says it.' }),
  oneAnAccountADay: z.boolean().optional().meta({ description: 'Not two colleagues of one account on one day.' }),
  pauseOnOpenDeal: z.boolean().optional().meta({ description: 'Nothing is sent while a deal is open.' }),
})

/** Schema of an e-mail programme as people write it, in YAML or JSON. `normaliseProgramme` gives the total form. */
export const programmeSpecSchema = z
  .strictObject({
    $schema: z.string().optional(),
    programme: idSpec.meta({ description: "The programme's id." }),
    name: text.optional(),
    journey: z.string().meta({ description: 'The id of the journey that it serves.' }),
    timeZone: text.optional().meta({ description: 'Where its days and hours are lived; UTC if left out.' }),
    zoneProperty: text.optional().meta({ description: "The property that holds a contact's own time zone." }),
    language: language.optional().meta({ description: 'Of the messages and assets that name none; en if left out.' }),
    consent: consentSpec.optional(),
    holdout: share.optional().meta({ description: 'Share kept without messages; 10% if left out (rule R1).' }),
    priority: z
      .number()
      .int()
      .min(-1000)
      .max(1000)
      .optional()
      .meta({ description: 'The higher goes first where caps leave room for one; 0 if left out.' }),
    sender: z.strictObject({ name: text, email, replyTo: email.optional() }).optional(),
    unsubscribe: https.optional().meta({ description: 'Where one-click unsubscribing goes (RFC 8058).' }),
    limits: limitsSpec.optional(),
    sequences: z.array(sequenceSpec).optional(),
    friction: z.array(frictionSpec).optional(),
    transactional: z.array(transactionalSpec).optional(),
    assets: z.array(assetSpec).optional(),
  })
  .meta({ title: 'Desirepath e-mail programme' })

export type ProgrammeSpec = z.infer<typeof programmeSpecSchema>
export type ContentSpec = Pick<NonNullable<ProgrammeSpec['transactional']>[number], keyof typeof content>
export type SignalSpec = z.infer<typeof signalSpec>
