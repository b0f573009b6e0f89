import { eventsOf } from '../journeys/events-of.ts'
import { orderedEventsSql } from '../journeys/ordered-events-sql.ts'
import type { Population } from './measure.ts'
import { asEntered } from './period.ts'
import { allStaysSql } from './population-sql.ts'

/** Rows (subject, instance, startedAt, running, names, times): the events of each case in E3 order, `startedAt` and `times` in UTC ms (P1). */
export interface Traces {
  sql: string
  /** Rows (subject, instance, account, persona): what is known of a case at its start; null without a journey. */
  known: string | null
  /** Whose cases, in plain words (M1). */
  population: string
}

/**
 * One case an instance of a journey (P1), of instances whose first stay is in the slice and that were not already under way: the customer and company
 * events from its start to the end of its last stay, that instant included. An instant at which the next instance begins is the next one's.
 */
export function instanceTraces(population: Population): Traces {
  const { journey, version, horizon } = population
  const ordered = `SELECT subject, arraySort(groupArray((instance, startedAt, endedAt, counted, running))) AS sorted FROM (
      SELECT subject, instance, min(instanceStartedAt) AS startedAt, max(s.endedAt) AS endedAt,
        argMin(chosen AND underWay = 0, position) AS counted, argMax(ending = 'open', position) AS running
      FROM (${allStaysSql(asEntered(population))}) AS s GROUP BY subject, instance) GROUP BY subject`
  const fields = ['instance', 'begin', 'end', 'counted', 'running']
  const instances = `SELECT subject, ${fields.map((field, i) => `arrayMap(x -> x.${i + 1}, sorted) AS ${field}s`).join(', ')},
      arrayPushBack(arrayPopFront(begins), toInt64(${Number.MAX_SAFE_INTEGER})) AS nexts FROM (${ordered})`
  const parted = `SELECT e.subject AS subject, allNames, allTimes, ${[...fields, 'next'].join(', ')}
    FROM (${namesBySubjectSql(eventsOf(journey), horizon)}) AS e INNER JOIN (${instances}) AS i ON i.subject = e.subject
    ARRAY JOIN ${[...fields, 'next'].map((field) => `${field}s AS ${field}`).join(', ')}`
  const inside = 't >= begin AND t <= end AND t < next'
  const sql = `SELECT subject, instance, begin AS startedAt, running, arrayFilter((name, t) -> ${inside}, allNames, allTimes) AS names, arrayFilter(t -> ${inside}, allTimes) AS times
    FROM (${parted}) WHERE counted`
  const known = `SELECT subject, instance, argMin(account, position) AS account, argMin(persona, position) AS persona
    FROM stays WHERE version = ${version} GROUP BY subject, instance`
  return { sql, known, population: 'instances whose first stay began in the period, without those already under way' }
}

/** One case an object of a type, with all its customer and company events up to the horizon (UTC ms), no journey needed (P1). */
export function subjectTraces(subjectType: string, horizon: number): Traces {
  const sql = `SELECT subject, 1 AS instance, allTimes[1] AS startedAt, 0 AS running, allNames AS names, allTimes AS times FROM (${namesBySubjectSql(subjectType, horizon)})`
  return { sql, known: null, population: `every ${subjectType} with events` }
}

/** Equal neighbours made one, at the time of the first of them (P1). */
export function collapsed({ sql, known, population }: Traces): Traces {
  return {
    sql: `SELECT subject, instance, startedAt, running, arrayMap(step -> step.1, steps) AS names, arrayMap(step -> step.2, steps) AS times
      FROM (SELECT subject, instance, startedAt, running, arrayCompact(step -> step.1, arrayZip(names, times)) AS steps FROM (${sql}))`,
    known,
    population: `${population}; equal neighbours counted once`,
  }
}

function namesBySubjectSql(partition: string, horizon: number): string {
  return `SELECT subject, groupArray(toString(name)) AS allNames, groupArray(occurredAt) AS allTimes FROM (${orderedEventsSql(partition, horizon)}) GROUP BY subject`
}
