import { openings, type PeopleFacts, personasOf } from '../measures/programme-people.ts'
import type { Journey } from '../model/journey.ts'
import type { Rule } from '../model/rule.ts'
import { never } from '../store/event-tables.ts'
import type { Column, ColumnBlock, ListColumn } from '../store/native-columns.ts'
import type { History } from './property-history.ts'
import { type Colleagues, type LivedStay, type Opening, type Person, ruleKey } from './replay-people.ts'

/** People as a replay reads them, out of blocks of `peopleSql`: colleagues of one account together, whoever has none alone. */
export function* peopleOfColumns(journey: Pick<Journey, 'stages' | 'personas'>, facts: PeopleFacts, blocks: Iterable<ColumnBlock>) {
  const readPerson = personReader(journey, facts)
  let [account, people]: [string, Person[]] = ['', []]
  let openDeals: Colleagues['openDeals'] = none
  for (const block of blocks) {
    const accounts = textsOf(block, 'account')
    const read = readPerson(block)
    for (let row = 0; row < block.rows; row++) {
      const named = accounts[row] as string
      if (people.length > 0 && (named === '' || named !== account)) {
        yield { account, people, openDeals } satisfies Colleagues
        people = []
      }
      if (people.length === 0) openDeals = facts.deals ? dealsOf(block, row) : none
      account = named
      people.push(read(row))
    }
  }
  if (people.length > 0) yield { account, people, openDeals } satisfies Colleagues
}

const none: readonly never[] = []

function personReader({ stages, personas }: Pick<Journey, 'stages' | 'personas'>, facts: PeopleFacts) {
  const stageIds: string[] = []
  for (const { index, id } of stages) stageIds[index] = id
  const names = { stages: stageIds, personas: personasOf({ personas }) }
  return (block: ColumnBlock): ((row: number) => Person) => {
    const contacts = textsOf(block, 'contact')
    const readStays = staysReader(block, names, facts.arrivals)
    const readKnown = factsReader(facts.properties, (name, i) => [name, historyReader(block, i)])
    const readMet = factsReader(facts.rules, (rule: Rule, i) => [ruleKey(rule), timesReader(block, `met${i}`)])
    const readActs = facts.acts ? timesReader(block, 'acts') : () => none
    const readSends = facts.otherSends ? timesReader(block, 'otherSends') : () => none
    return (row) => ({
      contact: contacts[row] as string,
      known: readKnown(row),
      stays: readStays(row),
      acts: readActs(row),
      met: readMet(row),
      otherSends: readSends(row),
    })
  }
}

function staysReader(block: ColumnBlock, names: { stages: readonly string[]; personas: readonly string[] }, late: boolean) {
  const { ends, values: starts } = listOf(block, 'startedAt')
  const cells = (name: string) => numbersOf(listOf(block, name))
  const [startedAt, endedAt, since] = [numbersOf({ ends, values: starts }), cells('endedAt'), cells('since')]
  const [stage, persona, openedBy, silent] = [cells('stage'), cells('persona'), cells('openedBy'), cells('silent')]
  const heard = late ? arrivalsReader(block) : () => null
  return (row: number): LivedStay[] => {
    const arrivals = heard(row)
    const stays: LivedStay[] = []
    const end = ends[row] as number
    for (let i = beginOf(ends, row); i < end; i++) {
      const [started, ended] = [startedAt[i] as number, endedAt[i] as number]
      const isOpen = ended === never
      stays.push({
        stage: names.stages[stage[i] as number] ?? '',
        persona: names.personas[(persona[i] as number) - 1] ?? '',
        openedBy: openings[(openedBy[i] as number) - 1] as Opening,
        startedAt: started,
        startKnownAt: Math.max(arrivals?.get(started) ?? started, since[i] as number),
        endedAt: isOpen ? null : ended,
        // A drop by silence is known when it happens (V5).
        endKnownAt: isOpen ? null : silent[i] === 1 ? ended : Math.max(ended, arrivals?.get(ended) ?? ended),
      })
    }
    return stays
  }
}

/** Reads, of a row, what is known of several things by name: nothing where nothing is. */
function factsReader<Thing, Fact extends readonly unknown[]>(
  things: readonly Thing[],
  reader: (thing: Thing, i: number) => [string, (row: number) => Fact],
): (row: number) => ReadonlyMap<string, Fact> {
  const readers = things.map(reader)
  const nothing: ReadonlyMap<string, Fact> = new Map()
  return (row) => {
    let known: Map<string, Fact> | null = null
    for (const [name, read] of readers) {
      const found = read(row)
      if (found.length > 0) known = (known ?? new Map<string, Fact>()).set(name, found)
    }
    return known ?? nothing
  }
}

function historyReader(block: ColumnBlock, i: number): (row: number) => History {
  const readFrom = timesReader(block, `from${i}`)
  const { ends, values } = listOf(block, `value${i}`)
  return (row) => {
    const begin = beginOf(ends, row)
    return readFrom(row).map((from, place) => ({ from: sinceOf(from), value: String(values[begin + place]) }))
  }
}

/** A property without history reaches back to the beginning. */
function sinceOf(since: number): number {
  return since < -Number.MAX_SAFE_INTEGER ? Number.NEGATIVE_INFINITY : since
}

function arrivalsReader(block: ColumnBlock): (row: number) => ReadonlyMap<number, number> | null {
  const [readOf, readAt] = [timesReader(block, 'heardOf'), timesReader(block, 'heardAt')]
  return (row) => {
    const of = readOf(row)
    if (of.length === 0) return null
    const at = readAt(row)
    return new Map(of.map((instant, i) => [instant, at[i] as number]))
  }
}

function dealsOf(block: ColumnBlock, row: number): Colleagues['openDeals'] {
  const closed = timesReader(block, 'closed')(row)
  return timesReader(
    block,
    'opened',
  )(row).map((from, i) => {
    const to = closed[i] as number
    return { from, to: to >= never ? Number.POSITIVE_INFINITY : to }
  })
}

function timesReader(block: ColumnBlock, name: string): (row: number) => readonly number[] {
  const list = listOf(block, name)
  const times = numbersOf(list)
  return (row) => {
    const [begin, end] = [beginOf(list.ends, row), list.ends[row] as number]
    return begin === end ? none : Array.from(times.subarray(begin, end))
  }
}

function beginOf(ends: Float64Array, row: number): number {
  return row === 0 ? 0 : (ends[row - 1] as number)
}

function columnOf(block: ColumnBlock, name: string): Column {
  const column = block.columns.get(name)
  if (column === undefined) throw new Error(`The column "${name}" is missing: there are ${[...block.columns.keys()].join(', ')}.`)
  return column
}

function textsOf(block: ColumnBlock, name: string): readonly string[] {
  const column = columnOf(block, name)
  if (!Array.isArray(column)) throw new Error(`The column "${name}" has no texts.`)
  return column
}

function listOf(block: ColumnBlock, name: string): ListColumn {
  const column = columnOf(block, name)
  if (!('ends' in column)) throw new Error(`The column "${name}" has no lists.`)
  return column
}

type Numbers = Exclude<ListColumn['values'], readonly string[]>

function numbersOf({ values }: ListColumn): Numbers {
  if (Array.isArray(values)) throw new Error('A list of times has texts.')
  return values as Numbers
}
