import type { PathOptions, Paths } from '../map/paths.ts'
import { activitiesSql, caseTimesSql, shapeCaseTimes } from '../measures/case-times.ts'
import { directlyFollowsSql, shapeEdges } from '../measures/directly-follows.ts'
import { collapsed, type Traces } from '../measures/traces.ts'
import { shapeVariants, variantsSql } from '../measures/variants.ts'
import type { EventStore } from '../store/event-store.ts'

/** Asks the store for the ways that cases went (P1). */
export async function pathsOf(store: EventStore, traces: Traces, options: PathOptions, signal?: AbortSignal): Promise<Paths> {
  const cases = options.collapse ? collapsed(traces) : traces
  const ask = <Row>(sql: string) => store.rows<Row>(sql, {}, signal)
  const [times, activities, edges, variants] = await Promise.all([
    ask<Parameters<typeof shapeCaseTimes>[0][number]>(caseTimesSql(cases)),
    ask<Paths['activities'][number]>(activitiesSql(cases)),
    ask<Parameters<typeof shapeEdges>[0][number]>(directlyFollowsSql(cases)),
    ask<Parameters<typeof shapeVariants>[0][number]>(variantsSql(cases, options.variants)),
  ])
  return {
    population: cases.population,
    collapsed: options.collapse,
    ...shapeCaseTimes(times),
    activities,
    edges: shapeEdges(edges),
    ...shapeVariants(variants),
  }
}
