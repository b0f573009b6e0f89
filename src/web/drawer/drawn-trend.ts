import type { StageDetail } from '../../map/journey-map.ts'

type Trend = StageDetail['trend']

/** Months in a row without entries that part far-off months from the others. */
const longestGap = 60

/** The months that are drawn: those since the last gap of five years, where most entries are. The others would press them together; the table has all. */
export function drawnTrend(trend: Trend): Trend {
  const entered = (rows: Trend) => rows.reduce((sum, row) => sum + row.entered, 0)
  const lived = trend.filter((row) => row.entered > 0)
  const start = lived.findLast(
    (row, place) => place > 0 && monthNumber(row.month) - monthNumber(lived[place - 1]?.month ?? '') > longestGap,
  )
  const recent = start === undefined ? trend : trend.filter((row) => row.month >= start.month)
  return entered(recent) * 2 > entered(trend) ? recent : trend
}

/** Months since year 0, of a month such as 2025-06. */
function monthNumber(month: string): number {
  const [year, nth] = month.split('-').map(Number)
  return (year ?? 0) * 12 + (nth ?? 0)
}
