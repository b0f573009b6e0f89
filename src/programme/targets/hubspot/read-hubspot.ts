import { z } from 'zod'
import { AppError } from '../../../core/error.ts'
import { messageCondition } from '../../message-condition.ts'
import { readSequenceValue } from '../contact-field.ts'
import { readFolder } from '../read-json.ts'
import type { ExportFile, ReadBack, ReadMessage } from '../target.ts'
import { hubspotActions } from './hubspot-workflow.ts'

/** The file that says which action sends which message: HubSpot gives e-mails ids of its own. */
export const hubspotMessagesPath = 'messages.json'

const messagesSchema = z.array(
  z.object({
    workflow: z.string(),
    action: z.string(),
    id: z.string(),
    name: z.string(),
    kind: z.enum(['sequence', 'friction', 'transactional']),
  }),
)

const workflowSchema = z.object({
  startActionId: z.string(),
  actions: z.array(
    z.object({
      actionId: z.string(),
      actionTypeId: z.string().optional(),
      fields: z.record(z.string(), z.unknown()).optional(),
      connection: z.object({ nextActionId: z.string() }).optional(),
    }),
  ),
  enrollmentCriteria: z.object({
    listFilterBranch: z.object({
      filterBranches: z.array(
        z.object({ filters: z.array(z.object({ operation: z.object({ values: z.array(z.string()) }).optional() })) }),
      ),
    }),
  }),
})

type Workflow = z.infer<typeof workflowSchema>
type Known = z.infer<typeof messagesSchema>[number]

/** Reads the messages of an export for HubSpot. Errors: `invalid` where the files are none. */
export function readHubspot(files: readonly ExportFile[]): ReadBack {
  const notes: string[] = []
  const known = messagesSchema.safeParse(readFolder(files, hubspotMessagesPath, 'HubSpot')[0]?.json)
  if (!known.success)
    throw new AppError('invalid', `${hubspotMessagesPath} is not as an export for HubSpot writes it. Export the programme again.`)
  const messages = readFolder(files, 'workflows/', 'HubSpot').flatMap(({ path, json }) => {
    const read = workflowSchema.safeParse(json)
    if (read.success)
      return readWorkflow(
        read.data,
        known.data.filter(({ workflow }) => workflow === path),
        path,
        notes,
      )
    notes.push(`${path} is not as an export writes it: ${read.error.issues[0]?.message ?? 'unknown shape'}.`)
    return []
  })
  return { messages, notes }
}

function readWorkflow(
  { startActionId, actions, enrollmentCriteria }: Workflow,
  known: readonly Known[],
  path: string,
  notes: string[],
): ReadMessage[] {
  const values = enrollmentCriteria.listFilterBranch.filterBranches.flatMap(({ filters }) =>
    filters.flatMap(({ operation }) => operation?.values ?? []),
  )
  const messages: ReadMessage[] = []
  const seen = new Set<string>()
  let minutes = 0
  for (let id: string | undefined = startActionId; id !== undefined && !seen.has(id); ) {
    seen.add(id)
    const action: Workflow['actions'][number] | undefined = actions.find(({ actionId }) => actionId === id)
    if (action === undefined) break
    if (action.actionTypeId === hubspotActions.wait) minutes += Number(action.fields?.delta ?? 0)
    if (action.actionTypeId === hubspotActions.send) messages.push(...sent(known, id, values, minutes, path, notes))
    id = action.connection?.nextActionId
  }
  return messages
}

function sent(
  known: readonly Known[],
  action: string,
  values: readonly string[],
  minutes: number,
  path: string,
  notes: string[],
): ReadMessage[] {
  const message = known.find((one) => one.action === action)
  if (message === undefined) {
    notes.push(`Action ${action} of ${path} sends an e-mail that ${hubspotMessagesPath} does not name: it was not read.`)
    return []
  }
  const { id, name, kind } = message
  const none = { id, name, kind, stage: null, persona: null, day: null, delayMs: null, condition: null }
  const [value = '', stage = null] = values
  if (kind === 'transactional') return [none]
  if (kind === 'friction') return [{ ...none, stage, delayMs: minutes * 60_000 }]
  const sequence = readSequenceValue(value)
  return [{ ...none, ...sequence, day: minutes / 1440, condition: messageCondition({ kind: 'sequence', sequence }) }]
}
