import type { Paths } from '../map/paths.ts'
import { dayMs } from './measure.ts'
import type { Traces } from './traces.ts'

interface Row {
  id: string
  names: string[]
  cases: number
  medianMs: number
  allVariants: number
  allCases: number
}

/** Of the array `names`: a text that is another for every other sequence, and always the same for this one. */
export const variantIdSql = 'lower(hex(sipHash128(names)))'

/** The distinct sequences of events and how many cases went each way, the commonest first (P1). `limit` null: all of them. */
export function variantsSql({ sql }: Traces, limit: number | null): string {
  const variants = `SELECT names, count() AS cases, quantileExactInclusive(0.5)(if(empty(times), 0, times[-1] - times[1])) AS medianMs FROM (${sql}) GROUP BY names`
  return `SELECT ${variantIdSql} AS id, names, cases, medianMs, count() OVER () AS allVariants, sum(cases) OVER () AS allCases FROM (${variants})
    ORDER BY cases DESC, names ${limit === null ? '' : `LIMIT ${limit}`}`
}

/** The variants shown, and how many variants and cases a limit folded away. */
export function shapeVariants(rows: readonly Row[]): Pick<Paths, 'variants' | 'folded'> {
  const [first] = rows
  const shown = rows.reduce((sum, row) => sum + row.cases, 0)
  return {
    variants: rows.map(({ id, names, cases, medianMs }) => ({ id, names, cases, medianDays: medianMs / dayMs })),
    folded: { variants: (first?.allVariants ?? 0) - rows.length, cases: (first?.allCases ?? 0) - shown },
  }
}
