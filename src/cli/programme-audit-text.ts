import { count, countOf, days, instant, percent, percentInterval } from '../map/format.ts'
import type { SendAudit, SendCounts, SendList, SendMessage } from '../map/send-audit.ts'
import { points, standsOutAt } from '../map/send-audit-words.ts'
import { printable, tableColumns, textTable } from './table.ts'

const countColumns = [
  'E-mails',
  'Elsewhere',
  '95 %',
  'Moved on',
  'Too early',
  'Dropped',
  'Unseen',
  'Unsubscribed',
  'Too soon',
  'Weekend',
  'Holiday',
]

function countCells(counts: SendCounts): string[] {
  const { elsewhere, sends, later, earlier, gone, unseen, afterUnsubscribe, tooSoon, weekend, holiday } = counts
  const interval = percentInterval(elsewhere.low, elsewhere.high) ?? ''
  return [
    count(sends),
    percent(elsewhere.value),
    interval,
    ...[later, earlier, gone, unseen, afterUnsubscribe, tooSoon, weekend, holiday].map(count),
  ]
}

/** An audit of sends for a terminal: what it says, by quarter, by message, and how it was made. */
export function programmeAuditText(audit: SendAudit): string {
  const lines = (texts: readonly string[]) => texts.map((text) => `${printable(text)}\n`).join('')
  const quarters = audit.quarters.map((one) => [`${one.quarter}${one.isOver ? '' : ' so far'}`, ...countCells(one)])
  const nameOf = new Map(audit.stages.map(({ id, name }) => [id, name]))
  const messages = audit.messages.map((one) => [one.message || '(no name)', nameOf.get(one.stage ?? '') ?? '–', ...countCells(one)])
  return [
    lines(audit.sentences),
    ...(quarters.length === 0 ? [] : [textTable(tableColumns(['Quarter'], countColumns), quarters)]),
    ...(messages.length === 0 ? [] : [textTable(tableColumns(['Message', 'Serves'], countColumns), messages)]),
    ...(messages.length === 0
      ? []
      : [
          textTable(
            tableColumns(['Message'], ['Clicks', 'By machines', 'With click', 'Without', 'Difference'], ['Association']),
            audit.messages.map(effectCells),
          ),
        ]),
    lines(
      audit.messages.map(
        ({ message, question, sentence }) => `${message || '(no name)'}: ${sentence}${question === null ? '' : ` It answers: ${question}`}`,
      ),
    ),
    lines([...audit.notes, 'The people behind a number: desirepath programme audit … --list elsewhere [--message NAME].']),
  ].join('\n')
}

function effectCells({ message, clicked, byMachines, effect }: SendMessage): string[] {
  const { withClick, withoutClick, difference, landmarkDays, falseShare } = effect
  const { value, low, high } = difference
  const interval = low === null || high === null ? '' : ` (${points(low, 1)} to ${points(high, 1)})`
  const standsOut = falseShare !== null && falseShare <= standsOutAt ? ', stands out' : ''
  const remark = difference.note ?? `from day ${landmarkDays}${standsOut}`
  return [
    message || '(no name)',
    count(clicked),
    count(byMachines),
    percent(withClick?.value ?? null),
    percent(withoutClick?.value ?? null),
    value === null ? '–' : `${points(value, 1)}${interval}`,
    remark,
  ]
}

/** The rows behind a number of an audit. */
export function sendListText({ total, people, unit, rows }: SendList, offset: number): string {
  const noun = unit === 'sends' ? 'e-mail' : 'stay'
  const head = `${countOf(total, noun)} of ${count(people)} people${rows.length < total ? `, ${count(offset + 1)} to ${count(offset + rows.length)}` : ''}\n`
  if (rows.length === 0) return head
  const cells = rows.map(({ recipient, account, message, at, stage, sinceLastDays }) => [
    recipient,
    account,
    message,
    instant(at),
    stage ?? 'in no stage',
    days(sinceLastDays),
  ])
  return `${head}${textTable(tableColumns(['Person', 'Account', 'Message', unit === 'sends' ? 'When (UTC)' : 'Entered (UTC)', 'Was in'], ['Since the last']), cells)}`
}
