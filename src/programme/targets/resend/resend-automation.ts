import { dayMs, durationText } from '../../../model/duration.ts'
import type { Programme } from '../../../model/programme.ts'
import { type Flow, waitMs } from '../flow.ts'

/** The longest that Resend waits in one step. */
const longestWaitMs = 30 * dayMs

/** A step of an automation in Resend. */
export type ResendStep =
  | { key: string; type: 'trigger'; config: { eventName: string } }
  | { key: string; type: 'wait_for_event'; config: { eventName: string; timeout: string } }
  | { key: string; type: 'send_email'; config: { template: { id: string }; subject: string; from?: string; replyTo?: string } }

/** How steps follow each other. */
export interface ResendConnection {
  from: string
  to: string
  type?: 'default' | 'timeout'
}

/** An automation as `automations.create` of Resend takes it. It arrives disabled. */
export interface ResendAutomation {
  name: string
  status: 'disabled'
  steps: ResendStep[]
  connections: ResendConnection[]
}

/** The events that begin and end a flow in Resend. */
export function resendEvents(programme: Pick<Programme, 'id'>, flow: Flow): { entered: string; left: string } {
  const name = `${programme.id}.${flow.id}`
  return { entered: flow.event ?? `${name}.entered`, left: `${name}.left` }
}

/** Stands where the id of a message's template goes. */
export function resendTemplate(message: string): string {
  return `TEMPLATE_ID_OF_${message}`
}

/** A flow as an automation: before each message it waits for the leaving, and goes on when that does not come in time. */
export function resendAutomation(programme: Programme, flow: Flow, subjects: ReadonlyMap<string, string>): ResendAutomation {
  const { entered, left } = resendEvents(programme, flow)
  const steps: ResendStep[] = [{ key: 'trigger', type: 'trigger', config: { eventName: entered } }]
  const connections: ResendConnection[] = []
  const add = (step: ResendStep): void => {
    const before = steps.at(-1)
    if (before !== undefined)
      connections.push({ from: before.key, to: step.key, ...(before.type === 'wait_for_event' ? { type: 'timeout' as const } : {}) })
    steps.push(step)
  }
  for (const [index, { message }] of flow.messages.entries()) {
    for (const [part, ms] of waits(waitMs(flow, index, programme.limits.minGapDays)).entries()) {
      add({ key: `wait_${message.id}_${part + 1}`, type: 'wait_for_event', config: { eventName: left, timeout: durationText(ms) } })
    }
    const { sender } = programme
    const from =
      sender === null ? {} : { from: `${sender.name} <${sender.email}>`, ...(sender.replyTo === null ? {} : { replyTo: sender.replyTo }) }
    const config = { template: { id: resendTemplate(message.id) }, subject: subjects.get(message.id) ?? message.name, ...from }
    add({ key: `send_${message.id}`, type: 'send_email', config })
  }
  return { name: flow.name, status: 'disabled', steps, connections }
}

/** A wait in parts that Resend takes. */
function waits(ms: number): number[] {
  if (ms === 0) return []
  return ms <= longestWaitMs ? [ms] : [longestWaitMs, ...waits(ms - longestWaitMs)]
}
