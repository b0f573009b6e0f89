import type { Programme } from '../../../src/model/programme.ts'
import type { ExportFile } from '../../../src/programme/targets/target.ts'
import { changesOf, fieldsAt, type MadeUpContact, type Sent } from './made-up-contact.ts'
import { aheadOfUtc } from './wall-clock.ts'

interface Node {
  id: string
  type: string
  child?: string
  timeoutSeconds?: number
  timeoutChild?: string
  segmentChildren?: { id: string; segmentId: string }[]
  variant?: {
    type: string
    seconds?: number
    userProperty?: string
    offsetSeconds?: number
    hour?: number
    minute?: number
    allowedDaysOfWeek?: number[]
    segment?: string
    trueChild?: string
    falseChild?: string
    templateId?: string
  }
}

interface Journey {
  canRunMultiple: boolean
  definition: { entryNode: { type: string; segment?: string; event?: string; child: string; reEnter?: boolean }; nodes: Node[] }
}

interface Segment {
  id: string
  definition: {
    entryNode: { type: 'And' | 'Or'; children: string[] }
    nodes: { id: string; path: string; operator: { type: 'Equals' | 'NotEquals'; value: string } }[]
  }
}

/** Runs the files of an export for Dittofeed over one contact, as its sources say: waits, delays by property and by local time (the zone's offset at the beginning of the delay, the weekday in UTC), splits. */
export function runDittofeed(programme: Programme, files: readonly ExportFile[], contact: MadeUpContact): Sent[] {
  const read = <Value>(folder: string): Value[] =>
    files.filter(({ path }) => path.startsWith(folder)).map(({ content }) => JSON.parse(String(content)) as Value)
  const segments = new Map(read<Segment>('segments/').map((segment) => [segment.id, segment]))
  const properties = new Map(
    read<{ id: string; definition: { path: string } }>('user-properties/').map(({ id, definition }) => [id, definition.path]),
  )
  const messages = new Map(read<{ id: string; name: string }>('templates/').map(({ id, name }) => [id, name.slice(1, name.indexOf(']'))]))
  const fields = (at: number): Record<string, string> => fieldsAt(programme, contact, at)
  const isIn = (segment: string, at: number): boolean => {
    const found = segments.get(segment)
    if (found === undefined) throw new Error(`no segment ${segment}`)
    const { entryNode, nodes } = found.definition
    const holds = entryNode.children.map((child) => {
      const test = nodes.find(({ id }) => id === child)
      if (test === undefined) throw new Error(`no node ${child}`)
      return (fields(at)[test.path] === test.operator.value) === (test.operator.type === 'Equals')
    })
    return entryNode.type === 'And' ? holds.every(Boolean) : holds.some(Boolean)
  }
  const walk = ({ definition }: Journey, start: number): Sent[] => {
    const sent: Sent[] = []
    let at = start
    let next = definition.entryNode.child
    while (next !== 'ExitNode') {
      const node = definition.nodes.find(({ id }) => id === next)
      if (node === undefined) throw new Error(`no node ${next}`)
      const { variant } = node
      if (node.type === 'WaitForNode') {
        const end = at + (node.timeoutSeconds ?? 0) * 1000
        const child = node.segmentChildren?.[0]
        const left = [at, ...changesOf(contact).filter((one) => one > at && one < end)].find(
          (one) => child !== undefined && isIn(child.segmentId, one),
        )
        next = left === undefined ? (node.timeoutChild ?? '') : (child?.id ?? '')
        at = left ?? end
      } else if (node.type === 'SegmentSplitNode') {
        next = (isIn(variant?.segment ?? '', at) ? variant?.trueChild : variant?.falseChild) ?? ''
      } else if (node.type === 'MessageNode') {
        sent.push({ at, message: messages.get(variant?.templateId ?? '') ?? 'unknown template' })
        next = node.child ?? ''
      } else {
        at = delayed(variant, at, properties, fields(at), contact.zone)
        next = node.child ?? ''
      }
    }
    return sent
  }
  return read<Journey>('journeys/')
    .flatMap((journey) => entries(journey, contact, isIn).flatMap((at) => walk(journey, at)))
    .sort((a, b) => a.at - b.at)
}

/** When a contact begins a journey: at each entry of its segment where that is allowed, else at the first; events happen when the message is owed. */
function entries({ definition }: Journey, contact: MadeUpContact, isIn: (segment: string, at: number) => boolean): number[] {
  const { entryNode } = definition
  if (entryNode.type === 'EventEntryNode')
    return entryNode.event === 'order_placed' && contact.signals.order ? [contact.signals.order.from] : []
  const changes = changesOf(contact)
  const begun = changes.filter(
    (at, index) => isIn(entryNode.segment ?? '', at) && !(index > 0 && isIn(entryNode.segment ?? '', changes[index - 1] ?? 0)),
  )
  return entryNode.reEnter === true ? begun : begun.slice(0, 1)
}

function delayed(
  variant: Node['variant'],
  at: number,
  properties: ReadonlyMap<string, string>,
  fields: Record<string, string>,
  zone: string,
): number {
  if (variant?.type === 'Second') return at + (variant.seconds ?? 0) * 1000
  if (variant?.type === 'UserProperty') {
    const since = Date.parse(fields[properties.get(variant.userProperty ?? '') ?? ''] ?? '')
    return Number.isNaN(since) ? at : Math.max(at, since + (variant.offsetSeconds ?? 0) * 1000)
  }
  if (variant?.type !== 'LocalTime') throw new Error(`no delay ${variant?.type}`)
  const ahead = aheadOfUtc(zone, at)
  const midnight = Math.floor((at + ahead) / 86_400_000) * 86_400_000
  for (let day = 0; day < 8; day++) {
    const local = midnight + day * 86_400_000 + (variant.hour ?? 0) * 3_600_000 + (variant.minute ?? 0) * 60_000
    if (local > at + ahead && (variant.allowedDaysOfWeek ?? [0, 1, 2, 3, 4, 5, 6]).includes(new Date(local - ahead).getUTCDay()))
      return local - ahead
  }
  throw new Error('no allowed day')
}
