import { dayMs } from '../../../model/duration.ts'
import { daysBefore, dayText, type LocalDay } from '../../../model/local-day.ts'
import type { Blackout, Programme, SendingLimits } from '../../../model/programme.ts'
import { publicHolidays } from '../../../model/public-holidays.ts'
import type { FieldTest } from '../field-test.ts'
import { type Flow, waitMs } from '../flow.ts'
import { limitsTimes } from '../send-hours.ts'

const weekdayNames = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const
const monthNames = [
  ...(['JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE'] as const),
  ...(['JULY', 'AUGUST', 'SEPTEMBER', 'OCTOBER', 'NOVEMBER', 'DECEMBER'] as const),
]

/** HubSpot's ids of two kinds of action: wait so many minutes; send an e-mail. */
export const hubspotActions = { wait: '0-1', send: '0-4' } as const

/** More days of a blackout than this are not written one by one. */
const mostBlockedDays = 400

interface TimeOfDay {
  hour: number
  minute: number
}

interface PropertyFilter {
  filterType: 'PROPERTY'
  property: string
  operation: { operationType: 'MULTISTRING'; operator: 'IS_EQUAL_TO'; values: string[]; includeObjectsWithNoValueSet: false }
}

interface AndBranch {
  filterBranchType: 'AND'
  filterBranchOperator: 'AND'
  filterBranches: never[]
  filters: PropertyFilter[]
}

interface OrBranch {
  filterBranchType: 'OR'
  filterBranchOperator: 'OR'
  filterBranches: AndBranch[]
  filters: never[]
}

/** An action of a workflow: waiting, or sending. */
export interface HubspotAction {
  type: 'SINGLE_CONNECTION'
  actionId: string
  actionTypeId: string
  actionTypeVersion: number
  fields: Record<string, string>
  connection?: { edgeType: 'STANDARD'; nextActionId: string }
}

/** A workflow as HubSpot's automation API (version 4) takes it. It arrives switched off. */
export interface HubspotWorkflow {
  type: 'CONTACT_FLOW'
  flowType: 'WORKFLOW'
  objectTypeId: '0-1'
  name: string
  isEnabled: false
  startActionId: string
  actions: HubspotAction[]
  enrollmentCriteria: {
    type: 'LIST_BASED'
    shouldReEnroll: boolean
    unEnrollObjectsNotMeetingCriteria: boolean
    listFilterBranch: OrBranch
    reEnrollmentTriggersFilterBranches: OrBranch[]
  }
  timeWindows: { day: (typeof weekdayNames)[number]; startTime: TimeOfDay; endTime: TimeOfDay }[]
  blockedDates: { dayOfMonth: number; month: (typeof monthNames)[number]; year: number }[]
  customProperties: Record<string, never>
  dataSources: never[]
  suppressionListIds: never[]
  canEnrollFromSalesforce: false
}

/** A flow as a workflow: contacts are enrolled while the fields hold, and taken out when they do not; each message waits after the one before. */
export function hubspotWorkflow(programme: Programme, flow: Flow, date: LocalDay): HubspotWorkflow {
  const owed = flow.kind === 'transactional'
  const criteria = orBranch(flow.tests)
  return {
    type: 'CONTACT_FLOW',
    flowType: 'WORKFLOW',
    objectTypeId: '0-1',
    name: flow.name,
    isEnabled: false,
    startActionId: '1',
    actions: actionsOf(flow, programme.limits.minGapDays),
    enrollmentCriteria: {
      type: 'LIST_BASED',
      shouldReEnroll: flow.kind !== 'sequence',
      unEnrollObjectsNotMeetingCriteria: !owed,
      listFilterBranch: criteria,
      reEnrollmentTriggersFilterBranches: flow.kind === 'sequence' ? [] : [criteria],
    },
    timeWindows: owed ? [] : timeWindows(programme.limits),
    blockedDates: owed ? [] : blockedDates(programme.limits, date),
    customProperties: {},
    dataSources: [],
    suppressionListIds: [],
    canEnrollFromSalesforce: false,
  }
}

/** Stands where the id of the e-mail goes that was made for a message. */
export function emailPlaceholder(message: string): string {
  return `EMAIL_ID_OF_${message}`
}

function actionsOf(flow: Flow, minGapDays: number): HubspotAction[] {
  const steps = flow.messages.flatMap(({ message }, index): Pick<HubspotAction, 'actionTypeId' | 'fields'>[] => {
    const minutes = Math.ceil(waitMs(flow, index, minGapDays) / 60_000)
    const send = { actionTypeId: hubspotActions.send, fields: { content_id: emailPlaceholder(message.id) } }
    return minutes === 0 ? [send] : [{ actionTypeId: hubspotActions.wait, fields: { delta: String(minutes), time_unit: 'MINUTES' } }, send]
  })
  return steps.map((step, index) => ({
    type: 'SINGLE_CONNECTION',
    actionId: String(index + 1),
    actionTypeVersion: 0,
    ...step,
    ...(index === steps.length - 1 ? {} : { connection: { edgeType: 'STANDARD' as const, nextActionId: String(index + 2) } }),
  }))
}

function orBranch(tests: readonly FieldTest[]): OrBranch {
  const filters = tests.map(
    ({ field, value }): PropertyFilter => ({
      filterType: 'PROPERTY',
      property: field,
      operation: { operationType: 'MULTISTRING', operator: 'IS_EQUAL_TO', values: [value], includeObjectsWithNoValueSet: false },
    }),
  )
  const and: AndBranch = { filterBranchType: 'AND', filterBranchOperator: 'AND', filterBranches: [], filters }
  return { filterBranchType: 'OR', filterBranchOperator: 'OR', filterBranches: [and], filters: [] }
}

function timeWindows(limits: SendingLimits): HubspotWorkflow['timeWindows'] {
  if (!limitsTimes(limits)) return []
  const { from, to } = limits.hours
  return [...limits.weekdays]
    .sort((a, b) => a - b)
    .map((day) => ({ day: weekdayNames[day - 1] ?? 'MONDAY', startTime: timeOfDay(from), endTime: timeOfDay(Math.min(to, 1439)) }))
}

function timeOfDay(minutes: number): TimeOfDay {
  return { hour: Math.floor(minutes / 60), minute: minutes % 60 }
}

/** Blackout days, and the public holidays of the year of the export and the next, each once. */
function blockedDates({ blackouts, country }: SendingLimits, { year }: LocalDay): HubspotWorkflow['blockedDates'] {
  const holidays = country === null ? [] : [year, year + 1].flatMap((one) => publicHolidays(country, one).map(({ day }) => day))
  const days = new Map([...blackouts.flatMap(daysOf), ...holidays].map((day) => [dayText(day), day]))
  return [...days.keys()].sort().flatMap((text) => {
    const day = days.get(text)
    return day === undefined ? [] : [{ dayOfMonth: day.day, month: monthNames[day.month - 1] ?? 'JANUARY', year: day.year }]
  })
}

/** The days of a blackout, at most `mostBlockedDays`. */
function daysOf({ from, to }: Blackout): LocalDay[] {
  const days: LocalDay[] = []
  for (let day = from; dayText(day) <= dayText(to) && days.length < mostBlockedDays; day = daysBefore(day, -1)) days.push(day)
  return days
}

/** Whether a blackout is too long to be written day by day. */
export function isTooLong({ from, to }: Blackout): boolean {
  return (Date.UTC(to.year, to.month - 1, to.day) - Date.UTC(from.year, from.month - 1, from.day)) / dayMs >= mostBlockedDays
}
