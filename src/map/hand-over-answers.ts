import { z } from 'zod'

const lossSchema = z.object({
  part: z.string(),
  where: z.string().nullable(),
  kind: z.enum(['lost', 'changed', 'byHand']),
  text: z.string(),
  wayOut: z.string(),
})
const partCheckSchema = z.object({ part: z.string(), name: z.string(), does: z.boolean(), text: z.string() })
/** What a tool does of a programme and what is lost; `files` are the paths in the zip. */
export const handOverSchema = z.object({
  programme: z.string(),
  target: z.object({ id: z.string(), name: z.string() }),
  date: z.string(),
  files: z.array(z.string()),
  check: z.array(partCheckSchema),
  losses: z.array(lossSchema),
  notes: z.array(z.string()),
})
const exportDifferenceSchema = z.object({
  message: z.string(),
  what: z.string(),
  programme: z.string().nullable(),
  export: z.string().nullable(),
  text: z.string(),
})
/** How an export, maybe changed since, differs from its programme. */
export const exportComparisonSchema = z.object({
  programme: z.string(),
  target: z.string(),
  differences: z.array(exportDifferenceSchema),
  notes: z.array(z.string()),
})
const texts = z.array(z.string())
const automationRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  journey: z.string(),
  priority: z.number(),
  paused: z.string().nullable(),
  messages: z.number(),
  ...{ who: texts, caps: texts, suppression: texts, data: texts, systems: texts },
})
const overlapSchema = z.object({ stage: z.string(), journey: z.string(), programmes: texts, first: z.string().nullable() })
/** All programmes on one page: the plan as rows, and drawn. */
export const automationArchitectureSchema = z.object({
  plan: z.object({ rows: z.array(automationRowSchema), overlaps: z.array(overlapSchema), notes: texts }),
  ...{ markdown: z.string(), mermaid: z.string(), svg: z.string() },
})
