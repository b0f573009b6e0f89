import { logLogLimits } from '../core/statistics/interval.ts'
import type { JourneyMap } from '../map/journey-map.ts'
import { handOffSpellsSql, handOffWindowMs, handOverCounts } from '../measures/hand-off.ts'
import { handOffReasons, moreReasons, toldReasons } from '../measures/hand-off-reasons.ts'
import type { Population } from '../measures/measure.ts'
import { isLived } from '../measures/period.ts'
import { smallNote } from '../measures/share-sql.ts'
import { type SurvivalAtWindowRow, survivalAtWindowSql } from '../measures/survival-sql.ts'
import { convertingOf } from '../measures/time-in-stage.ts'
import type { HandOff } from '../model/journey.ts'
import type { EventStore } from '../store/event-store.ts'
import { ask } from './ask.ts'

const { population } = handOverCounts
const nobody = { handedOver: 0, accepted: 0, acceptedByWindow: 0, refused: 0, waiting: 0 }

/** Each hand-off's share accepted within the window of the stage handed from, its time, and the reasons of refusal (M10). */
export async function handOffFigures(store: EventStore, of: Population, signal?: AbortSignal): Promise<JourneyMap['handOffs']> {
  const { handOffs } = of.journey
  if (handOffs.length === 0) return []
  const windows = new Map(handOffs.map((handOff, i) => [i + 1, handOffWindowMs(of.journey, handOff)]))
  const survival = survivalAtWindowSql(handOffSpellsSql(of), windows, undefined, isLived(of.filter))
  const [rows, counts] = await Promise.all([
    store.rows<SurvivalAtWindowRow>(survival, {}, signal),
    ask(store, handOverCounts, of, null, signal),
  ])
  return Promise.all(
    handOffs.map(async (handOff, i) => {
      const row = rows.find((candidate) => candidate.stage === i + 1)
      const { id, name, from, to } = handOff
      const told = await reasonsOf(store, of, handOff, signal)
      return { id, name, from, to, accepted: acceptedOf(row), days: convertingOf(row), counts: counts.get(i + 1) ?? nobody, ...told }
    }),
  )
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
