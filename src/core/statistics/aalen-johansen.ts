import { AppError } from '../error.ts'
import { IncidenceWalk } from './incidence-walk.ts'
import { clusterNote, logLogLimits, type ShareWithInterval } from './interval.ts'
import { at, type FollowUp, moments, riskTable } from './risk-set.ts'

/** The state of affairs at one time: `survival` and all incidences add to 1; `incidence[k − 1]` is that of cause k. */
export type IncidencePoint = {
  time: number
  /** Weight under observation at this time, those who leave at it included. */
  atRisk: number
  survival: ShareWithInterval
  incidence: ShareWithInterval[]
}

export type Incidence = {
  points: IncidencePoint[]
  clusters: number
  /** Why there is no interval, or null. */
  note: string | null
}

/**
 * Aalen–Johansen incidence of causes 1…`causes` at the given times (any order), with infinitesimal-jackknife errors by cluster and log(−log)
 * limits (rules M2, M5); events precede censoring at ties (M4).
 */
export function aalenJohansen(rows: readonly FollowUp[], causes: number, times: readonly number[]): Incidence {
  const beyond = rows.find((row) => row.cause > causes)
  if (beyond !== undefined) {
    throw new AppError(
      'invalid',
      `cause ${beyond.cause} stands in a follow-up row, but only 0 (censored) to ${causes} are declared; raise the number of causes`,
    )
  }
  const unclear = times.find((time) => !Number.isFinite(time))
  if (unclear !== undefined) throw new AppError('invalid', `an incidence at time ${unclear} was asked for; give finite times`)
  const table = riskTable(rows)
  const walk = new IncidenceWalk(table, causes)
  const pointAt = (time: number, atRisk: number): IncidencePoint => {
    const share = (value: number, stdErr: number) => ({ value, stdErr, ...logLogLimits(value, stdErr, table.clusters) })
    const incidence = Array.from({ length: causes }, (_, k) => share(walk.incidence(k), walk.stdErr([k])))
    return { time, atRisk, survival: share(walk.survival, walk.stdErr(incidence.keys().toArray())), incidence }
  }
  const wanted = [...new Set(times)].sort((a, b) => a - b)
  const points = new Map<number, IncidencePoint>()
  let next = 0
  for (const moment of moments(table)) {
    for (; next < wanted.length && at(wanted, next) < moment.time; next++) {
      points.set(at(wanted, next), pointAt(at(wanted, next), moment.atRisk))
    }
    walk.pass(moment)
    if (wanted[next] === moment.time) points.set(moment.time, pointAt(at(wanted, next++), moment.atRisk))
  }
  for (; next < wanted.length; next++) points.set(at(wanted, next), pointAt(at(wanted, next), 0))
  return { points: times.map((t) => points.get(t) as IncidencePoint), clusters: table.clusters, note: clusterNote(table.clusters) }
}
