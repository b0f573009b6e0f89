import { z } from 'zod'
import { programmeSpecSchema } from './programme-spec.ts'

/** The text of the published JSON Schema (draft 7) of an e-mail programme, so that editors complete and check it. */
export function programmeJsonSchemaText(): string {
  return `${JSON.stringify(z.toJSONSchema(programmeSpecSchema, { target: 'draft-7', io: 'input', reused: 'inline' }), null, 2)}\n`
}
