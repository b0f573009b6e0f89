import { days, daysInterval, daysWords, percent } from '../../map/format.ts'
import { convertingMedianOf, medianOf, timeGap } from '../../map/gap.ts'
import type { Quantile } from '../../map/journey-map.ts'
import { isMeasured } from '../../map/measured.ts'
import { defined } from '../shell/definitions.tsx'
import { Cautions } from './cautions.tsx'
import { FigureLink } from './figure-link.tsx'
import { GapLine } from './gap-line.tsx'
import { type Hill, hillOf } from './hill.ts'
import { type CellProps, useMapScene } from './map-context.ts'

/** How long stays last, as a shape: its median below it, then that of those who move on, which is compared with the intended one above. */
export function TimeCell({ stage }: CellProps) {
  const { view } = useMapScene()
  const intended = view === 'actual' ? null : stage.intended.medianDays
  const median = medianOf(stage)
  if (view === 'intended' || !isMeasured(stage)) {
    return intended === null ? (
      <p className="none">{view === 'intended' ? 'nothing intended' : 'not measured'}</p>
    ) : (
      <p className="time-intended intended">{daysWords(intended)}</p>
    )
  }
  // Where silence ends stays, leaving comes dropAfter late: the time of those who move on stands beside it.
  const movedOn = stage.dropAfterDays === null && intended === null ? undefined : convertingMedianOf(stage)
  const hill = hillOf(stage.time, stage.counts.entered - stage.counts.stillIn, [median?.days, median?.high, movedOn?.days, intended])
  const reached = median?.days !== null && median?.days !== undefined
  return (
    <>
      {hill ? <HillPicture hill={hill} median={reached ? median : null} movedOn={movedOn?.days ?? null} intended={intended} /> : null}
      {median && reached ? (
        <Median stage={stage} median={median} hill={hill} />
      ) : (
        <NotReached stage={stage} intended={hill ? null : intended} />
      )}
      {movedOn ? <MovedOn stage={stage} half={movedOn} /> : null}
      {view === 'gap' ? <GapLine gap={timeGap(stage)} /> : null}
      <Cautions texts={stage.time.cautions} size={stage.counts.entered} />
    </>
  )
}

interface HillPictureProps {
  hill: Hill
  median: Quantile | null
  /** Days by which half of those who move on have done so. */
  movedOn: number | null
  intended: number | null
}

function HillPicture({ hill, median, movedOn, intended }: HillPictureProps) {
  const at = (day: number) => (day / hill.lastDay) * 100
  return (
    <div className="hill">
      {intended !== null ? (
        <span className="hill-intended intended" style={place(at(intended))} aria-describedby={defined('intendedMedian')}>
          <span className="hidden">intended </span>
          {days(intended)}
        </span>
      ) : null}
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <path className="hill-area" d={hill.area} />
        <path className="hill-line" d={hill.line} />
        <path className="hill-floor" d="M0,100H100" />
      </svg>
      {median?.days != null ? (
        <i
          className="hill-median"
          style={{ left: `${at(median.low ?? median.days)}%`, width: `${at((median.high ?? median.days) - (median.low ?? median.days))}%` }}
        />
      ) : null}
      {median?.days != null ? <b className="hill-mark" style={{ left: `${at(median.days)}%` }} /> : null}
      {movedOn !== null ? <i className="hill-moved" style={{ left: `${at(movedOn)}%` }} /> : null}
      {intended !== null ? <u className="hill-dash" style={{ left: `${at(intended)}%` }} /> : null}
    </div>
  )
}

/** Places a label at a share of the width so that it never leaves the field: it is shifted left by the same share of its own width. */
function place(share: number) {
  return { left: `${share}%`, transform: `translateX(${-share}%)` }
}

function Median({ stage, median, hill }: CellProps & { median: Quantile; hill: Hill | null }) {
  if (median.days === null) return null
  const interval = daysInterval(median.low, median.high)
  const words = `${days(median.days)}: half have left ${stage.name} by then${interval ? `, interval ${interval}` : ''}`
  const share = hill ? (median.days / hill.lastDay) * 100 : 0
  return (
    <p className="hill-label">
      <span style={hill ? place(share) : undefined}>
        <FigureLink stage={stage.id} set="counted" definition="median" words={words} className="actual">
          {days(median.days)}
        </FigureLink>
        {interval ? <small>{interval}</small> : null}
      </span>
    </p>
  )
}

/** The time of those who move on, with the sign that marks it on the hill. */
function MovedOn({ stage, half }: CellProps & { half: Quantile }) {
  if (half.days === null) return null
  const interval = daysInterval(half.low, half.high)
  const words = `${days(half.days)}: half of those who move on from ${stage.name} have by then${interval ? `, interval ${interval}` : ''}`
  return (
    <p className="people moved-on">
      <i aria-hidden="true" /> half of those who move on: within{' '}
      <FigureLink stage={stage.id} set="convertedByWindow" definition="converting" words={words}>
        {days(half.days)}
      </FigureLink>{' '}
      {interval ? <small>{interval}</small> : null}
    </p>
  )
}

function NotReached({ stage, intended }: CellProps & { intended: number | null }) {
  const quarter = stage.time.leaving.find((quantile) => quantile.share === 0.25)?.days ?? null
  const left = stage.counts.entered > 0 ? 1 - stage.counts.stillIn / stage.counts.entered : 0
  return (
    <p className="not-reached">
      <em aria-describedby={defined('notReached')}>{stage.counts.entered === 0 ? 'nobody yet' : 'median not reached'}</em>
      {quarter === null ? null : <span>a quarter left within {daysWords(quarter)}</span>}
      {quarter === null && stage.counts.entered > 0 ? <span>{percent(left)} have left so far</span> : null}
      {intended === null ? null : <span className="intended">intended {days(intended)}</span>}
    </p>
  )
}
