import { axisX, axisY, gridY, line, type PlotOptions, text } from '@observablehq/plot'
import { useMemo } from 'react'
import { percent } from '../../map/format.ts'
import type { StageDetail } from '../../map/journey-map.ts'
import { spreadLabels } from './labels.ts'
import { PlotFrame } from './plot-frame.tsx'
import { type Span, spansOf } from './spans-of-days.ts'

const causes = [
  { name: 'move on', dash: '', stroke: 'var(--actual)', of: (span: Span) => span.advanced + span.completed },
  { name: 'go back', dash: '7 4', stroke: 'var(--soft)', of: (span: Span) => span.returned },
  { name: 'drop out', dash: '2 3', stroke: 'var(--soft)', of: (span: Span) => span.dropped },
] as const

/** The daily chance of leaving by cause, over spans of days long enough to be read. */
export function DailyPlot({ detail }: { detail: StageDetail }) {
  const options = useMemo(() => optionsOf(detail), [detail])
  return <PlotFrame options={options} />
}

function optionsOf({ daily }: StageDetail): PlotOptions {
  const spans = spansOf(daily)
  const series = causes.map((cause) => ({
    ...cause,
    points: spans.flatMap((span) => [span.day, span.end].map((day) => ({ day, chance: cause.of(span) }))),
  }))
  const shown = series.filter(({ points }) => points.some((point) => point.chance > 0))
  const top = Math.max(...series.flatMap(({ points }) => points.map((point) => point.chance)), 1e-6)
  const labels = spreadLabels(
    shown.map(({ name, stroke, points }) => ({ name, stroke, y: points.at(-1)?.chance ?? 0 })),
    top,
  ).map((label) => ({ ...label, day: spans.at(-1)?.end ?? 0 }))
  return {
    x: { label: null },
    y: { domain: [0, top * 1.05] },
    marks: [
      gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 4 }),
      axisX({ label: 'days since entry', labelAnchor: 'center', labelArrow: 'none', ticks: 6, tickSize: 0 }),
      axisY({ label: null, tickFormat: (share: number) => percent(share), ticks: 4, tickSize: 0 }),
      ...shown.map(({ points, stroke, dash }) => line(points, { x: 'day', y: 'chance', stroke, strokeWidth: 1.7, strokeDasharray: dash })),
      text(labels, { x: 'day', y: 'at', text: 'name', fill: 'stroke', textAnchor: 'start', dx: 9 }),
    ],
  }
}
