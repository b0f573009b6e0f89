import type { FunnelSet, HandOverSet } from '../map/set-kind.ts'
import type { HandOff } from '../model/journey.ts'
import { never } from '../store/event-tables.ts'
import { funnelInstancesSql, funnelSetSql } from './cumulative-funnel.ts'
import { handOffSpellsSql, handOffWindowMs, handOverSetSql } from './hand-off.ts'
import { dayMs, type Population } from './measure.ts'
import { ownEndSql } from './own-window.ts'
import { asEntered } from './period.ts'

/** The instances behind a figure of the funnel (M7), as rows of a list: each from its first stay to the end of its last. */
export function funnelRowsSql(population: Population, set: FunnelSet, stage: number): string {
  return `SELECT subject, account, persona, instance, began AS enteredAt, if(ended = ${never}, NULL, ended) AS leftAt, 'first' AS openedBy, lastEnding AS ending,
      (least(ended, ${population.horizon}) - began) / ${dayMs} AS days, 0 AS underWay, 1 AS position
    FROM (${funnelInstancesSql(population)}) WHERE ${funnelSetSql(set, population.journey, stage)}`
}

/** The instances behind a count of a hand-off (M7), as rows of a list: each from when it was handed over until it was accepted or refused, as the period saw it (M11). */
export function handOverRowsSql(population: Population, set: HandOverSet, handOff: HandOff): string {
  const { version } = population
  const members = handOverMembersSql(population, set, handOff)
  return `SELECT s.subject AS subject, s.account AS account, s.persona AS persona, s.instance AS instance, s.startedAt AS enteredAt,
      if(cause = 0, NULL, s.startedAt + d) AS leftAt, s.openedBy AS openedBy, multiIf(cause = 1, 'accepted', cause = 3, 'refused', 'waiting') AS ending,
      d / ${dayMs} AS days, s.underWay AS underWay, s.position AS position
    FROM (${members}) AS h
    INNER JOIN (SELECT subject, account, persona, instance, startedAt, openedBy, underWay, position FROM stays WHERE version = ${version}) AS s
      ON s.subject = h.subject AND s.instance = h.instance AND s.position = h.position`
}

/** Accepted by a deadline: the cohort whose own window is over (K7). All else: by the hand-over's own time. */
function handOverMembersSql(population: Population, set: HandOverSet, handOff: HandOff): string {
  const { horizon, journey } = population
  const of = { ...population, journey: { ...journey, handOffs: [handOff] } }
  const until = journey.stages.find(({ id }) => id === handOff.from)?.until ?? null
  const columns = 'subject, instance, position, cause, d'
  if (set !== 'acceptedByWindow' || until === null) {
    const window = String(handOffWindowMs(journey, handOff))
    return `SELECT ${columns} FROM (${handOffSpellsSql(of)}) WHERE ${handOverSetSql(set, window)}`
  }
  return `SELECT ${columns} FROM (SELECT *, ${ownEndSql(until, horizon)} AS ownEnd FROM (${handOffSpellsSql(asEntered(of))}))
    WHERE cause = 1 AND startedAt + d <= ownEnd AND ownEnd <= ${horizon}`
}
