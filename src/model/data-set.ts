import { z } from 'zod'
import { keptFileSchema } from './file-preview.ts'

/** Objects that one kept file names and another describes, by the ids of the files; counts as of a proposed join. */
const joinSchema = z.object({
  from: z.string(),
  to: z.string(),
  object: z.string(),
  column: z.string(),
  toColumn: z.string(),
  matched: z.number(),
  of: z.number(),
  matchedRows: z.number(),
  rows: z.number(),
})

/** The kept files as one data set, and what joins them. `leftOut`: not to be imported; `why`: the reason, where that was proposed and not chosen. */
export const dataSetSchema = z.object({
  files: z.array(keptFileSchema.extend({ leftOut: z.boolean(), why: z.string().nullable() })),
  joins: z.array(joinSchema),
})
export type DataSet = z.infer<typeof dataSetSchema>

/** Every state of an import of a data set. `undoing`: what was taken over of it is being taken back, or its program died then. */
const dataSetStates = ['running', 'complete', 'cancelled', 'failed', 'undoing', 'undone'] as const

/**
 * Files imported together, all or none. `imports`: of each file its import, null before it has begun; `message`: why nothing was taken over; times in UTC ms.
 */
export const dataSetImportSchema = z.object({
  id: z.string(),
  state: z.enum(dataSetStates),
  files: z.array(z.object({ upload: z.string(), name: z.string(), import: z.string().nullable() })),
  message: z.string().nullable(),
  startedAt: z.number(),
})
export type DataSetImport = z.infer<typeof dataSetImportSchema>
