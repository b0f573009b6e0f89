import type { Measure, Population } from '../measures/measure.ts'
import type { EventStore } from '../store/event-store.ts'

/** Asks the store for one measure. */
export async function ask<Options, Row, Result>(
  store: EventStore,
  measure: Measure<Options, Row, Result>,
  population: Population,
  options: Options,
  signal?: AbortSignal,
): Promise<Result> {
  return measure.shape(await store.rows<Row>(measure.sql(population, options), {}, signal), population, options)
}
