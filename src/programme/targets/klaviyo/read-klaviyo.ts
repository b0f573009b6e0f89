import { z } from 'zod'
import { messageCondition } from '../../message-condition.ts'
import { readSequenceValue } from '../contact-field.ts'
import { readLabel } from '../message-label.ts'
import { readFolder } from '../read-json.ts'
import type { ExportFile, ReadBack, ReadMessage } from '../target.ts'

const filterSchema = z.object({
  condition_groups: z.array(z.object({ conditions: z.array(z.object({ filter: z.object({ value: z.unknown() }).optional() })) })),
})

const actionSchema = z.object({
  temporary_id: z.string().optional(),
  id: z.string().optional(),
  type: z.string(),
  links: z.object({ next: z.string().nullish(), next_if_true: z.string().nullish() }).nullish(),
  data: z
    .object({
      unit: z.string().optional(),
      value: z.number().optional(),
      message: z.object({ name: z.string().nullish(), transactional: z.boolean().nullish() }).nullish(),
    })
    .nullish(),
})

const flowSchema = z.object({
  data: z.object({
    attributes: z.object({
      definition: z.object({
        profile_filter: filterSchema.nullish(),
        entry_action_id: z.string().nullable(),
        actions: z.array(actionSchema),
      }),
    }),
  }),
})

type Definition = z.infer<typeof flowSchema>['data']['attributes']['definition']

const unitMs: Readonly<Record<string, number>> = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 }

/** Reads the messages of an export for Klaviyo. Errors: `invalid` where the files are none. */
export function readKlaviyo(files: readonly ExportFile[]): ReadBack {
  const notes: string[] = []
  const messages = readFolder(files, 'flows/', 'Klaviyo').flatMap(({ path, json }) => {
    const read = flowSchema.safeParse(json)
    if (read.success) return readFlow(read.data.data.attributes.definition, path, notes)
    notes.push(`${path} is not as an export writes it: ${read.error.issues[0]?.message ?? 'unknown shape'}.`)
    return []
  })
  return { messages, notes }
}

function readFlow({ profile_filter: filter, entry_action_id: entry, actions }: Definition, path: string, notes: string[]): ReadMessage[] {
  const values = filter?.condition_groups.flatMap(({ conditions }) => conditions.map((one) => String(one.filter?.value ?? ''))) ?? []
  const messages: ReadMessage[] = []
  const seen = new Set<string>()
  let ms = 0
  for (let id = entry; id !== null && !seen.has(id); ) {
    seen.add(id)
    const action: Definition['actions'][number] | undefined = actions.find((one) => (one.temporary_id ?? one.id) === id)
    if (action === undefined) break
    if (action.type === 'time-delay') ms += (action.data?.value ?? 0) * (unitMs[action.data?.unit ?? 'days'] ?? 0)
    if (action.type === 'send-email') messages.push(...sent(action, values, ms, path, notes))
    id = action.links?.next_if_true ?? action.links?.next ?? null
  }
  return messages
}

function sent(
  { data }: Definition['actions'][number],
  values: readonly string[],
  ms: number,
  path: string,
  notes: string[],
): ReadMessage[] {
  const label = readLabel(data?.message?.name ?? '')
  if (label === null) {
    notes.push(`An e-mail of ${path} does not say which message it is: it was not read.`)
    return []
  }
  const none = { ...label, stage: null, persona: null, day: null, delayMs: null, condition: null }
  const [value = '', stage = null] = values
  if (data?.message?.transactional === true) return [{ ...none, kind: 'transactional' }]
  if (values.length > 1) return [{ ...none, kind: 'friction', stage, delayMs: ms }]
  const sequence = readSequenceValue(value)
  return [{ ...none, kind: 'sequence', ...sequence, day: ms / 86_400_000, condition: messageCondition({ kind: 'sequence', sequence }) }]
}
