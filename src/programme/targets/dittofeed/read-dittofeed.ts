import { z } from 'zod'
import { messageCondition } from '../../message-condition.ts'
import { readSequenceValue } from '../contact-field.ts'
import { readLabel } from '../message-label.ts'
import { readFolder } from '../read-json.ts'
import type { ExportFile, ReadBack, ReadMessage } from '../target.ts'

const journeySchema = z.object({
  definition: z.object({
    entryNode: z.object({ type: z.string(), segment: z.string().optional(), event: z.string().optional() }),
    nodes: z.array(
      z.object({
        id: z.string(),
        type: z.string(),
        timeoutSeconds: z.number().optional(),
        variant: z.object({ type: z.string(), offsetSeconds: z.number().optional(), templateId: z.string().optional() }).optional(),
      }),
    ),
  }),
})

const segmentSchema = z.object({
  id: z.string(),
  definition: z.object({
    nodes: z.array(z.object({ path: z.string().optional(), operator: z.object({ value: z.unknown() }).optional() })),
  }),
})

const templateSchema = z.object({ id: z.string(), name: z.string() })

type Node = z.infer<typeof journeySchema>['definition']['nodes'][number]

/** Reads the messages of an export for Dittofeed. Errors: `invalid` where the files are none. */
export function readDittofeed(files: readonly ExportFile[]): ReadBack {
  const notes: string[] = []
  const read = <Value>(folder: string, schema: z.ZodType<Value>): Value[] =>
    readFolder(files, folder, 'Dittofeed').flatMap(({ path, json }) => {
      const result = schema.safeParse(json)
      if (result.success) return [result.data]
      notes.push(`${path} is not as an export writes it: ${result.error.issues[0]?.message ?? 'unknown shape'}.`)
      return []
    })
  const names = new Map(read('templates/', templateSchema).map(({ id, name }) => [id, readLabel(name)]))
  const stages = new Map(
    (files.some(({ path }) => path.startsWith('segments/')) ? read('segments/', segmentSchema) : []).map((one) => [one.id, valuesOf(one)]),
  )
  const messages = read('journeys/', journeySchema).flatMap(({ definition }) => {
    const values = stages.get(definition.entryNode.segment ?? '') ?? []
    return definition.nodes.flatMap((node) => readNode(node, definition, values, names, notes))
  })
  return { messages, notes }
}

function valuesOf({ definition }: z.infer<typeof segmentSchema>): string[] {
  return definition.nodes.map(({ operator }) => String(operator?.value ?? ''))
}

function readNode(
  node: Node,
  { entryNode, nodes }: z.infer<typeof journeySchema>['definition'],
  values: readonly string[],
  names: ReadonlyMap<string, { id: string; name: string } | null>,
  notes: string[],
): ReadMessage[] {
  if (node.type !== 'MessageNode') return []
  const label = names.get(node.variant?.templateId ?? '') ?? null
  if (label === null) {
    notes.push(`The message of node "${node.id}" has no template in this export: it was not read.`)
    return []
  }
  const day = nodes.find(({ id }) => id === `day-${label.id}`)
  const none = { ...label, stage: null, persona: null, day: null, delayMs: null, condition: null }
  if (entryNode.type === 'EventEntryNode') return [{ ...none, kind: 'transactional' }]
  const [value = '', stage] = values
  if (stage !== undefined)
    return [{ ...none, kind: 'friction', stage, delayMs: day?.timeoutSeconds === undefined ? null : day.timeoutSeconds * 1000 }]
  const sequence = readSequenceValue(value)
  const seconds = day?.variant?.offsetSeconds
  return [
    {
      ...none,
      kind: 'sequence',
      ...sequence,
      day: seconds === undefined ? null : seconds / 86_400,
      condition: messageCondition({ kind: 'sequence', sequence }),
    },
  ]
}
