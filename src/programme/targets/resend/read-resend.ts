import { z } from 'zod'
import { parseDuration } from '../../../model/duration.ts'
import { readFolder } from '../read-json.ts'
import type { ExportFile, ReadBack, ReadMessage } from '../target.ts'

const automationSchema = z.object({
  steps: z.array(z.object({ key: z.string(), type: z.string(), config: z.object({ timeout: z.string().optional() }) })),
  connections: z.array(z.object({ from: z.string(), to: z.string(), type: z.string().optional() })),
})

type Automation = z.infer<typeof automationSchema>

/** Reads the messages of an export for Resend. Its automations name no stage: that stands in their events. Errors: `invalid` where the files are none. */
export function readResend(files: readonly ExportFile[]): ReadBack {
  const notes: string[] = []
  const messages = readFolder(files, 'automations/', 'Resend').flatMap(({ path, json }) => {
    const read = automationSchema.safeParse(json)
    if (read.success) return readAutomation(read.data, kindOf(path))
    notes.push(`${path} is not as an export writes it: ${read.error.issues[0]?.message ?? 'unknown shape'}.`)
    return []
  })
  return { messages, notes }
}

function kindOf(path: string): ReadMessage['kind'] {
  const name = path.split('/').at(-1) ?? ''
  if (name.startsWith('owed-')) return 'transactional'
  return name.startsWith('friction-') ? 'friction' : 'sequence'
}

function readAutomation({ steps, connections }: Automation, kind: ReadMessage['kind']): ReadMessage[] {
  const messages: ReadMessage[] = []
  const seen = new Set<string>()
  let ms = 0
  for (let step = steps.find(({ type }) => type === 'trigger'); step !== undefined && !seen.has(step.key); ) {
    const { key, type, config } = step
    seen.add(key)
    if (type === 'wait_for_event') ms += parseDuration(config.timeout ?? '') ?? 0
    if (type === 'send_email') messages.push(messageOf(key.replace(/^send_/, ''), kind, ms))
    const next = connections.find(({ from, type: path }) => from === key && path !== 'event_received')
    step = steps.find((one) => one.key === next?.to)
  }
  return messages
}

function messageOf(id: string, kind: ReadMessage['kind'], ms: number): ReadMessage {
  const none = { id, kind, name: null, stage: null, persona: null, day: null, delayMs: null, condition: null }
  if (kind === 'sequence') return { ...none, day: ms / 86_400_000 }
  return kind === 'friction' ? { ...none, delayMs: ms } : none
}
