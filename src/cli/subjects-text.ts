import { count, countOf, day, days, instant } from '../map/format.ts'
import type { SubjectList, SubjectSet, Timeline } from '../map/journey-map.ts'
import { isFunnelSet, isHandOverSet } from '../map/set-kind.ts'
import { printable, tableColumns, textTable } from './table.ts'

/** What a set of stays is called where people read it. */
export const setWords: Readonly<Record<SubjectSet, string>> = {
  entered: 'entered',
  first: 'began their journey here',
  advancedIn: 'came from an earlier stage',
  returnedIn: 'came back from a later stage',
  resumed: 'resumed after silence',
  recovered: 'came back after dropping elsewhere',
  stillIn: 'still in stage',
  advanced: 'moved on to a later stage',
  returned: 'went back to an earlier stage',
  completed: 'completed the journey',
  dropped: 'dropped',
  droppedBySilence: 'dropped by silence',
  droppedByExit: 'dropped by an exit rule',
  converted: 'reached the next stage or the goal',
  convertedByWindow: 'reached the next stage or the goal within the window',
  windowOver: 'have their deadline behind them',
  stillHasTime: 'still have time until their deadline',
  withoutDate: 'have no date of the deadline to come',
  counted: 'counted in shares and times (not already under way)',
  pipeline: 'have an open deal at this stage',
  advancedDeals: 'moved on with a deal open',
  won: 'won a deal at this stage',
  skipped: 'skipped this stage',
  underWay: 'already under way when the data begins',
  touchpoint: 'met the touchpoint',
  channel: 'met the channel',
  signal: 'showed the signal by the day that it is judged on',
  instances: 'began the journey',
  running: 'began the journey and are still running',
  any: 'reached this stage or a later one',
  all: 'reached this stage and every earlier one',
  anyRunning: 'still running, and reached neither this stage nor a later one',
  allRunning: 'still running, and have not reached this stage and every earlier one',
  handedOver: 'handed over',
  accepted: 'accepted',
  acceptedByWindow: 'accepted within the window',
  refused: 'refused',
  waiting: 'still waiting',
  reason: 'hold this reason of refusal',
  moreReasons: 'hold one of the reasons that are not told one by one',
}

/** What the columns of times, of how it came and how it went are called. */
function headings(set: SubjectSet): string[] {
  if (isFunnelSet(set)) return ['Began (UTC)', 'Ended (UTC)', 'Time', 'Came', 'Went']
  if (isHandOverSet(set)) return ['Handed over (UTC)', 'Until (UTC)', 'Time', 'Came', 'Outcome']
  return ['Entered (UTC)', 'Left (UTC)', 'Time', 'Came', 'Went']
}

function openWord(set: SubjectSet): string {
  if (isFunnelSet(set)) return 'still running'
  return isHandOverSet(set) ? 'still waiting' : 'still in'
}

/** How many rows a list has, in what it counts. */
function lengthOf({ stays, unit }: SubjectList): string {
  return unit === 'instances' ? `${countOf(stays, 'journey')} begun` : countOf(stays, 'stay')
}

/** The people behind one figure as a table. */
export function subjectsText(list: SubjectList, set: SubjectSet, what: string, offset: number): string {
  const shown = list.rows.length === 0 ? 'none shown' : `${count(offset + 1)}–${count(offset + list.rows.length)} shown`
  const heading = `${what}: ${countOf(list.total, 'subject')}, ${lengthOf(list)}; ${shown}\n`
  const rows = list.rows.map((row) => [
    row.subject,
    row.account,
    row.persona,
    instant(row.enteredAt),
    row.leftAt === null ? openWord(set) : instant(row.leftAt),
    days(row.days),
    words(row.openedBy),
    words(row.ending) + (row.underWay ? ' (under way at start)' : ''),
  ])
  const table = textTable(tableColumns(['Subject', 'Account', 'Persona', ...headings(set)]), rows)
  return printable(heading.trimEnd()).concat('\n', list.rows.length === 0 ? '' : table)
}

/** One subject's story in order of time: each stay with the events that fell in it. */
export function timelineText(timeline: Timeline): string {
  const lines = [`${timeline.subjectType} ${timeline.subject}`]
  if (timeline.alsoKnownAs.length > 0) lines.push(`  also known as ${timeline.alsoKnownAs.join(', ')}`)
  for (const property of timeline.properties) {
    const since = property.validFrom === null ? '' : ` (since ${day(property.validFrom)})`
    lines.push(`  ${property.name} = ${property.value}${since}`)
  }
  const stays = timeline.stays.map((stay) => ({ at: stay.enteredAt, first: 0, text: stayLine(stay) }))
  const events = timeline.events.map((event) => ({ at: event.occurredAt, first: 1, text: eventLine(event) }))
  const story = [...stays, ...events].sort((a, b) => a.at - b.at || a.first - b.first)
  lines.push('', ...story.map((item) => item.text))
  if (story.length === 0) lines.push('Nothing is known of it.')
  if (timeline.moreEvents) lines.push('  There are more events: these are the newest.')
  if (timeline.moreStays) lines.push('  There are more stays: these are the newest.')
  return lines.map((line) => `${printable(line)}\n`).join('')
}

function stayLine(stay: Timeline['stays'][number]): string {
  const until = stay.leftAt === null ? 'still in' : `until ${instant(stay.leftAt)}, ${words(stay.ending)}`
  return `▸ ${stay.stageName}: from ${instant(stay.enteredAt)} (${words(stay.openedBy)}), ${until}, ${days(stay.days)}`
}

function eventLine(event: Timeline['events'][number]): string {
  const details = [
    event.touchpoint,
    event.channel,
    event.initiator === 'customer' ? '' : event.initiator,
    event.stage === null ? 'in no stage' : '',
  ]
  const said = details.filter((detail) => detail !== '').join(', ')
  return `    ${instant(event.occurredAt)}  ${event.name}${said === '' ? '' : `  (${said})`}`
}

function words(code: string): string {
  return code in setWords ? setWords[code as SubjectSet] : code
}
