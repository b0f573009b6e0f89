import { z } from 'zod'
import { readCondition } from './property-condition.ts'

/** A named filter that people keep (rule M12): whom it chooses, by persona and by properties at stage entry. It has no period. */
export interface Segment {
  id: string
  name: string
  /** The journey that it is for; null: all. */
  journey: string | null
  persona: string | null
  /** Conditions by property, as `readCondition` reads them. */
  where: Record<string, string>
  note: string
}

/** A segment with what a reader must know of it: what it names that is not there. */
export interface KnownSegment extends Segment {
  cautions: string[]
}

/** What keeping segments did. */
export interface SegmentsKept {
  added: string[]
  replaced: string[]
  cautions: string[]
}

const text = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, { error: `This is longer than ${longest} characters.` })

const condition = z
  .union([z.string(), z.number().transform(String), z.boolean().transform(String)])
  .refine((written) => typeof readCondition(written) !== 'string', {
    error: ({ input }) => `${JSON.stringify(input)} is no condition: write it like pro, pro,team, !pro, >=50 or >=50 && <100.`,
  })

/** The ids that a segment may have. */
export const segmentIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, {
  error: ({ input }) => `${JSON.stringify(input)} is no id: use small letters, digits and hyphens, at most 60, like enterprise-de.`,
})

/** A segment as people write it; `id` left out: made from the name. */
export const segmentSpecSchema = z
  .strictObject({
    id: segmentIdSchema.optional(),
    name: text(200).min(1, { error: 'An empty text is not allowed here.' }),
    journey: z.string().min(1).nullable().optional(),
    persona: z.string().min(1).nullable().optional(),
    where: z.record(z.string().min(1), condition).default({}),
    note: text(2000).optional(),
  })
  .refine(({ persona, where }) => (persona ?? null) !== null || Object.keys(where).length > 0, {
    error: 'This chooses everyone: name a persona, or a property under "where".',
  })
