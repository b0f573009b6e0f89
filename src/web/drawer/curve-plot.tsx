import { areaY, axisX, axisY, gridY, line, type PlotOptions, pointerX, ruleX, text, tip } from '@observablehq/plot'
import { useMemo } from 'react'
import { percent, percentInterval } from '../../map/format.ts'
import type { StageDetail } from '../../map/journey-map.ts'
import { spreadLabels } from './labels.ts'
import { PlotFrame } from './plot-frame.tsx'

const causes = [
  { key: 'converted', name: 'moved on', dash: '', stroke: 'var(--actual)' },
  { key: 'returned', name: 'went back', dash: '7 4', stroke: 'var(--soft)' },
  { key: 'dropped', name: 'dropped out', dash: '2 3', stroke: 'var(--soft)' },
] as const

/** Still in stage as a step with its band; each cause as its own line, told apart by its dashes. */
export function CurvePlot({ detail }: { detail: StageDetail }) {
  const options = useMemo(() => optionsOf(detail), [detail])
  return <PlotFrame options={options} />
}

function optionsOf({ curve, stage }: StageDetail): PlotOptions {
  const last = curve.at(-1)
  const ends = last
    ? spreadLabels(
        [
          { name: 'still in', y: last.still, fill: 'var(--ink)' },
          ...causes.map((cause) => ({ name: cause.name, y: last[cause.key], fill: cause.stroke })),
        ],
        1,
      ).map((end) => ({ ...end, x: last.day }))
    : []
  const banded = curve.filter((row) => row.low !== null && row.high !== null)
  return {
    x: { label: null },
    y: { domain: [0, 1] },
    marks: [
      gridY({ stroke: 'var(--line)', strokeOpacity: 1 }),
      axisX({ label: 'days since entry', labelAnchor: 'center', labelArrow: 'none', ticks: 6, tickSize: 0 }),
      axisY({ label: null, tickFormat: (share: number) => percent(share), ticks: 5, tickSize: 0 }),
      stage.windowDays !== null && stage.windowDays <= (last?.day ?? 0)
        ? ruleX([stage.windowDays], { stroke: 'var(--quiet)', strokeDasharray: '1 3' })
        : null,
      areaY(banded, { x: 'day', y1: 'low', y2: 'high', fill: 'var(--ink)', fillOpacity: 0.12, curve: 'step-after' }),
      line(curve, { x: 'day', y: 'still', stroke: 'var(--ink)', strokeWidth: 2, curve: 'step-after' }),
      ...causes.map((cause) =>
        line(curve, { x: 'day', y: cause.key, stroke: cause.stroke, strokeWidth: 1.7, strokeDasharray: cause.dash, curve: 'step-after' }),
      ),
      text(ends, { x: 'x', y: 'at', text: 'name', fill: 'fill', textAnchor: 'start', dx: 7 }),
      tip(
        curve,
        pointerX({
          x: 'day',
          y: 'still',
          fill: 'var(--paper)',
          stroke: 'var(--line)',
          title: (row: StageDetail['curve'][number]) =>
            `day ${Math.round(row.day * 10) / 10}\nstill in ${percent(row.still)}  ${percentInterval(row.low, row.high) ?? ''}\nmoved on ${percent(row.converted)}\nwent back ${percent(row.returned)}\ndropped out ${percent(row.dropped)}\n${row.atRisk} at risk`,
        }),
      ),
    ],
  }
}
