import { z } from 'zod'
import type { Signal } from './programme.ts'
import type { ProgrammeDesign } from './programme-design.ts'

const sourceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('figure'),
    rule: z.string(),
    text: z.string(),
    stage: z.string(),
    set: z.string(),
    name: z.string().optional(),
    count: z.number(),
  }),
  z.object({ kind: z.literal('definition'), text: z.string() }),
  z.object({ kind: z.literal('assumption'), text: z.string(), published: z.string().nullable() }),
])
const sources = z.array(sourceSchema)
const number = z.number().nullable()
const numbers = z.array(z.number())

const slotSchema = z.object({
  day: z.number(),
  reach: z.number(),
  low: number,
  high: number,
  question: z
    .object({
      text: z.string(),
      kind: z.enum(['question', 'concern']),
      count: number,
      quotes: z.array(z.string()),
      firstAskedDay: number,
    })
    .nullable(),
  subjectIdeas: z.array(z.string()),
  sources,
})

const sequenceSchema = z.object({
  stage: z.string(),
  stageName: z.string(),
  persona: z.string().nullable(),
  stays: z.number(),
  audience: z.object({ value: z.number(), sources }),
  window: z.object({ value: z.object({ first: z.number(), last: z.number() }), sources }).nullable(),
  slots: z.array(slotSchema),
  notes: z.array(z.string()),
  holdout: z.object({ share: z.number(), smallestEffect: number, advised: z.boolean(), sources }),
  curve: z.object({ days: numbers, still: numbers, low: z.array(number), high: z.array(number) }),
  goal: z.string(),
  leadsTo: z.string(),
  leadsToSources: sources,
  deadline: z.object({ id: z.string(), name: z.string(), beforeDays: z.number() }).nullable(),
})

const frictionSchema = z.object({
  stage: z.string(),
  signal: z.custom<Signal>((signal) => typeof signal === 'object' && signal !== null && 'kind' in signal),
  signalText: z.string(),
  shownBy: z.string().default(''),
  showed: z.number(),
  converted: z.object({ with: number, without: number, difference: number, low: number, high: number }),
  delayDays: z.object({ value: z.number(), sources }).nullable(),
  notes: z.array(z.string()),
})

/** A programme's design as it travels (rules R1 to R5). */
export const programmeDesignSchema = z.object({
  journey: z.object({ id: z.string(), name: z.string(), version: z.number() }),
  horizon: number,
  sequences: z.array(sequenceSchema),
  friction: z.array(frictionSchema),
  notes: z.array(z.string()),
}) satisfies z.ZodType<ProgrammeDesign>
