import { logLogLimits } from '../core/statistics/interval.ts'
import type { HandOverCounts, JourneyMap } from '../map/journey-map.ts'
import { convertingByDeadline, noneOver, type OwnWindowFound } from '../measures/deadline-conversion.ts'
import { handOffSpellsSql, handOffWindowMs, handOverCounts } from '../measures/hand-off.ts'
import { handOffReasons, moreReasons, toldReasons } from '../measures/hand-off-reasons.ts'
import type { Population } from '../measures/measure.ts'
import { untilOfHandOffs } from '../measures/own-window.ts'
import { asEntered, isLived } from '../measures/period.ts'
import { shareEstimate, smallNote } from '../measures/share-sql.ts'
import { type SurvivalAtWindowRow, survivalAtWindowSql } from '../measures/survival-sql.ts'
import { convertingOf } from '../measures/time-in-stage.ts'
import type { HandOff } from '../model/journey.ts'
import type { EventStore } from '../store/event-store.ts'
import { ask } from './ask.ts'
import { deadlineFigures } from './deadline-figures.ts'

type HandOffFigures = JourneyMap['handOffs'][number]

const { population } = handOverCounts
const nobody = { handedOver: 0, accepted: 0, acceptedByWindow: 0, refused: 0, waiting: 0 }

/** Each hand-off's share accepted within the window of the stage handed from, its time, and the reasons of refusal (M10). */
export async function handOffFigures(store: EventStore, of: Population, signal?: AbortSignal): Promise<JourneyMap['handOffs']> {
  const { handOffs } = of.journey
  if (handOffs.length === 0) return []
  const windows = new Map(
    handOffs.flatMap((handOff, i) => {
      const windowMs = handOffWindowMs(of.journey, handOff)
      return windowMs === null ? [] : [[i + 1, windowMs] as const]
    }),
  )
  const question = { untils: untilOfHandOffs(of.journey), spells: handOffSpellsSql(asEntered(of)), joined: null }
  const survival = survivalAtWindowSql(handOffSpellsSql(of), windows, undefined, isLived(of.filter))
  const [rows, counts, byDeadline] = await Promise.all([
    store.rows<SurvivalAtWindowRow>(survival, {}, signal),
    ask(store, handOverCounts, of, null, signal),
    deadlineFigures(store, of, question, signal),
  ])
  return Promise.all(
    handOffs.map(async (handOff, i) => {
      const row = rows.find((candidate) => candidate.stage === i + 1)
      const { id, name, from, to } = handOff
      const told = await reasonsOf(store, of, handOff, signal)
      const counted = counts.get(i + 1) ?? nobody
      const deadline = byDeadline.get(i + 1)
      if (deadline !== undefined) return { id, name, from, to, ...byDeadlineOf(deadline, counted), ...told }
      return { id, name, from, to, accepted: acceptedOf(row), days: convertingOf(row), counts: counted, ...told }
    }),
  )
}

/** Of a stage whose window ends at a deadline: of the hand-overs whose own window is over, as cohorts (K7). */
function byDeadlineOf(found: OwnWindowFound, counts: HandOverCounts): Pick<HandOffFigures, 'accepted' | 'days' | 'counts'> {
  const whose = `${population}, began in the period, and whose own window is over`
  const sums = found.shares.find(({ cause }) => cause === 1)
  const accepted = sums === undefined ? noneOver(found.windows, whose) : shareEstimate(sums, whose)
  return { accepted, days: convertingByDeadline(found), counts: { ...counts, acceptedByWindow: accepted.numerator ?? 0 } }
}

async function reasonsOf(
  store: EventStore,
  of: Population,
  handOff: HandOff,
  signal?: AbortSignal,
): Promise<Pick<JourneyMap['handOffs'][number], 'reasons' | 'moreReasons'>> {
  const reasons = handOff.reason === null ? [] : await ask(store, handOffReasons, of, { handOff }, signal)
  if (reasons.length < toldReasons) return { reasons, moreReasons: { reasons: 0, stays: 0 } }
  return { reasons, moreReasons: await ask(store, moreReasons, of, { handOff }, signal) }
}

function acceptedOf(row: SurvivalAtWindowRow | undefined): JourneyMap['handOffs'][number]['accepted'] {
  if (!row) return { value: null, low: null, high: null, numerator: null, denominator: 0, population, clusters: null, note: 'no one yet' }
  const limits = logLogLimits(row.incidence[0], row.incidenceErrors[0], row.clusters)
  return {
    value: row.incidence[0],
    ...limits,
    numerator: null,
    denominator: row.n,
    population,
    clusters: row.clusters,
    note: smallNote(row.n),
  }
}
