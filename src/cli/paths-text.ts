import { caseWords, tellsTimes } from '../map/case-words.ts'
import { count, countOf, days, daysWords, instant, percent } from '../map/format.ts'
import type { CaseSet, PathCases, Paths } from '../map/paths.ts'
import { printable, tableColumns, textTable } from './table.ts'

/** The ways cases went as text tables (rule P1): how many and how long, what follows what, the sequences, each event name. */
export function pathsText(paths: Paths): string {
  return [heading(paths), variantsTable(paths), edgesTable(paths), activitiesTable(paths)].join('\n')
}

function heading(paths: Paths): string {
  const { cases, running, events, medianDays, meanDays, population, collapsed } = paths
  const lines = [`${countOf(cases, 'case')} with ${countOf(events, 'event')}; ${count(running)} of them still running`]
  if (medianDays !== null && meanDays !== null) {
    lines.push(`From the first event of a case to its last: median ${daysWords(medianDays)}, mean ${daysWords(meanDays)}`)
  }
  lines.push(`Counted: ${population}${collapsed ? '' : '; equal neighbours each'}`)
  return lines.map((line) => `${printable(line)}\n`).join('')
}

function variantsTable({ variants, folded, cases }: Paths): string {
  const rows = variants.map((variant) => [
    count(variant.cases),
    percent(cases === 0 ? 0 : variant.cases / cases),
    daysWords(variant.medianDays),
    variant.names.join(' → '),
  ])
  const table = textTable([...tableColumns([], ['Cases', 'share', 'median']), ...tableColumns(['Sequence'])], rows)
  if (folded.variants === 0) return table
  return `${table}Not shown: ${countOf(folded.variants, 'more sequence')} of ${countOf(folded.cases, 'case')}\n`
}

function edgesTable({ edges }: Paths): string {
  const rows = edges.map(({ from, to, times, cases, medianDays }) => [from, to, count(times), count(cases), daysWords(medianDays)])
  return textTable(tableColumns(['Event', 'followed by'], ['times', 'cases', 'median between']), rows)
}

function activitiesTable({ activities }: Paths): string {
  const rows = activities.map(({ name, events, cases, rework, starts, ends }) => [
    name,
    ...[events, cases, rework, starts, ends].map(count),
  ])
  return textTable(tableColumns(['Event'], ['times', 'cases', 'more than once', 'first', 'last']), rows)
}

/** The cases behind one figure of the paths as a table (rule M7). */
export function pathCasesText(list: PathCases, set: CaseSet, offset: number): string {
  const { names, subjects, cases, times, rows, population } = list
  const timed = tellsTimes(set)
  const shown = rows.length === 0 ? 'none shown' : `${count(offset + 1)}–${count(offset + rows.length)} shown`
  const lines = [
    `${caseWords(set, names)}: ${countOf(cases, 'case')} of ${countOf(subjects, 'subject')}${timed ? `, ${count(times)} times` : ''}; ${shown}`,
    ...(set === 'variant' ? [names.join(' → ')] : []),
    `Counted: ${population}`,
  ]
  const heading = lines.map((line) => `${printable(line)}\n`).join('')
  if (rows.length === 0) return heading
  const cells = rows.map((row) => [
    row.subject,
    row.account,
    row.persona,
    instant(row.startedAt),
    days(row.days),
    count(row.events),
    ...(timed ? [count(row.times)] : []),
    row.running ? 'still running' : '',
  ])
  const figures = ['lasted', 'events', ...(timed ? ['times'] : [])]
  return heading + textTable(tableColumns(['Subject', 'Account', 'Persona', 'Began (UTC)'], figures, ['']), cells)
}
