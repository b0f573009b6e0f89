import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useMemo } from 'react'
import { countOf, percent, percentInterval } from '../../map/format.ts'
import type { MapStage, StageDetail } from '../../map/journey-map.ts'
import { byWords } from '../../map/window-words.ts'
import { campaignsQuery } from '../calendar/calendar-queries.ts'
import { MarkList } from '../calendar/mark-list.tsx'
import { trendMarks } from '../calendar/trend-marks.ts'
import { type DefinitionId, defined } from '../shell/definitions.tsx'
import { Skeleton } from '../shell/states.tsx'
import { DataTable } from './data-table.tsx'
import { drawnTrend } from './drawn-trend.ts'
import { chanceOfLeaving } from './spans-of-days.ts'

const CurvePlot = lazy(() => import('./curve-plot.tsx').then(({ CurvePlot: Plot }) => ({ default: Plot })))
const DailyPlot = lazy(() => import('./daily-plot.tsx').then(({ DailyPlot: Plot }) => ({ default: Plot })))
const TrendPlot = lazy(() => import('./trend-plot.tsx').then(({ TrendPlot: Plot }) => ({ default: Plot })))

interface ChartProps {
  detail: StageDetail
}

/** Share still in the stage by day with its band, and what became of the others. */
export function CurveChart({ detail }: ChartProps) {
  const { curve, stage } = detail
  const last = curve.at(-1)
  const words = last
    ? `${stage.name}: after ${Math.round(last.day)} days ${percent(last.still)} are still in, ${percent(last.converted)} have moved on, ${percent(last.returned)} have gone back, ${percent(last.dropped)} have dropped out.`
    : ''
  return (
    <Chart
      id="curve"
      title="Still in stage, and what became of the others"
      definition="curve"
      words={words}
      picture={<CurvePlot detail={detail} />}
      below={<FromEntry stage={stage} />}
    >
      <DataTable
        caption="Share by day since entry"
        columns={['day', 'still in', 'interval', 'moved on', 'went back', 'dropped out', 'at risk']}
        rows={thinned(curve).map((row) => [
          String(Math.round(row.day * 10) / 10),
          percent(row.still),
          percentInterval(row.low, row.high) ?? '–',
          percent(row.converted),
          percent(row.returned),
          percent(row.dropped),
          String(row.atRisk),
        ])}
      />
    </Chart>
  )
}

/** Why the picture of a stage whose window ends at a deadline begins at entry (rule K7). */
function FromEntry({ stage }: { stage: MapStage }) {
  if (stage.until === null) return null
  return (
    <p className="population">
      Counted from entry, not back from {stage.until.name}: those who enter late have less time until then, so the window is no one day
      here. “Week by week” shows the distance to it.
    </p>
  )
}

/** The chance of leaving on each day, by how. */
export function DailyChart({ detail }: ChartProps) {
  const { daily, stage } = detail
  const peak = daily.reduce((best, row) => (chanceOfLeaving(row) > chanceOfLeaving(best) ? row : best), daily[0] ?? noDay)
  return (
    <Chart
      id="daily"
      title="Chance of leaving, day by day"
      definition="daily"
      words={`${stage.name}: the chance of leaving is highest on day ${peak.day}, ${percent(chanceOfLeaving(peak))}.`}
      picture={<DailyPlot detail={detail} />}
      below={<FromEntry stage={stage} />}
    >
      <DataTable
        caption="Daily chance by cause"
        columns={['day', 'move on', 'reach the goal', 'go back', 'drop out', 'stay-days']}
        rows={thinned(daily).map((row) => [
          String(row.day),
          percent(row.advanced),
          percent(row.completed),
          percent(row.returned),
          percent(row.dropped),
          row.atRiskDays.toFixed(0),
        ])}
      />
      <p className="population">Days with fewer than 5 at risk are left out: follow-up too short.</p>
    </Chart>
  )
}

/** Conversion by month of entry. */
export function TrendChart({ detail }: ChartProps) {
  const { trend, stage } = detail
  const { data: campaigns } = useQuery(campaignsQuery)
  const drawn = useMemo(() => drawnTrend(trend), [trend])
  const left = trend.length - drawn.length
  const marks = useMemo(() => trendMarks(campaigns ?? [], drawn), [campaigns, drawn])
  const first = drawn.find((row) => row.converted.value !== null)
  const last = drawn.findLast((row) => row.converted.value !== null)
  const words =
    first && last
      ? `${stage.name}: ${percent(first.converted.value)} of those who entered in ${first.month} moved on ${byWords(stage)}, ${percent(last.converted.value)} of those of ${last.month}.`
      : `${stage.name}: no month has enough stays.`
  return (
    <Chart
      id="trend"
      title="By month of entry"
      definition="trend"
      words={words}
      picture={<TrendPlot detail={detail} marks={marks} />}
      below={
        <>
          {left > 0 ? (
            <p className="lead">
              {countOf(left, 'month')} from {trend[0]?.month}, years before all others: only in the table.
            </p>
          ) : null}
          <MarkList marks={marks} />
        </>
      }
    >
      <DataTable
        caption="Moved on, by month of entry"
        columns={['month', 'entered', 'moved on', 'interval']}
        rows={trend.map((row) => [
          row.month,
          countOf(row.entered, 'stay'),
          percent(row.converted.value),
          percentInterval(row.converted.low, row.converted.high) ?? row.converted.note ?? '–',
        ])}
      />
    </Chart>
  )
}

interface FrameProps {
  id: string
  title: string
  definition: DefinitionId
  words: string
  picture: ReactNode
  /** What belongs to the picture and is read with it. */
  below?: ReactNode
  children: ReactNode
}

function Chart({ id, title, definition, words, picture, below, children }: FrameProps) {
  return (
    <section aria-labelledby={id}>
      <h3 id={id} aria-describedby={defined(definition)}>
        {title}
      </h3>
      <div role="img" aria-label={words} className="plot">
        <Suspense fallback={<Skeleton rows={5} label="" />}>{picture}</Suspense>
      </div>
      {below}
      <details className="as-table">
        <summary>As a table</summary>
        {children}
      </details>
    </section>
  )
}

const noDay = { day: 0, atRiskDays: 0, advanced: 0, completed: 0, returned: 0, dropped: 0 }

const tableRows = 30

/** At most about thirty rows, evenly chosen, always with the last. */
function thinned<Row>(rows: readonly Row[]): Row[] {
  const step = Math.max(1, Math.ceil(rows.length / tableRows))
  return rows.filter((_, index) => index % step === 0 || index === rows.length - 1)
}
