import { axisX, axisY, gridY, line, type PlotOptions, text } from '@observablehq/plot'
import { useMemo } from 'react'
import { percent } from '../../map/format.ts'
import type { StageDetail } from '../../map/journey-map.ts'
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
  const labels = shown.map(({ name, stroke, points }) => {
    const peak = points.reduce((best, point) => (point.chance > best.chance ? point : best))
    return { ...peak, name, stroke }
  })
  return {
    x: { label: null },
    y: { zero: true },
    marks: [
      gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 4 }),
      axisX({ label: 'days since entry', labelAnchor: 'center', labelArrow: 'none', ticks: 6, tickSize: 0 }),
      axisY({ label: null, tickFormat: (share: number) => percent(share), ticks: 4, tickSize: 0 }),
      ...shown.map(({ points, stroke, dash }) =>
        line(points, { x: 'day', y: 'chance', stroke, strokeWidth: 1.7, strokeDasharray: dash, curve: 'monotone-x' }),
      ),
      text(labels, { x: 'day', y: 'chance', text: 'name', fill: 'stroke', dy: -8 }),
    ],
  }
}

const mostSpans = 45

/** Joins neighbouring days, so that a long window is not drawn as noise; chances stay per day. */
function spansOf(daily: readonly Day[]): Day[] {
  const width = Math.max(1, Math.ceil(daily.length / mostSpans))
  return Array.from({ length: Math.ceil(daily.length / width) }, (_, index) => {
    const part = daily.slice(index * width, (index + 1) * width)
    const sum = (key: Exclude<keyof Day, 'day'>) => part.reduce((total, row) => total + row[key], 0)
    return {
      day: ((part[0]?.day ?? 0) + (part.at(-1)?.day ?? 0) + 1) / 2,
      atRiskDays: sum('atRiskDays'),
      advanced: sum('advanced'),
      completed: sum('completed'),
      returned: sum('returned'),
      dropped: sum('dropped'),
    }
  })
}
