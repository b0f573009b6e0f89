import type { Audience } from '../../src/model/campaign-audience.ts'
import type { Journey } from '../../src/model/journey.ts'
import type { OracleEvent, OracleFacts } from './facts.ts'
import { causeOf } from './measures.ts'
import { inReadingOrder, usableEvents } from './order.ts'
import { personaHolds, ruleHolds } from './rules.ts'
import type { OracleStay } from './stays.ts'
import { eventsBySubject } from './subjects.ts'

/** Instants [from, to), UTC ms. */
export interface OraclePeriod {
  from: number
  to: number
}

/** Everything that a campaign's comparison reads. */
export interface CampaignCase {
  journey: Journey
  stays: readonly OracleStay[]
  events: readonly OracleEvent[]
  facts: OracleFacts
  horizon: number
}

/** Whether a stay is of the audience, the period beginning at `since` (rule K2). */
export function ofAudience({ journey, events, facts }: CampaignCase, audience: Audience, since: number): (stay: OracleStay) => boolean {
  switch (audience.kind) {
    case 'everyone':
      return () => true
    case 'persona':
      return (stay) => audience.ids.includes(stay.persona)
    case 'subject':
      return (stay) => personaHolds(audience.when, journey.subjectType, stay.subject, facts, stay.startedAt)
    case 'reached': {
      const bySubject = eventsBySubject(journey, usableEvents(events), facts)
      return ({ subject, startedAt }) => {
        const history = inReadingOrder(journey, subject, bySubject.get(subject) ?? [], facts)
        return history.some((event, index) => {
          if (event.occurredAt < since || event.occurredAt > startedAt) return false
          return ruleHolds(audience.when, { subjectType: journey.subjectType, subject, facts, history, index, countFrom: 0 })
        })
      }
    }
  }
}

/** The stays of a stage that began in a period, on one side of the audience (rule K4). */
export function cohort(of: CampaignCase, stage: number, period: OraclePeriod, audience: Audience, inside: boolean): OracleStay[] {
  const began = of.stays.filter((stay) => stay.stage === stage && stay.startedAt >= period.from && stay.startedAt < period.to)
  const member = ofAudience(of, audience, period.from)
  return began.filter((stay) => member(stay) === inside)
}

export const clusterOf = (stay: OracleStay) => (stay.account === '' ? `subject ${stay.subject}` : `account ${stay.account}`)

/** The incidence of converting at the window of stays, each with a weight (rules M2, M4): those who leave at a moment, of those at risk there. */
export function weightedIncidence(
  stays: readonly OracleStay[],
  weight: (stay: OracleStay) => number,
  windowMs: number,
  horizon: number,
): number {
  const lengthOf = (stay: OracleStay) => (stay.endedAt ?? horizon) - stay.startedAt
  const sum = (some: readonly OracleStay[]) => some.reduce((total, stay) => total + weight(stay), 0)
  const moments = [...new Set(stays.filter((stay) => causeOf(stay) !== null).map(lengthOf))].sort((a, b) => a - b)
  let still = 1
  let converted = 0
  for (const moment of moments.filter((time) => time <= windowMs)) {
    const atRisk = sum(stays.filter((stay) => lengthOf(stay) >= moment))
    const leaving = stays.filter((stay) => lengthOf(stay) === moment && causeOf(stay) !== null)
    converted += (still * sum(leaving.filter((stay) => causeOf(stay) === 'converted'))) / atRisk
    still *= Math.max(0, 1 - sum(leaving) / atRisk)
  }
  return converted
}

/** How much a number changes by the weight of each cluster: the infinitesimal jackknife, by trying a little more and a little less. */
export function influences(stays: readonly OracleStay[], numberOf: (weight: (stay: OracleStay) => number) => number): Map<string, number> {
  const step = 1e-4
  const clusters = [...new Set(stays.map(clusterOf))]
  return new Map(
    clusters.map((cluster) => {
      const by = (change: number) => numberOf((stay) => (clusterOf(stay) === cluster ? 1 + change : 1))
      return [cluster, (by(step) - by(-step)) / (2 * step)]
    }),
  )
}

/** The error of a sum of parts, each of which has something of a cluster: the root of the sum over clusters of the squared sum (rule K4). */
export function clusteredError(parts: readonly { sign: number; byCluster: ReadonlyMap<string, number> }[]): number {
  const clusters = new Set(parts.flatMap(({ byCluster }) => [...byCluster.keys()]))
  const squares = [...clusters].map(
    (cluster) => parts.reduce((sum, { sign, byCluster }) => sum + sign * (byCluster.get(cluster) ?? 0), 0) ** 2,
  )
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0))
}

/** How many stays each cluster has. */
export function countsByCluster(stays: readonly OracleStay[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const stay of stays) counts.set(clusterOf(stay), (counts.get(clusterOf(stay)) ?? 0) + 1)
  return counts
}
