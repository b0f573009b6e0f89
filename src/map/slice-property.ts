import { z } from 'zod'

/** A property that a slice can ask for: its values, commonest first, each with how many objects have or had it; `numbers` where nearly all values are numbers. */
export const slicePropertySchema = z.object({
  property: z.string(),
  /** What has it: the journey's subject, or the account. */
  owner: z.string(),
  /** Different values. */
  distinct: z.number(),
  numbers: z.object({ least: z.number(), most: z.number() }).nullable(),
  values: z.array(z.object({ value: z.string(), objects: z.number() })),
})
export type SliceProperty = z.infer<typeof slicePropertySchema>

/** Which values to give: of one property alone, those that hold a text. */
export interface SliceSearch {
  property: string
  text: string
}
