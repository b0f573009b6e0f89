import { sqlText } from '../journeys/rule-sql.ts'
import type { CaseChoice, PathCases } from '../map/paths.ts'
import { dayMs } from './measure.ts'
import type { Traces } from './traces.ts'
import { variantIdSql, variantsSql } from './variants.ts'

/** Which cases a figure counts, by the conditions of its own query, and how often a case has what it counts. */
function chosenSql(traces: Traces, choice: CaseChoice): { condition: string; times: string } {
  const events = 'length(names)'
  switch (choice.set) {
    case 'all':
      return { condition: '1', times: events }
    case 'running':
      return { condition: 'running', times: events }
    case 'variant':
      return { condition: `${variantIdSql} = ${'id' in choice ? sqlText(choice.id) : idOfSql(choice.names)}`, times: events }
    case 'folded':
      return { condition: `${variantIdSql} NOT IN (SELECT id FROM (${variantsSql(traces, choice.shown)}))`, times: events }
    case 'follows': {
      const pairs = `arrayCount((a, b) -> a = ${sqlText(choice.from)} AND b = ${sqlText(choice.to)}, arrayPopBack(names), arrayPopFront(names))`
      return { condition: `${pairs} > 0`, times: pairs }
    }
    default: {
      const name = sqlText(choice.name)
      const times = `countEqual(names, ${name})`
      const conditions = { holds: `${times} > 0`, rework: `${times} > 1`, starts: `names[1] = ${name}`, ends: `names[-1] = ${name}` }
      return { condition: `notEmpty(names) AND ${conditions[choice.set]}`, times }
    }
  }
}

function idOfSql(names: readonly string[]): string {
  return `(SELECT ${variantIdSql} FROM (SELECT CAST([${names.map(sqlText).join(', ')}] AS Array(String)) AS names))`
}

function casesSql(traces: Traces, choice: CaseChoice): string {
  const { condition, times } = chosenSql(traces, choice)
  return `SELECT subject, instance, startedAt, running, names AS way, if(empty(times), 0, times[-1] - times[1]) AS span, ${times} AS counted
    FROM (${traces.sql}) WHERE ${condition}`
}

/** How many cases and subjects stand behind a figure, how often they have what it counts, and the sequence of one of them (M7). */
export function caseTotalsSql(traces: Traces, choice: CaseChoice): string {
  return `SELECT uniqExact(subject) AS subjects, count() AS cases, sum(counted) AS times, any(way) AS names FROM (${casesSql(traces, choice)})`
}

/** The page of cases behind a figure, the latest begun first. */
export function caseListSql(traces: Traces, choice: CaseChoice, { limit, offset }: { limit: number; offset: number }): string {
  const page = `SELECT subject, instance, startedAt, span / ${dayMs} AS days, length(way) AS events, counted AS times, running
    FROM (${casesSql(traces, choice)}) ORDER BY startedAt DESC, subject, instance LIMIT ${limit} OFFSET ${offset}`
  if (traces.known === null) return `SELECT *, '' AS account, '' AS persona FROM (${page})`
  return `SELECT p.*, k.account AS account, k.persona AS persona FROM (${page}) AS p
    LEFT JOIN (${traces.known}) AS k ON k.subject = p.subject AND k.instance = p.instance ORDER BY p.startedAt DESC, p.subject, p.instance`
}

interface Row extends Omit<PathCases['rows'][number], 'running'> {
  running: number
}

export function shapeCases(rows: readonly Row[]): PathCases['rows'] {
  return rows.map(({ running, ...row }) => ({ ...row, running: Boolean(running) }))
}

/** Every event name in the cases. */
export function caseNamesSql({ sql }: Traces): string {
  return `SELECT DISTINCT arrayJoin(names) AS name FROM (${sql}) ORDER BY name`
}
