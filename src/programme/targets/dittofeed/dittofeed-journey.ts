import { dayMs } from '../../../model/duration.ts'
import type { Programme, SendingLimits } from '../../../model/programme.ts'
import type { Flow, FlowMessage } from '../flow.ts'
import { limitsTimes, sendMinute } from '../send-hours.ts'
import { stableUuid } from '../stable-uuid.ts'
import { insideSegment, outsideSegment, workspaceId } from './dittofeed-segments.ts'

/** Stands where the id of the subscription group goes that people unsubscribe from. */
export const subscriptionGroupId = 'SUBSCRIPTION_GROUP_ID'

type Delay =
  | { type: 'Second'; seconds: number }
  | { type: 'LocalTime'; hour: number; minute: number; allowedDaysOfWeek: number[] }
  | { type: 'UserProperty'; userProperty: string; offsetSeconds: number; offsetDirection: 'after' }

/** A node of a journey in Dittofeed; `ExitNode` is the way out. */
export type DittofeedNode =
  | { id: string; type: 'DelayNode'; variant: Delay; child: string }
  | { id: string; type: 'WaitForNode'; timeoutSeconds: number; timeoutChild: string; segmentChildren: { id: string; segmentId: string }[] }
  | { id: string; type: 'SegmentSplitNode'; variant: { type: 'Boolean'; segment: string; trueChild: string; falseChild: string } }
  | {
      id: string
      type: 'MessageNode'
      name: string
      subscriptionGroupId?: string
      variant: { type: 'Email'; templateId: string }
      skipOnFailure: boolean
      child: string
    }

/** A journey as Dittofeed takes it. It arrives not started. */
export interface DittofeedJourney {
  workspaceId: string
  id: string
  name: string
  status: 'NotStarted'
  canRunMultiple: boolean
  definition: {
    entryNode:
      | { type: 'EntryNode'; segment: string; child: string; reEnter: boolean }
      | { type: 'EventEntryNode'; event: string; child: string }
    exitNode: { type: 'ExitNode' }
    nodes: DittofeedNode[]
  }
}

/** Id of the user property that holds when the stay began. */
export function sinceProperty(programme: Pick<Programme, 'id'>): string {
  return stableUuid(programme.id, 'since')
}

/** Id of a message's template. */
export function templateId(programme: Pick<Programme, 'id'>, message: string): string {
  return stableUuid(programme.id, 'template', message)
}

/** A flow as a journey: before each message it waits for the least gap and leaves when the contact does, then for the day, then for an allowed hour, then looks once more. */
export function dittofeedJourney(programme: Programme, flow: Flow): DittofeedJourney {
  const nodes: DittofeedNode[] = []
  let next = 'ExitNode'
  for (let index = flow.messages.length - 1; index >= 0; index--) {
    const [first, ...rest] = messageNodes(programme, flow, index, next)
    if (first === undefined) continue
    nodes.unshift(first, ...rest)
    next = first.id
  }
  return {
    workspaceId,
    id: stableUuid(programme.id, flow.id),
    name: flow.name,
    status: 'NotStarted',
    canRunMultiple: flow.kind === 'transactional',
    definition: { entryNode: entryNode(programme, flow, next), exitNode: { type: 'ExitNode' }, nodes },
  }
}

function entryNode(programme: Programme, flow: Flow, child: string): DittofeedJourney['definition']['entryNode'] {
  if (flow.event !== null) return { type: 'EventEntryNode', event: flow.event, child }
  return { type: 'EntryNode', segment: insideSegment(programme, flow).id, child, reEnter: flow.kind === 'friction' }
}

/** What stands between the message before and this one, and the message; each node leads to the next. */
function messageNodes(programme: Programme, flow: Flow, index: number, after: string): DittofeedNode[] {
  const due = flow.messages[index]
  if (due === undefined) return []
  const { id } = due.message
  const send: DittofeedNode = {
    id: `send-${id}`,
    type: 'MessageNode',
    name: due.message.name,
    ...(flow.kind === 'transactional' ? {} : { subscriptionGroupId }),
    variant: { type: 'Email', templateId: templateId(programme, id) },
    skipOnFailure: true,
    child: after,
  }
  if (flow.kind === 'transactional') return [send]
  const split = { type: 'Boolean' as const, segment: insideSegment(programme, flow).id, trueChild: send.id, falseChild: 'ExitNode' }
  const look: DittofeedNode = { id: `look-${id}`, type: 'SegmentSplitNode', variant: split }
  const hour = hourNode(programme.limits, id, look.id)
  const day = dayNode(programme, flow, due, (hour ?? look).id)
  const gap = gapNode(programme, flow, index, day.id)
  return [gap, day, hour, look, send].filter((node) => node !== null)
}

function hourNode(limits: SendingLimits, id: string, child: string): DittofeedNode | null {
  if (!limitsTimes(limits)) return null
  const minutes = sendMinute(limits)
  const days = limits.weekdays.map((day) => day % 7).sort((a, b) => a - b)
  const variant = { type: 'LocalTime' as const, hour: Math.floor(minutes / 60), minute: minutes % 60, allowedDaysOfWeek: days }
  return { id: `hour-${id}`, type: 'DelayNode', variant, child }
}

/** A sequence counts its days from the date in the property, so that nothing shifts; a friction message from its signal, and leaves when that ends. */
function dayNode(programme: Programme, flow: Flow, { message, afterMs }: FlowMessage, child: string): DittofeedNode {
  const id = `day-${message.id}`
  if (flow.kind !== 'sequence') return leavingWait(programme, flow, id, afterMs, child)
  const anchor = {
    type: 'UserProperty' as const,
    userProperty: sinceProperty(programme),
    offsetSeconds: afterMs / 1000,
    offsetDirection: 'after' as const,
  }
  return { id, type: 'DelayNode', variant: anchor, child }
}

function gapNode(programme: Programme, flow: Flow, index: number, child: string): DittofeedNode | null {
  const { minGapDays } = programme.limits
  if (index === 0 || minGapDays <= 0) return null
  // A delay until an hour that is now waits for the next day: so the gap ends a moment before that hour.
  const ms = limitsTimes(programme.limits) ? Math.max(0, minGapDays * dayMs - beforeHourMs) : minGapDays * dayMs
  return leavingWait(programme, flow, `gap-${flow.messages[index]?.message.id}`, ms, child)
}

const beforeHourMs = 1000

function leavingWait(programme: Programme, flow: Flow, id: string, ms: number, child: string): DittofeedNode {
  const left = { id: 'ExitNode', segmentId: outsideSegment(programme, flow).id }
  return { id, type: 'WaitForNode', timeoutSeconds: ms / 1000, timeoutChild: child, segmentChildren: [left] }
}
