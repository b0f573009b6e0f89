import type { Programme } from '../../../src/model/programme.ts'
import type { ExportFile } from '../../../src/programme/targets/target.ts'
import { changesOf, fieldsAt, type MadeUpContact, type Sent } from './made-up-contact.ts'
import { wallAt } from './wall-clock.ts'

interface Workflow {
  startActionId: string
  actions: { actionId: string; actionTypeId: string; fields: Record<string, string>; connection?: { nextActionId: string } }[]
  enrollmentCriteria: {
    shouldReEnroll: boolean
    unEnrollObjectsNotMeetingCriteria: boolean
    listFilterBranch: { filterBranches: { filters: { property: string; operation: { values: string[] } }[] }[] }
  }
  timeWindows: { day: string; startTime: { hour: number; minute: number }; endTime: { hour: number; minute: number } }[]
  blockedDates: { dayOfMonth: number; month: string; year: number }[]
}

const weekdays = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY']
const months = ['JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE', 'JULY', 'AUGUST', 'SEPTEMBER', 'OCTOBER', 'NOVEMBER', 'DECEMBER']
const minuteMs = 60_000

/** Runs the workflows of an export for HubSpot over one contact: enrolled when its fields meet the criteria, taken out when they do not, acting within the windows of the account's zone. */
export function runHubspot(programme: Programme, files: readonly ExportFile[], contact: MadeUpContact): Sent[] {
  const lines = JSON.parse(String(files.find(({ path }) => path === 'messages.json')?.content)) as {
    workflow: string
    action: string
    id: string
  }[]
  const sent = files
    .filter(({ path }) => path.startsWith('workflows/'))
    .flatMap(({ path, content }) => {
      const workflow = JSON.parse(String(content)) as Workflow
      const named = new Map(lines.filter((line) => line.workflow === path).map(({ action, id }) => [action, id]))
      return entries(programme, workflow, contact).flatMap((at) => walk(programme, workflow, named, contact, at))
    })
  return sent.sort((a, b) => a.at - b.at)
}

function meets(programme: Programme, { enrollmentCriteria }: Workflow, contact: MadeUpContact, at: number): boolean {
  const fields = fieldsAt(programme, contact, at)
  return enrollmentCriteria.listFilterBranch.filterBranches.some(({ filters }) =>
    filters.every(({ property, operation }) => operation.values.includes(fields[property] ?? '')),
  )
}

function entries(programme: Programme, workflow: Workflow, contact: MadeUpContact): number[] {
  const changes = changesOf(contact)
  const begun = changes.filter(
    (at, index) => meets(programme, workflow, contact, at) && !(index > 0 && meets(programme, workflow, contact, changes[index - 1] ?? 0)),
  )
  return workflow.enrollmentCriteria.shouldReEnroll ? begun : begun.slice(0, 1)
}

function walk(programme: Programme, workflow: Workflow, named: ReadonlyMap<string, string>, contact: MadeUpContact, start: number): Sent[] {
  const out = workflow.enrollmentCriteria.unEnrollObjectsNotMeetingCriteria
    ? changesOf(contact).find((at) => at > start && !meets(programme, workflow, contact, at))
    : undefined
  const sent: Sent[] = []
  let at = start
  for (let id: string | undefined = workflow.startActionId; id !== undefined; ) {
    const action = workflow.actions.find(({ actionId }) => actionId === id)
    if (action === undefined) throw new Error(`no action ${id}`)
    if (action.actionTypeId === '0-1') at += Number(action.fields.delta) * minuteMs
    else at = firstOpen(programme, workflow, at)
    if (out !== undefined && at >= out) break
    if (action.actionTypeId === '0-4') sent.push({ at, message: named.get(action.actionId) ?? 'unknown action' })
    id = action.connection?.nextActionId
  }
  return sent
}

function firstOpen({ timeZone }: Programme, { timeWindows, blockedDates }: Workflow, from: number): number {
  for (let at = from; at < from + 60 * 86_400_000; at += 5 * minuteMs) {
    const { day, weekday, minute } = wallAt(timeZone, at)
    const [year, month, dayOfMonth] = day.split('-').map(Number)
    const blocked = blockedDates.some((one) => one.year === year && one.month === months[(month ?? 1) - 1] && one.dayOfMonth === dayOfMonth)
    const open =
      timeWindows.length === 0 ||
      timeWindows.some(({ day: name, startTime, endTime }) => {
        return name === weekdays[weekday] && minute >= startTime.hour * 60 + startTime.minute && minute < endTime.hour * 60 + endTime.minute
      })
    if (open && !blocked) return at
  }
  throw new Error('never open')
}
