import { axisX, axisY, dot, gridY, line, type PlotOptions, rectY, ruleX, ruleY, text } from '@observablehq/plot'
import { useMemo } from 'react'
import { percent } from '../../map/format.ts'
import type { StageDetail } from '../../map/journey-map.ts'
import type { TrendMark } from '../calendar/trend-marks.ts'
import { drawnTrend } from './drawn-trend.ts'
import { PlotFrame } from './plot-frame.tsx'

/** Conversion of each month's entries with its interval; the intended value as a dashed line, campaigns as bands with their numbers. */
export function TrendPlot({ detail, marks }: { detail: StageDetail; marks: readonly TrendMark[] }) {
  const options = useMemo(() => optionsOf(detail, marks), [detail, marks])
  return <PlotFrame options={options} />
}

function optionsOf({ trend, stage }: StageDetail, campaigns: readonly TrendMark[]): PlotOptions {
  const points = drawnTrend(trend).flatMap(({ month, entered, converted }) =>
    converted.value === null
      ? []
      : [{ month: new Date(`${month}-01T00:00:00Z`), entered, value: converted.value, low: converted.low, high: converted.high }],
  )
  const ranged = points.filter((point) => point.low !== null && point.high !== null)
  const most = Math.max(1, ...points.map((point) => point.entered))
  const top = Math.max(0.05, ...points.map((point) => point.high ?? point.value), stage.intended.conversion ?? 0)
  const height = Math.min(1, top * 1.1)
  const numbers = (odd: number, dy: number) => {
    const some = campaigns.filter((_, index) => index % 2 === odd)
    return text(some, { x: 'from', y: height, text: 'label', textAnchor: 'start', dx: 2, dy, fill: 'var(--ink)', fontWeight: 600 })
  }
  return {
    x: { type: 'utc', label: null },
    y: { domain: [0, height] },
    r: { domain: [0, most], range: [0, 5] },
    marks: [
      rectY(campaigns, { x1: 'from', x2: 'to', y1: 0, y2: height, fill: 'var(--intended)', fillOpacity: 0.16 }),
      numbers(0, -6),
      // Neighbours stand at two heights, so that no number hides another.
      numbers(1, 8),
      gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 4 }),
      axisX({ label: null, ticks: 6, tickSize: 0 }),
      axisY({ label: null, tickFormat: (share: number) => percent(share), ticks: 4, tickSize: 0 }),
      stage.intended.conversion === null
        ? null
        : ruleY([stage.intended.conversion], { stroke: 'var(--intended)', strokeDasharray: '5 4', strokeWidth: 1.5 }),
      ruleX(ranged, { x: 'month', y1: 'low', y2: 'high', stroke: 'var(--actual)', strokeOpacity: 0.45, strokeWidth: 4 }),
      line(points, { x: 'month', y: 'value', stroke: 'var(--actual)', strokeWidth: 1.2, strokeOpacity: 0.6 }),
      dot(points, { x: 'month', y: 'value', r: 3.2, fill: 'var(--paper)', stroke: 'var(--actual)', strokeWidth: 1.6 }),
    ],
  }
}
