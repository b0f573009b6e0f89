import { dayMs } from '../duration.ts'
import type { DraftEvidence, DraftItem } from './draft-evidence.ts'
import { itemText } from './item-text.ts'

/** One kind of event as a draft weighs it: an item, or several whose names differ in a last letter or number alone and of which a subject has one. */
export interface LogUnit {
  items: readonly DraftItem[]
  text: string
  subjects: number
  /** How often a subject that has it has it, on average. */
  repeats: number
  /** Share of its events by the customer. */
  customer: number
  /** A rule for it would also take in others: events of a name without the touchpoint or value that tells its fellows apart. */
  bare: boolean
}

/** One subject's events: `units[i]` happened at `times[i]` (UTC ms). */
export interface LogTrace {
  times: readonly number[]
  units: readonly number[]
  byCustomer: readonly boolean[]
  values: readonly (string | null)[]
}

/** A log made ready for drafting: units in the order of their keys, so that the order of the input changes nothing. */
export interface DraftLog {
  units: readonly LogUnit[]
  traces: readonly LogTrace[]
  /** UTC ms. */
  horizon: number
  /** Median time from the first to the last event of a subject that has several, ms. */
  spanMs: number
}

/** Makes units of the items and counts them. `families`: names that differ in a last letter alone may be one unit. */
export function draftLog({ items, traces, horizon }: DraftEvidence, families: boolean): DraftLog {
  const sets = items.map(() => new Set<number>())
  traces.forEach(({ events }, place) => {
    for (const { item } of events) sets[item]?.add(place)
  })
  const groups = (families ? familiesOf(items, sets) : items.map((_, item) => [item])).toSorted((a, b) =>
    compareText(keyOf(items, a), keyOf(items, b)),
  )
  const unitOf = new Map(groups.flatMap((group, unit) => group.map((item) => [item, unit] as const)))
  const read = traces.map(
    ({ events, values }): LogTrace => ({
      times: events.map(({ at }) => at),
      units: events.map(({ item }) => unitOf.get(item) ?? 0),
      byCustomer: events.map(({ customer }) => customer),
      values,
    }),
  )
  const spans = read.flatMap(({ times }) => (times.length > 1 ? [(times.at(-1) as number) - (times[0] as number)] : []))
  return { units: unitsOf(items, groups, sets, read), traces: read, horizon, spanMs: medianOf(spans) }
}

function unitsOf(
  items: readonly DraftItem[],
  groups: readonly (readonly number[])[],
  sets: readonly ReadonlySet<number>[],
  traces: readonly LogTrace[],
): LogUnit[] {
  const events = groups.map(() => 0)
  const customers = groups.map(() => 0)
  for (const { units, byCustomer } of traces) {
    units.forEach((unit, i) => {
      events[unit] = (events[unit] ?? 0) + 1
      customers[unit] = (customers[unit] ?? 0) + (byCustomer[i] ? 1 : 0)
    })
  }
  const parted = new Set(items.filter((item) => item.touchpoint !== null || item.property !== null).map(({ name }) => name))
  return groups.map((group, unit) => {
    const subjects = new Set(group.flatMap((item) => [...(sets[item] ?? [])])).size
    const own = group
      .map((item) => items[item] as DraftItem)
      .toSorted((a, b) => (sets[items.indexOf(b)]?.size ?? 0) - (sets[items.indexOf(a)]?.size ?? 0) || compareText(a.key, b.key))
    const bare = own.some(({ name, touchpoint, property }) => touchpoint === null && property === null && parted.has(name))
    const text = own.length === 1 ? itemText(own[0] as DraftItem) : stemOf(itemText(own[0] as DraftItem))
    const count = events[unit] ?? 0
    return {
      items: own,
      text,
      subjects,
      repeats: count / Math.max(1, subjects),
      customer: (customers[unit] ?? 0) / Math.max(1, count),
      bare,
    }
  })
}

/** How many subjects with two members make a family doubtful, as a share of the smaller. */
const mostShared = 0.1

/** Items in groups: "Release A", "Release B" … are one where a subject has but one of them; every other item is alone. */
function familiesOf(items: readonly DraftItem[], sets: readonly ReadonlySet<number>[]): number[][] {
  const byStem = new Map<string, number[]>()
  items.forEach((item, place) => {
    const stem = item.touchpoint === null && item.property === null ? stemOf(item.name) : ''
    const key = stem === '' || stem === item.name ? `alone ${place}` : stem
    byStem.set(key, [...(byStem.get(key) ?? []), place])
  })
  return [...byStem.values()].flatMap((group) => (group.length > 1 && exclude(group, sets) ? [group] : group.map((item) => [item])))
}

function exclude(group: readonly number[], sets: readonly ReadonlySet<number>[]): boolean {
  return group.every((a, i) =>
    group.slice(i + 1).every((b) => {
      const [small, large] = [sets[a] ?? new Set(), sets[b] ?? new Set()].toSorted((x, y) => x.size - y.size) as [Set<number>, Set<number>]
      return [...small].filter((subject) => large.has(subject)).length <= mostShared * small.size
    }),
  )
}

/** A name without a last word of one letter or up to two digits; the name itself where it has none. */
function stemOf(name: string): string {
  return /^(.*\S)\s+([A-Za-z]|\d{1,2})$/.exec(name)?.[1] ?? name
}

function keyOf(items: readonly DraftItem[], group: readonly number[]): string {
  return group.map((item) => items[item]?.key ?? '').toSorted(compareText)[0] ?? ''
}

/** Orders texts by their code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The lower median; 0 of nothing. */
export function medianOf(numbers: readonly number[]): number {
  return quantileOf(numbers, 0.5)
}

/** The least number that at least this share of the numbers does not exceed; 0 of nothing. */
export function quantileOf(numbers: readonly number[], share: number): number {
  const sorted = Float64Array.from(numbers).sort()
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}

/** Ms as days, to two places. */
export function daysOf(ms: number): number {
  return Math.round((ms / dayMs) * 100) / 100
}

/** A time in words: days, or hours below two days. */
export function spanText(ms: number): string {
  const [number, unit] = ms < 2 * dayMs ? [(ms / dayMs) * 24, 'hours'] : [ms / dayMs, 'days']
  return `${number < 10 ? Math.round(number * 10) / 10 : Math.round(number)}\u00a0${unit}`
}
