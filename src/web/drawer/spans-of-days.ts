import type { StageDetail } from '../../map/journey-map.ts'

type Day = StageDetail['daily'][number]

/** Neighbouring days taken together, from the first to before `end`: the stay-days lived in them, and the chance of leaving a day by cause. */
export interface Span extends Day {
  end: number
}

const mostSpans = 16
const fewestExits = 8

/** Joins neighbouring days until each span has enough exits to mean something; its chances stay per day (rule M4). */
export function spansOf(daily: readonly Day[]): Span[] {
  const total = daily.reduce((sum, row) => sum + exitsOf(row), 0)
  const enough = Math.max(fewestExits, total / mostSpans)
  const spans: Day[][] = [[]]
  for (const row of daily) {
    const open = spans.at(-1) ?? []
    open.push(row)
    if (open.reduce((sum, part) => sum + exitsOf(part), 0) >= enough) spans.push([])
  }
  const rest = spans.length > 1 ? (spans.pop() ?? []) : []
  spans.at(-1)?.push(...rest)
  return spans.filter((span) => span.length > 0).map(pooled)
}

/** The chance of leaving on a day, for whatever reason. */
export function chanceOfLeaving(row: Day): number {
  return row.advanced + row.completed + row.returned + row.dropped
}

function exitsOf(row: Day): number {
  return chanceOfLeaving(row) * row.atRiskDays
}

function pooled(part: readonly Day[]): Span {
  const atRiskDays = part.reduce((sum, row) => sum + row.atRiskDays, 0)
  const chance = (cause: 'advanced' | 'completed' | 'returned' | 'dropped') =>
    atRiskDays > 0 ? part.reduce((sum, row) => sum + row[cause] * row.atRiskDays, 0) / atRiskDays : 0
  return {
    day: part[0]?.day ?? 0,
    end: (part.at(-1)?.day ?? 0) + 1,
    atRiskDays,
    advanced: chance('advanced'),
    completed: chance('completed'),
    returned: chance('returned'),
    dropped: chance('dropped'),
  }
}
