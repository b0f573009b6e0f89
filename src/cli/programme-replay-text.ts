import type { Backtest, BacktestRun } from '../map/backtest.ts'
import type { BacktestList } from '../map/backtest-list.ts'
import { backtestCautions, backtestDifferences, capHits, collisions, mostInAWeek } from '../map/backtest-words.ts'
import type { ContactFieldTable } from '../map/contact-field-table.ts'
import { fateWords, moveWords } from '../map/fate-words.ts'
import { count, countOf, percentInterval } from '../map/format.ts'
import type { WhoIsNext } from '../map/who-is-next.ts'
import { tableColumns, textTable } from './table.ts'

/** A backtest as text. */
export function backtestText({ journey, horizon, run, grid, against, notes }: Backtest): string {
  const until = horizon === null ? 'no data yet' : `until ${day(horizon)}`
  return [
    `${run.name} on past stays of ${journey.name} (version ${journey.version}), ${until}\n`,
    ...backtestCautions(run).map((caution) => `${caution}\n`),
    runText(run),
    messageTable(run),
    monthTable(run),
    ...(grid.length === 0 ? [] : ['Other gaps and counts\n', compareTable([run, ...grid]), differencesText(run, grid)]),
    ...(against === null ? [] : [`Beside it: ${against.name}\n`, compareTable([run, against]), differencesText(run, [against])]),
    notes.map((note) => `${note}\n`).join(''),
  ].join('\n')
}

function runText(run: BacktestRun): string {
  const most = mostInAWeek(run)
  const moved = Object.entries(run.moved).filter(([, times]) => times > 0)
  const fates = Object.entries(run.fates).filter(([fate, times]) => fate !== 'sent' && times > 0)
  return [
    `${people(run.audience)} to write to, ${count(run.heldOut)} held out, ${count(run.withoutConsent)} without consent`,
    `${countOf(run.sends, 'message')} to ${people(run.reached)}, at most ${count(most)} in one week; ${count(run.transactional)} transactional`,
    `After a leaving that was known: ${count(run.afterKnownLeaving)} (must be 0); before word of it came: ${count(run.afterLeavingNotReceived)}`,
    ...(moved.length === 0
      ? []
      : [`Moved to later by: ${moved.map(([by, times]) => `${moveWords[by as keyof typeof moveWords]} ${count(times)}`).join(', ')}`]),
    ...(fates.length === 0
      ? []
      : [`Not sent: ${fates.map(([fate, times]) => `${fateWords[fate as keyof typeof fateWords]} ${count(times)}`).join(', ')}`]),
  ]
    .map((line) => `${line}\n`)
    .join('')
}

function messageTable({ messages }: BacktestRun): string {
  const rows = messages.map(({ id, name, sent, left, waiting, share, low, high }) => [
    id,
    name,
    count(sent),
    count(left),
    count(waiting),
    shareText(share),
    percentInterval(low, high) ?? 'no interval',
  ])
  return textTable(tableColumns(['message', 'name'], ['sent', 'left before', 'still due', 'reached', '95 %']), rows)
}

function monthTable({ months }: BacktestRun): string {
  const rows = months.map(({ month, audience, reached, sends }) => [month, count(audience), count(reached), count(sends)])
  return textTable(tableColumns(['month'], ['to write to', 'reached', 'messages']), rows)
}

function compareTable(runs: readonly BacktestRun[]): string {
  const rows = runs.map((run) => [
    ...[run.id, `${count(run.minGapDays)} d`, count(run.perSequence), count(run.sends), count(run.reached)],
    ...[shareText(run.share), count(capHits(run)), count(collisions(run)), count(mostInAWeek(run))],
  ])
  return textTable(
    tableColumns(['programme'], ['gap', 'most', 'messages', 'people', 'reached', 'cap hits', 'collisions', 'most a week']),
    rows,
  )
}

/** What each other run would do, in words. */
function differencesText(run: BacktestRun, others: readonly BacktestRun[]): string {
  return others
    .map((other) => `Gap ${count(other.minGapDays)} d, most ${count(other.perSequence)}: ${backtestDifferences(run, other).join('; ')}.\n`)
    .join('')
}

function shareText(share: number | null): string {
  return share === null ? '–' : `${Math.round(100 * share)} %`
}

/** The people, weeks of people, or messages behind a figure of a backtest, as text. */
export function backtestListText({ unit, total, rows }: BacktestList, offset: number): string {
  const shown = rows.length === 0 ? '' : `, ${count(offset + 1)} to ${count(offset + rows.length)}`
  const head = unit === 'people' ? people(total) : unit === 'weeks' ? `${countOf(total, 'week')} of people` : countOf(total, 'message')
  const table =
    unit === 'messages'
      ? textTable(
          tableColumns(['contact', 'account', 'message', 'stage', 'due (UTC)', 'what became of it', 'when (UTC)']),
          rows.map(({ contact, account, message, stage, due, fate, at }) => [
            ...[contact, account, message ?? '', stage ?? '', due === null ? '–' : instant(due)],
            ...[fate === null ? '' : fateWords[fate], at === null ? '–' : instant(at)],
          ]),
        )
      : textTable(
          tableColumns(['contact', 'account', ...(unit === 'weeks' ? ['week from'] : [])], ['messages']),
          rows.map(({ contact, account, at, sends }) => [
            ...[contact, account, ...(unit === 'weeks' ? [at === null ? '' : day(at)] : []), count(sends ?? 0)],
          ]),
        )
  return `${head}${shown}\n\n${rows.length === 0 ? '' : table}`
}

/** Who is next, as text. */
export function whoText({ programme, horizon, paused, total, rows, slots, notes }: WhoIsNext, offset: number): string {
  const cells = rows.map(({ contact, account, stage, days, sent, next, why }) => {
    const due = next === null ? (why === null ? '' : fateWords[why]) : next.at === null ? 'waits for a deal' : instant(next.at)
    return [contact, account, stage, next?.message ?? '–', due, days.toFixed(1), count(sent)]
  })
  const shown = rows.length === 0 ? '' : `, ${count(offset + 1)} to ${count(offset + rows.length)}`
  return [
    `${programme.name}: ${people(total)}${shown}${horizon === null ? '' : `, as of ${day(horizon)}`}\n`,
    ...(paused === null ? [] : [`Paused since ${day(paused.since)}: ${paused.reason}\n`]),
    textTable(tableColumns(['contact', 'account', 'stage', 'next', 'when (UTC) or why not'], ['days in stage', 'sent']), cells),
    textTable(
      tableColumns(['stage', 'persona', 'next'], ['people']),
      slots.map(({ stage, persona, message, why, people }) => [
        stage,
        persona,
        message ?? (why === null ? '' : fateWords[why as keyof typeof fateWords]),
        count(people),
      ]),
    ),
    notes.map((note) => `${note}\n`).join(''),
  ].join('\n')
}

/** What a table of fields for a tool holds, and where it went. */
export function fieldsText({ programme, target, horizon, total, inStage, columns, notes }: ContactFieldTable, file: string): string {
  return [
    `${programme.name} for ${target.name}${horizon === null ? '' : `, as of ${day(horizon)}`}: ${countOf(total, 'contact')}, ${count(inStage)} of them in a stage now; ${countOf(columns.length, 'column')}.`,
    ...notes,
    `Written to ${file}. What stands there takes out of the tool's flows who has left.`,
  ]
    .map((line) => `${line}\n`)
    .join('')
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

function instant(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ')
}

function people(value: number): string {
  return value === 1 ? '1 person' : `${count(value)} people`
}
