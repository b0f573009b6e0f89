import { filterWords } from '../map/filter-words.ts'
import { choosesWhom } from '../map/other-slice.ts'
import type { SliceComparison } from '../map/slice-comparison.ts'
import type { ProductsRow } from '../measures/cluster-products-sql.ts'
import { compareSlices } from '../measures/compare-slices.ts'
import { spellPopulation } from '../measures/conversion.ts'
import { type CauseSums, causeSumsSql } from '../measures/own-window.ts'
import { isLived } from '../measures/period.ts'
import { pairInfluencesSql, pairLimitsSql, pairSpells, pairSurvivalSql, type SlicePair } from '../measures/slice-comparison-sql.ts'
import { stayCounts } from '../measures/stay-counts.ts'
import type { SurvivalAtWindowRow, TimeShapeRow } from '../measures/survival-sql.ts'
import type { EventStore } from '../store/event-store.ts'
import { ask } from './ask.ts'

/** Asks the store for everything that a comparison of two slices shows (rule M15). */
export async function sliceComparison(
  store: EventStore,
  pair: SlicePair,
  { number, refreshedAt }: { number: number; refreshedAt: number | null },
  signal?: AbortSignal,
): Promise<SliceComparison> {
  const [{ journey }] = pair
  const [a, b] = pair.map(({ filter }) => filter) as [SlicePair[0]['filter'], SlicePair[1]['filter']]
  const compared = compareSlices(pair, await rowsOf(store, pair, signal))
  return {
    journey: { id: journey.id, name: journey.name, version: number, subjectType: journey.subjectType },
    a: { filter: a, words: wordsOf(pair[0]) },
    b: { filter: b, words: wordsOf(pair[1]) },
    refreshedAt,
    populations: { a: spellPopulation(a), b: spellPopulation(b) },
    ...compared,
    notes: [...notesOf(pair), ...nobodyIn(compared.stages)],
  }
}

function wordsOf({ journey, filter }: SlicePair[0]): string {
  return filterWords(filter, journey) || 'everyone'
}

async function rowsOf(store: EventStore, pair: SlicePair, signal?: AbortSignal) {
  const query = pairSpells(pair)
  const hasDeadline = pair[0].journey.stages.some(({ until }) => until !== null)
  const survival = async () => {
    const rows = await store.rows<SurvivalAtWindowRow>(pairSurvivalSql(query), {}, signal)
    const effects = new Map(rows.filter((row) => row.clusters >= 10).map((row) => [row.stage, row.leavingEffects]))
    return { rows, limits: rows.length === 0 ? [] : await store.rows<TimeShapeRow>(pairLimitsSql(query, effects), {}, signal) }
  }
  const [countsA, countsB, { rows, limits }, products, shares] = await Promise.all([
    ask(store, stayCounts, pair[0], null, signal),
    ask(store, stayCounts, pair[1], null, signal),
    survival(),
    store.rows<ProductsRow>(pairInfluencesSql(query, pair), {}, signal),
    hasDeadline ? store.rows<CauseSums>(causeSumsSql(query.spells), {}, signal) : [],
  ])
  const entered = (counts: typeof countsA) => new Map([...counts].map(([stage, { entered: n }]) => [stage, n]))
  return { entered: [entered(countsA), entered(countsB)] as const, survival: rows, limits, products, shares }
}

function notesOf([a, b]: SlicePair): string[] {
  const differ = spellPopulation(a.filter) !== spellPopulation(b.filter)
  const samePeople =
    JSON.stringify([a.filter.persona, a.filter.where, a.filter.others]) ===
    JSON.stringify([b.filter.persona, b.filter.where, b.filter.others])
  const samePeriod = a.filter.from === b.filter.from && a.filter.to === b.filter.to && isLived(a.filter) === isLived(b.filter)
  return [
    'What stands here are associations, not effects: the slices differ in other things, too.',
    ...(differ ? [`A counts ${spellPopulation(a.filter)}; B counts ${spellPopulation(b.filter)}.`] : []),
    ...(samePeople && samePeriod ? ['Both slices are the same: choose another B.'] : []),
    ...[a.filter, b.filter].flatMap(unknownToo),
    ...(!samePeople && !choosesWhom(a.filter) ? ['A is everyone, so that B is part of A.'] : []),
    ...(!samePeople && !choosesWhom(b.filter) ? ['B is everyone, so that A is part of B.'] : []),
  ]
}

function nobodyIn(stages: SliceComparison['stages']): string[] {
  const empty = (['a', 'b'] as const).filter((slice) => stages.every((stage) => stage[slice].entered === 0))
  return empty.map((slice) => `Nobody is in ${slice.toUpperCase()}: look at its properties and its period.`)
}

/** Everyone else holds those, too, of whom a property is not known, who may differ in more than in it. */
function unknownToo({ others, where }: SlicePair[0]['filter']): string[] {
  const properties = Object.keys(where)
  if (!others || properties.length === 0) return []
  return [
    `Everyone else holds those, too, of whom ${properties.join(' or ')} is not known: who should be left out is named by "be none of" (!=).`,
  ]
}
