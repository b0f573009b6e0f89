import { z } from 'zod'
import { initiators } from './event.ts'

/** What a column's values look like in the first rows. */
export const columnLooks = ['time', 'number', 'e-mail', 'few values', 'different in each row', 'text', 'empty'] as const

const columnSchema = z.object({
  name: z.string(),
  looks: z.enum(columnLooks),
  /** Share of the first rows that hold a value, 0…1. */
  filled: z.number(),
  example: z.string(),
  /** What the mapping makes of it, in words. */
  use: z.string(),
})

/** A place in a mapping document. */
export const documentPlaceSchema = z.array(z.union([z.string(), z.number().int().min(0)])).min(1)

const decisionSchema = z.object({
  question: z.string(),
  /** Where in the mapping the answer stands. */
  place: documentPlaceSchema,
  /** Null: not decided yet, and nothing can be imported before it is. */
  chosen: z.string().nullable(),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
})

const eventSchema = z.object({
  line: z.number(),
  occurredAt: z.number(),
  name: z.string(),
  channel: z.string(),
  touchpoint: z.string(),
  initiator: z.enum(initiators),
  objects: z.array(z.object({ type: z.string(), id: z.string() })),
  properties: z.array(z.object({ name: z.string(), value: z.string() })),
})

const describedSchema = z.object({
  line: z.number(),
  type: z.string(),
  id: z.string(),
  properties: z.array(z.object({ name: z.string(), value: z.string() })),
})

const reasonSchema = z.object({
  code: z.string(),
  count: z.number(),
  examples: z.array(z.object({ line: z.number(), message: z.string(), raw: z.string() })),
})

const sampleSchema = z.object({
  /** Rows read, those not taken among them. */
  rows: z.number(),
  /** True when these are all rows of the file. */
  whole: z.boolean(),
  events: z.number(),
  properties: z.number(),
  links: z.number(),
  rejected: z.number(),
  /** Of the events, UTC ms; null without any. */
  from: z.number().nullable(),
  to: z.number().nullable(),
  /** How many different objects of each type the rows name. */
  objects: z.array(z.object({ type: z.string(), count: z.number() })),
  firstEvents: z.array(eventSchema),
  firstObjects: z.array(describedSchema),
  reasons: z.array(reasonSchema),
})

/**
 * A file as it would be imported, before it is: what it is, its columns, the mapping as a document (`mapping` its text), what a person must decide,
 * what the first rows become, and which of them would not be taken. `problem`: why it cannot be imported as it stands, and the way out.
 */
export const filePreviewSchema = z.object({
  name: z.string(),
  bytes: z.number(),
  format: z.string(),
  /** The export that was recognised, such as "HubSpot deals". */
  recognised: z.string().nullable(),
  columns: z.array(columnSchema),
  mapping: z.string(),
  document: z.record(z.string(), z.unknown()),
  sentences: z.array(z.string()),
  notes: z.array(z.string()),
  decisions: z.array(decisionSchema),
  problem: z.string().nullable(),
  sample: sampleSchema.nullable(),
})

export type FilePreview = z.infer<typeof filePreviewSchema>
export type PreviewColumn = FilePreview['columns'][number]
export type PreviewDecision = FilePreview['decisions'][number]
export type PreviewSample = NonNullable<FilePreview['sample']>

/** A change of a mapping document by a form: a value put at a place, or, null, taken away. */
export const documentChangeSchema = z.object({ place: documentPlaceSchema, value: z.unknown() })
export type DocumentChange = z.infer<typeof documentChangeSchema>

/** A file that was sent and is kept aside until it is imported or dropped. Times are UTC ms. */
export const keptFileSchema = z.object({
  id: z.string(),
  name: z.string(),
  bytes: z.number(),
  receivedAt: z.number(),
  expiresAt: z.number(),
})
export type KeptFile = z.infer<typeof keptFileSchema>

/** What a person has set of a kept file: the mapping (null: none, it is guessed), and whether it is left out of the data set (null: as proposed). */
export const uploadChoicesSchema = z.object({ mapping: z.string().nullable().default(null), leftOut: z.boolean().nullable().default(null) })
export type UploadChoices = z.infer<typeof uploadChoicesSchema>
export const noChoices: UploadChoices = { mapping: null, leftOut: null }

/** The preview of a kept file. `changed`: by a mapping that a person has set; else as guessed. */
export const uploadPreviewSchema = filePreviewSchema.extend({ changed: z.boolean() })
export type UploadPreview = z.infer<typeof uploadPreviewSchema>
