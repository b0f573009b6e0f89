import { z } from 'zod'

/** Which contacts' fields are asked for, for which tool. */
export const fieldsQuerySchema = z.strictObject({
  target: z.string(),
  limit: z.number().int().nonnegative(),
  offset: z.number().int().nonnegative(),
})
export type FieldsQuery = z.infer<typeof fieldsQuerySchema>

/** The fields of a programme's contacts as a tool takes them, a row each, in the order of their ids. `horizon`: up to when they are known, UTC ms; `inStage`: how many are in a stage now; of the others the cells take them out. */
export const contactFieldTableSchema = z.object({
  programme: z.object({ id: z.string(), name: z.string() }),
  target: z.object({ id: z.string(), name: z.string() }),
  horizon: z.number().nullable(),
  columns: z.array(z.string()),
  total: z.number(),
  inStage: z.number(),
  rows: z.array(z.array(z.string())),
  notes: z.array(z.string()),
})
export type ContactFieldTable = z.infer<typeof contactFieldTableSchema>
