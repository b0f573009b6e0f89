import { axisX, axisY, gridY, line, type PlotOptions, text } from '@observablehq/plot'
import { useMemo } from 'react'
import { percent } from '../../map/format.ts'
import type { StageDetail } from '../../map/journey-map.ts'
import { spreadLabels } from './labels.ts'
import { PlotFrame } from './plot-frame.tsx'

const causes = [
  { name: 'move on', dash: '', stroke: 'var(--actual)', of: (row: Day) => row.advanced + row.completed },
  { name: 'go back', dash: '7 4', stroke: 'var(--soft)', of: (row: Day) => row.returned },
  { name: 'drop out', dash: '2 3', stroke: 'var(--soft)', of: (row: Day) => row.dropped },
] as const

type Day = StageDetail['daily'][number]

/** The daily chance of leaving by cause, over spans of days long enough to be read. */
export function DailyPlot({ detail }: { detail: StageDetail }) {
  const options = useMemo(() => optionsOf(detail), [detail])
  return <PlotFrame options={options} />
}

function optionsOf({ daily }: StageDetail): PlotOptions {
  const spans = spansOf(daily)
  const series = causes.map((cause) => ({
    ...cause,
    points: spans.map((span) => ({ day: span.day, chance: span.atRiskDays > 0 ? cause.of(span) / span.atRiskDays : 0 })),
  }))
  const shown = series.filter(({ points }) => points.some((point) => point.chance > 0))
  const top = Math.max(...series.flatMap(({ points }) => points.map((point) => point.chance)), 1e-6)
  const labels = spreadLabels(
    shown.map(({ name, stroke, points }) => ({ name, stroke, y: points.at(-1)?.chance ?? 0 })),
    top,
  ).map((label) => ({ ...label, day: daily.at(-1)?.day ?? 0 }))
  return {
    x: { label: null },
    y: { domain: [0, top * 1.05] },
    marks: [
      gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 4 }),
      axisX({ label: 'days since entry', labelAnchor: 'center', labelArrow: 'none', ticks: 6, tickSize: 0 }),
      axisY({ label: null, tickFormat: (share: number) => percent(share), ticks: 4, tickSize: 0 }),
      ...shown.map(({ points, stroke, dash }) =>
        line(points, { x: 'day', y: 'chance', stroke, strokeWidth: 1.7, strokeDasharray: dash, curve: 'step' }),
      ),
      text(labels, { x: 'day', y: 'at', text: 'name', fill: 'stroke', textAnchor: 'start', dx: 9 }),
    ],
  }
}

const mostSpans = 16
const fewestExits = 8

/** Joins neighbouring days until each span has enough exits to mean something; chances stay per day. */
function spansOf(daily: readonly Day[]): Day[] {
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

function exitsOf(row: Day): number {
  return row.advanced + row.completed + row.returned + row.dropped
}

function pooled(part: readonly Day[]): Day {
  const sum = (key: Exclude<keyof Day, 'day'>) => part.reduce((total, row) => total + row[key], 0)
  return {
    day: ((part[0]?.day ?? 0) + (part.at(-1)?.day ?? 0) + 1) / 2,
    atRiskDays: sum('atRiskDays'),
    advanced: sum('advanced'),
    completed: sum('completed'),
    returned: sum('returned'),
    dropped: sum('dropped'),
  }
}
