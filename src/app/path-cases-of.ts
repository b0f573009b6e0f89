import { AppError } from '../core/error.ts'
import type { CaseChoice, PathCases } from '../map/paths.ts'
import { caseListSql, caseNamesSql, caseTotalsSql, shapeCases } from '../measures/path-cases.ts'
import { collapsed, type Traces } from '../measures/traces.ts'
import { variantsSql } from '../measures/variants.ts'
import { nearText } from '../model/near-match.ts'
import type { EventStore } from '../store/event-store.ts'
import type { PathCasesQuery } from './app.ts'

/** Of unknown sequences, near ones are looked for among so many of the commonest. */
const comparedVariants = 1_000

/**
 * Asks the store for the cases behind a figure of the paths (M7). `every` are the same traces without a filter: what no case has even there is `notFound`,
 * with near matches; what only the filter leaves out is an empty list.
 */
export async function pathCasesOf(
  store: EventStore,
  filtered: Traces,
  every: Traces,
  query: Omit<PathCasesQuery, 'filter'>,
  signal?: AbortSignal,
): Promise<PathCases> {
  const { choice, collapse } = query
  const traces = collapse ? collapsed(filtered) : filtered
  const [totals, rows] = await Promise.all([
    totalsOf(store, traces, choice, signal),
    store.rows<Parameters<typeof shapeCases>[0][number]>(caseListSql(traces, choice, query), {}, signal),
  ])
  const names = namesOf(choice, totals.cases > 0 ? totals.names : await sequenceOf(store, collapse ? collapsed(every) : every, choice))
  return { population: traces.population, collapsed: collapse, ...totals, names, rows: shapeCases(rows) }
}

type Totals = Pick<PathCases, 'subjects' | 'cases' | 'times' | 'names'>

async function totalsOf(store: EventStore, traces: Traces, choice: CaseChoice, signal?: AbortSignal): Promise<Totals> {
  const [row] = await store.rows<Totals>(caseTotalsSql(traces, choice), {}, signal)
  return row ?? { subjects: 0, cases: 0, times: 0, names: [] }
}

function namesOf(choice: CaseChoice, sequence: readonly string[]): string[] {
  if (choice.set === 'variant') return [...sequence]
  if (choice.set === 'follows') return [choice.from, choice.to]
  return 'name' in choice ? [choice.name] : []
}

/** Of a choice that no case meets: its variant's names; `notFound` where it is of events or a sequence that no case of all has. */
async function sequenceOf(store: EventStore, every: Traces, choice: CaseChoice): Promise<string[]> {
  const wanted = choice.set === 'variant' && 'names' in choice ? choice.names : namesOf(choice, [])
  if (wanted.length > 0) await checkNames(store, every, wanted)
  if (choice.set !== 'variant') return []
  const found = await totalsOf(store, every, choice)
  if (found.cases > 0) return found.names
  if ('id' in choice) {
    throw new AppError('notFound', `No case went the way with the id "${choice.id}": ask for the paths anew and choose one of their ways.`)
  }
  const known = await store.rows<{ names: string[] }>(variantsSql(every, comparedVariants))
  const way = wayText(choice.names)
  const near = nearText(
    way,
    known.map(({ names }) => wayText(names)),
  )
  throw new AppError('notFound', `No case went exactly this way: ${way}.${near}`)
}

async function checkNames(store: EventStore, every: Traces, wanted: readonly string[]): Promise<void> {
  const known = (await store.rows<{ name: string }>(caseNamesSql(every))).map(({ name }) => name)
  const unknown = wanted.find((name) => !known.includes(name))
  if (unknown === undefined) return
  const some = known.length > 12 ? `${known.slice(0, 12).join(', ')} and ${known.length - 12} more` : known.join(', ')
  const held = known.length === 0 ? 'there are no cases yet' : `their events: ${some}`
  throw new AppError('notFound', `No case has an event "${unknown}"; ${held}.${nearText(unknown, known)}`)
}

function wayText(names: readonly string[]): string {
  return names.join(' → ')
}
