import { z } from 'zod'
import { idSpec, text } from '../model/journey-spec.ts'

/** What people choose when a design becomes a programme's document; `name` null: made from the id. */
export const draftChoicesSchema = z.strictObject({
  id: idSpec,
  name: text.nullable(),
  timeZone: text,
  language: text,
})
export type DraftChoices = z.infer<typeof draftChoicesSchema>
