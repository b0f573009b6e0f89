import { z } from 'zod'
import { journeySpecSchema } from './journey-spec.ts'

/** The JSON Schema (draft 7, which editors know best) of a journey definition, so that editors complete and check it. */
export function journeyJsonSchema(): object {
  return z.toJSONSchema(journeySpecSchema, { target: 'draft-7', io: 'input', reused: 'inline' })
}

/** The text of the published schema file. */
export function journeyJsonSchemaText(): string {
  return `${JSON.stringify(journeyJsonSchema(), null, 2)}\n`
}
