import { logLogLimits } from '../core/statistics/interval.ts'
import type { JourneyMap } from '../map/journey-map.ts'
import { handOffReasons, handOffSpellsSql } from '../measures/hand-off.ts'
import { dayMs, type Population } from '../measures/measure.ts'
import { isLived } from '../measures/period.ts'
import { smallNote } from '../measures/share-sql.ts'
import { type SurvivalAtWindowRow, survivalAtWindowSql } from '../measures/survival-sql.ts'
import { convertingOf } from '../measures/time-in-stage.ts'
import type { EventStore } from '../store/event-store.ts'
import { ask } from './ask.ts'

const population = 'instances handed over that were not already under way'

/** Each hand-off's share accepted within the window of the stage handed from, its time, and the reasons of refusal (M10). */
export async function handOffFigures(store: EventStore, of: Population, signal?: AbortSignal): Promise<JourneyMap['handOffs']> {
  const { handOffs, stages } = of.journey
  if (handOffs.length === 0) return []
  const windows = new Map(handOffs.map((handOff, i) => [i + 1, stages.find((stage) => stage.id === handOff.from)?.windowMs ?? dayMs]))
  const rows = await store.rows<SurvivalAtWindowRow>(
    survivalAtWindowSql(handOffSpellsSql(of), windows, undefined, isLived(of.filter)),
    {},
    signal,
  )
  return Promise.all(
    handOffs.map(async (handOff, i) => {
      const row = rows.find((candidate) => candidate.stage === i + 1)
      const reasons = handOff.reason === null ? [] : await ask(store, handOffReasons, of, { handOff }, signal)
      const { id, name, from, to } = handOff
      return { id, name, from, to, accepted: acceptedOf(row), days: convertingOf(row), reasons }
    }),
  )
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
