import { chiSquareTail } from '../../core/statistics/chi-square.ts'
import { compareText, type DraftLog } from './draft-log.ts'
import { percentText } from './find-ends.ts'

/** Kinds of subjects that fare differently: the values of one property, and why that one. */
export interface DraftPersonas {
  property: string
  values: readonly string[]
  text: string
  figures: Record<string, number>
}

const leastKnown = 0.5
const leastShare = 0.02
const mostChance = 0.01
/** Cramér's V between which a property parts subjects: below it hardly does, above it tells the outcome itself. */
const leastV = 0.03
const mostV = 0.9
const mostPersonas = 6

/** The property whose values part an outcome most (Cramér's V), where chance alone would hardly do it; null where none does. `outcome`: true, false, or null where not yet known. */
export function pickPersonas(
  log: DraftLog,
  properties: readonly string[],
  outcome: readonly (boolean | null)[],
  goal: string,
): DraftPersonas | null {
  const tested = properties.map((property, place) => weigh(log, place, property, outcome))
  const fit = tested.filter((one) => one !== null && one.chance * properties.length < mostChance && one.v >= leastV && one.v <= mostV)
  const best = fit.toSorted((a, b) => (b?.v ?? 0) - (a?.v ?? 0) || compareText(a?.property ?? '', b?.property ?? ''))[0]
  if (best === undefined || best === null) return null
  const ordered = best.values.toSorted((a, b) => b.n - a.n || compareText(a.value, b.value))
  const rates = best.values
    .map(({ met, n, value }) => ({ rate: met / n, value }))
    .toSorted((a, b) => b.rate - a.rate || compareText(a.value, b.value))
  const [high, low] = [rates[0], rates.at(-1)] as [(typeof rates)[number], (typeof rates)[number]]
  const text = `Of “${best.property}”, “${high.value}” ${goal} most often (${percentText(high.rate)}), “${low.value}” least (${percentText(low.rate)}); no other property with few values parts subjects more.`
  return {
    property: best.property,
    values: ordered.map(({ value }) => value),
    text,
    figures: { high: high.rate, low: low.rate, strength: best.v },
  }
}

interface Weighed {
  property: string
  v: number
  chance: number
  values: { value: string; n: number; met: number }[]
}

function weigh({ traces }: DraftLog, place: number, property: string, outcome: readonly (boolean | null)[]): Weighed | null {
  const counts = new Map<string, { n: number; met: number }>()
  let known = 0
  traces.forEach(({ values }, subject) => {
    const value = values[place]
    const met = outcome[subject]
    if (met === null || met === undefined) return
    if (value === null || value === undefined) return
    known += 1
    const count = counts.get(value) ?? { n: 0, met: 0 }
    counts.set(value, { n: count.n + 1, met: count.met + (met ? 1 : 0) })
  })
  const all = outcome.filter((met) => met !== null).length
  if (known < leastKnown * all || known === 0) return null
  const values = [...counts].map(([value, count]) => ({ value, ...count })).filter(({ n }) => n >= leastShare * known && n >= 5)
  if (values.length < 2 || values.length > mostPersonas) return null
  const n = values.reduce((sum, count) => sum + count.n, 0)
  const rate = values.reduce((sum, count) => sum + count.met, 0) / n
  if (rate === 0 || rate === 1) return null
  const ordered = values.toSorted((a, b) => compareText(a.value, b.value))
  const square = ordered.reduce((sum, count) => sum + (count.met - count.n * rate) ** 2 / (count.n * rate * (1 - rate)), 0)
  return { property, v: Math.sqrt(square / n), chance: chiSquareTail(square, values.length - 1), values: ordered }
}
