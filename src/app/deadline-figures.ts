import type { OwnWindowFound } from '../measures/deadline-conversion.ts'
import type { Population } from '../measures/measure.ts'
import { beyondMs, type CauseSums, causeSumsSql, type OwnWindowRow, overSpellsSql, ownWindowSql } from '../measures/own-window.ts'
import { type SurvivalAtWindowRow, survivalAtWindowSql } from '../measures/survival-sql.ts'
import type { Until } from '../model/deadline.ts'
import type { EventStore } from '../store/event-store.ts'

/** What to ask of the stages, or hand-offs, whose window ends at a deadline: their spells, as cohorts, and with silence not counted as an end. */
export interface DeadlineQuestion {
  untils: ReadonlyMap<number, Until>
  spells: string
  /** Null: nothing is joined over silence. */
  joined: string | null
}

/** What is seen of each of them (rule K7), by number; nothing is asked where there is none. */
export async function deadlineFigures(
  store: EventStore,
  { journey, horizon }: Population,
  { untils, spells, joined }: DeadlineQuestion,
  signal?: AbortSignal,
): Promise<Map<number, OwnWindowFound>> {
  if (untils.size === 0) return new Map()
  const over = overSpellsSql(spells, untils, horizon)
  const sumsOf = (of: string) => store.rows<CauseSums>(causeSumsSql(of), {}, signal)
  const [windows, shares, joinedShares, times] = await Promise.all([
    store.rows<OwnWindowRow>(ownWindowSql(spells, untils, horizon, joined === null ? [] : journey.stages), {}, signal),
    sumsOf(over),
    joined === null ? [] : sumsOf(overSpellsSql(joined, untils, horizon)),
    store.rows<SurvivalAtWindowRow>(survivalAtWindowSql(over, new Map(), beyondMs - 1), {}, signal),
  ])
  const of = <Row extends { stage: number }>(rows: readonly Row[], place: number) => rows.filter(({ stage }) => stage === place)
  return new Map(
    [...untils.keys()].map((place) => [
      place,
      {
        windows: of(windows, place)[0],
        shares: of(shares, place),
        joined: of(joinedShares, place).find(({ cause }) => cause === 1),
        times: of(times, place)[0],
      },
    ]),
  )
}
