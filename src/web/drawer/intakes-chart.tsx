import { count, countOf } from '../../map/format.ts'
import type { StageDetail } from '../../map/journey-map.ts'
import { byWords } from '../../map/window-words.ts'
import { defined } from '../shell/definitions.tsx'
import { useMedia } from '../shell/media.ts'
import { DataTable } from './data-table.tsx'

type Intake = StageDetail['intakes'][number]

/** The intakes side by side at the same distance from the deadline, each line named by its day; the present one ends at the horizon (rule K8). */
export function IntakesChart({ detail }: { detail: StageDetail }) {
  const { intakes, stage } = detail
  const names = namesOf(intakes)
  const present = intakes.find(({ over }) => !over)
  const lead = present ? `${names.get(present)} goes on: ${countOf(totalOf(present, 'entered'), 'stay')} so far.` : ''
  return (
    <section aria-labelledby="intakes">
      <h3 id="intakes" aria-describedby={defined('intakes')}>
        Week by week, {byWords(stage)}
      </h3>
      <p className="population">{lead}</p>
      <Lines title="entered" intakes={intakes} names={names} pick={(week) => week.entered} />
      <Lines title="moved on or reached the goal" intakes={intakes} names={names} pick={(week) => week.converted} />
      <details className="as-table">
        <summary>As a table</summary>
        <DataTable
          caption="Entered and moved on by weeks before the deadline"
          columns={['weeks before', ...intakes.flatMap((intake) => [`${names.get(intake)} entered`, `${names.get(intake)} moved on`])]}
          rows={weeksOf(intakes).map((week) => [
            week === 0 ? 'last week' : String(week),
            ...intakes.flatMap((intake) => {
              const told = intake.weeks.find((one) => one.week === week)
              if (told === undefined) return ['–', '–']
              return [count(told.entered), count(told.converted)]
            }),
          ])}
        />
      </details>
    </section>
  )
}

/** By the year where each has one of its own, else by the day. */
function namesOf(intakes: readonly Intake[]): Map<Intake, string> {
  const years = intakes.map(({ day }) => day.slice(0, 4))
  const differ = new Set(years).size === years.length
  return new Map(intakes.map((intake, i) => [intake, differ ? (years[i] ?? intake.day) : intake.day]))
}

function totalOf({ weeks }: Intake, what: 'entered' | 'converted'): number {
  return weeks.reduce((sum, week) => sum + week[what], 0)
}

function weeksOf(intakes: readonly Intake[]): number[] {
  const most = Math.max(0, ...intakes.flatMap(({ weeks }) => weeks.map(({ week }) => week)))
  return Array.from({ length: most + 1 }, (_, i) => most - i)
}

/** `head`: where the title stands, so that no name at a line's end touches it. */
const [height, right, head] = [164, 84, 30]
/** Told apart by dashes; the newest is the fullest line. */
const dashes = ['', '7 4', '2 3', '1 5', '9 3 2 3']

interface LinesProps {
  title: string
  intakes: readonly Intake[]
  names: ReadonlyMap<Intake, string>
  pick(week: Intake['weeks'][number]): number
}

/** How many so far, week by week: the same week of all intakes stands one above the other. */
function Lines({ title, intakes, names, pick }: LinesProps) {
  const width = useMedia('(max-width: 760px)') ? 358 : 640
  const weeks = weeksOf(intakes).length
  const sums = intakes.map((intake) => summed(intake, pick))
  const top = Math.max(1, ...sums.flat().map(({ sum }) => sum))
  const x = (week: number) => ((weeks - week) / Math.max(1, weeks)) * (width - right)
  const y = (sum: number) => height - 18 - (sum / top) * (height - 18 - head)
  const ends = spread(sums.map((points) => y(points.at(-1)?.sum ?? 0)))
  const words = intakes.map((intake, i) => `${names.get(intake)}: ${sums[i]?.at(-1)?.sum ?? 0}`).join(', ')
  return (
    <svg className="plot" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${title}, added up until the deadline. ${words}.`}>
      <line x1={0} x2={width - right} y1={y(0)} y2={y(0)} stroke="var(--line)" />
      <text x={0} y={11} fill="var(--soft)" fontSize={12}>
        {title}, added up; at most {count(top)}
      </text>
      <text x={0} y={height - 3} fill="var(--soft)" fontSize={12}>
        {countOf(weeks, 'week')} before
      </text>
      <text x={width - right} y={height - 3} fill="var(--soft)" fontSize={12} textAnchor="end">
        the deadline
      </text>
      {intakes.map((intake, i) => {
        const newest = intakes.length - 1 - i
        const points = sums[i] ?? []
        const end = points.at(-1)
        return (
          <g key={intake.day} stroke={newest === 0 ? 'var(--actual)' : 'var(--soft)'}>
            <polyline
              points={points.map(({ week, sum }) => `${x(week)},${y(sum)}`).join(' ')}
              fill="none"
              strokeWidth={newest === 0 ? 2.4 : 1.4}
              strokeDasharray={dashes[newest]}
            />
            <text x={x(end?.week ?? 0) + 6} y={(ends[i] ?? 0) + 4} fill="var(--ink)" stroke="none" fontSize={12}>
              {names.get(intake)}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

/** Sums up to the end of each week. */
function summed({ weeks }: Intake, pick: LinesProps['pick']): { week: number; sum: number }[] {
  let sum = 0
  const points = weeks.map((week) => {
    sum += pick(week)
    return { week: week.week, sum }
  })
  return [{ week: (weeks[0]?.week ?? 0) + 1, sum: 0 }, ...points]
}

/** Heights of labels, moved down so that none lies on another. */
function spread(heights: readonly number[]): number[] {
  const order = heights.map((at, i) => ({ at, i })).sort((a, b) => a.at - b.at)
  let last = Number.NEGATIVE_INFINITY
  const placed = order.map(({ at, i }) => {
    last = Math.max(at, last + 13)
    return { i, at: last }
  })
  return heights.map((_, i) => placed.find((one) => one.i === i)?.at ?? 0)
}
