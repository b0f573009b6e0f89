import { countOf } from '../map/format.ts'
import type { ContentPlan } from '../model/content-plan.ts'
import { findingText, type JourneyFinding } from '../model/journey-finding.ts'
import type { ProgrammeFinding } from '../model/programme-finding.ts'
import type { ProgrammeKept, ProgrammeList, ProgrammeLogEntry, ProgrammePause } from '../model/programme-log.ts'
import { printable, tableColumns, textTable } from './table.ts'

const minute = (ms: number) => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** The programmes in a table. */
export function listText({ pausedAll, programmes }: ProgrammeList): string {
  const all = pausedAll === null ? '' : `${printable(`All programmes are ${pauseText(pausedAll)}`)}\n`
  if (programmes.length === 0) return `${all}No programme is kept yet: desirepath programme keep FILE.\n`
  const rows = programmes.map(({ id, name, journey, messages, assets, changedAt, paused, wrong }) => {
    const state =
      wrong !== null ? `cannot be read: ${wrong}` : paused === null ? '' : paused.programme === null ? 'paused with all' : pauseText(paused)
    return [id, name, journey, String(messages), String(assets), minute(changedAt), state]
  })
  return `${all}${textTable(tableColumns(['Programme', 'Name', 'Journey'], ['Messages', 'Assets'], ['Changed', 'State']), rows)}`
}

/** A pause in words: "paused since 2026-01-01 08:00 UTC by Ann: the shop is down." */
export function pauseText({ since, by, reason }: ProgrammePause): string {
  return `paused since ${minute(since)}${by === '' ? '' : ` by ${by}`}: ${reason}${/[.!?]$/.test(reason) ? '' : '.'}`
}

/** What keeping did, in lines. */
export function keptText({ id, before, changes, cautions }: ProgrammeKept): string {
  const head = !before
    ? `Programme ${id} is kept.`
    : changes.length === 0
      ? `Programme ${id} says what it said before.`
      : `Programme ${id} is kept with ${countOf(changes.length, 'change')}:`
  return [head, ...changes.map(changeLine), ...cautions.map((caution) => `  caution  ${caution}`)]
    .map((line) => `${printable(line)}\n`)
    .join('')
}

function changeLine({ part, before, after }: ProgrammeKept['changes'][number]): string {
  const shown = (text: string) => (text === '' ? '(nothing)' : text.length > 60 ? `${text.slice(0, 57)}…` : text)
  return `  ${part}: ${shown(before)} → ${shown(after)}`
}

/** The findings of a document and of its check, in lines. */
export function checkText(findings: readonly JourneyFinding[], check: readonly ProgrammeFinding[]): string {
  const lines = [
    ...findings.map((finding) => `${finding.kind.padEnd(8)} ${findingText(finding)}`),
    ...check.map(
      ({ severity, where, line, text, wayOut }) =>
        `${severity.padEnd(8)} ${where}${line === undefined ? '' : ` (line ${line})`}: ${text} ${wayOut}`,
    ),
  ]
  return lines.length === 0 ? 'Nothing is wrong or missing.\n' : lines.map((line) => `${printable(line)}\n`).join('')
}

/** The content plan in a table, a row a question. */
export function planText({ rows, languages, loose }: ContentPlan): string {
  if (rows.length === 0) return 'There is no question yet: write questions and concerns at the stages of the journey.\n'
  const cells = rows.map(({ stageName, question, kind, missing, cells }) => {
    const answers = cells.filter(({ by }) => by.length > 0).map(({ format, language, by }) => `${by.join(', ')} (${format}, ${language})`)
    return [
      stageName,
      question,
      kind,
      answers.length === 0 ? 'nothing' : answers.join('; '),
      answers.length === 0 || languages.length < 2 ? '' : missing.join(', '),
    ]
  })
  const gaps = rows.filter(({ answers }) => answers === 0).length
  const without = loose.length === 0 ? '' : `${printable(`Answer no question: ${loose.join(', ')}.`)}\n`
  return `${gaps} of ${countOf(rows.length, 'question')} answered by nothing.\n\n${textTable(tableColumns(['Stage', 'Question', 'Kind', 'Answered by'], [], ['Languages missing']), cells)}${without}`
}

/** The log, an entry a line with its changes below. */
export function logText(log: readonly ProgrammeLogEntry[]): string {
  if (log.length === 0) return 'Nothing was done yet.\n'
  return log
    .flatMap(({ programme, at, by, act, reason, changes }) => [
      `${minute(at)}  ${programme ?? 'all programmes'}  ${act}${by === '' ? '' : ` by ${by}`}${reason === '' ? '' : `: ${reason}`}`,
      ...changes.map(changeLine),
    ])
    .map((line) => `${printable(line)}\n`)
    .join('')
}
