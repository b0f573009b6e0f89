import { count, countedOf, percent, percentDigits, percentInterval } from '../../map/format.ts'
import { conversionGap } from '../../map/gap.ts'
import { hasWayOn, isMeasured } from '../../map/measured.ts'
import { byWords } from '../../map/window-words.ts'
import { defined } from '../shell/definitions.tsx'
import { Cautions } from './cautions.tsx'
import { FigureLink } from './figure-link.tsx'
import { GapLine } from './gap-line.tsx'
import { type CellProps, useMapScene } from './map-context.ts'

/** How many move on within the window, beside what was intended. */
export function ReachCell({ stage }: CellProps) {
  const { view } = useMapScene()
  if (view === 'intended') return <IntendedReach stage={stage} />
  if (!isMeasured(stage)) return <NoRule stage={stage} />
  return (
    <>
      <Rate stage={stage} />
      <Bar stage={stage} />
      <p className="people">
        <FigureLink stage={stage.id} set="entered" definition="entered" words={`${count(stage.counts.entered)} entered ${stage.name}`}>
          {count(stage.counts.entered)} entered
        </FigureLink>
        {' · '}
        <FigureLink stage={stage.id} set="stillIn" definition="stillIn" words={`${count(stage.counts.stillIn)} still in ${stage.name}`}>
          {count(stage.counts.stillIn)} still in
        </FigureLink>
      </p>
      {view === 'gap' ? <GapLine gap={conversionGap(stage)} /> : null}
      <Cautions texts={notesOf(stage)} size={stage.conversion.converted.denominator} />
    </>
  )
}

/** The note of a shown rate stands with its cautions; a missing rate or interval shows it in its own place. */
function notesOf({ conversion }: CellProps['stage']): string[] {
  const { value, low, note } = conversion.converted
  const apart = note !== null && value !== null && low !== null ? [note] : []
  return [...new Set([...apart, ...conversion.cautions])]
}

/** A stage that nobody can enter yet has no figures, only what is intended (rule J6). */
function NoRule({ stage }: CellProps) {
  const { view } = useMapScene()
  return (
    <div className="no-rule">
      <p>
        <b>no rule yet:</b> say which event brings someone here
      </p>
      {view === 'gap' && stage.intended.conversion !== null ? (
        <p>
          <IntendedText value={stage.intended.conversion} />
        </p>
      ) : null}
    </div>
  )
}

function Rate({ stage }: CellProps) {
  const { view, map } = useMapScene()
  const { converted } = stage.conversion
  const last = !hasWayOn(map, stage)
  const verb = last ? 'reach the goal' : 'move on'
  const intended = view === 'gap' && stage.intended.conversion !== null
  const noGoal = last && stage.completedText === null
  if (converted.value === null || noGoal) {
    return (
      <div className="rate">
        <span className="rate-none">–</span>
        <p className="rate-side">
          <b>{noGoal ? 'no goal to reach here' : (converted.note ?? 'too little data')}</b>
          {intended ? <IntendedText value={stage.intended.conversion} /> : null}
        </p>
      </div>
    )
  }
  const interval = percentInterval(converted.low, converted.high)
  const words = `${percent(converted.value)} ${verb} ${byWords(stage)}${interval ? `, interval ${interval}` : ''}; ${countedOf(converted)}`
  return (
    <div className="rate">
      <FigureLink stage={stage.id} set="convertedByWindow" definition="converted" words={words} className="rate-big">
        {percentDigits(converted.value)}
        <small>%</small>
      </FigureLink>
      <p className="rate-side">
        <b>
          {verb} <span>{byWords(stage)}</span>
        </b>
        <span>{interval ?? converted.note ?? 'no interval'}</span>
        {intended ? <IntendedText value={stage.intended.conversion} /> : null}
      </p>
    </div>
  )
}

function IntendedText({ value }: { value: number | null }) {
  return (
    <span className="intended" aria-describedby={defined('intendedConversion')}>
      intended {percent(value)}
    </span>
  )
}

function IntendedReach({ stage }: CellProps) {
  const { conversion } = stage.intended
  if (conversion === null) return <p className="none">nothing intended</p>
  return (
    <>
      <div className="rate">
        <span className="rate-big rate-intended" aria-describedby={defined('intendedConversion')}>
          {percentDigits(conversion)}
          <small>%</small>
        </span>
        <p className="rate-side">
          <b>should move on</b>
          <span>{byWords(stage)}</span>
        </p>
      </div>
      <div className="bar" aria-hidden="true">
        <u style={{ left: percentOf(conversion) }} />
      </div>
    </>
  )
}

function Bar({ stage }: CellProps) {
  const { view, map } = useMapScene()
  if (!hasWayOn(map, stage) && stage.completedText === null) return null
  const { value, low, high } = stage.conversion.converted
  const intended = view === 'gap' ? stage.intended.conversion : null
  const parted = intended !== null && value !== null && stage.conversion.verdict === 'off'
  return (
    <div className="bar" aria-hidden="true">
      {parted ? <s style={{ left: percentOf(Math.min(value, intended)), width: percentOf(Math.abs(value - intended)) }} /> : null}
      {low !== null && high !== null ? <i style={{ left: percentOf(low), width: percentOf(high - low) }} /> : null}
      {value !== null ? <b style={{ left: percentOf(value) }} /> : null}
      {intended !== null ? <u style={{ left: percentOf(intended) }} /> : null}
    </div>
  )
}

function percentOf(share: number): string {
  return `${share * 100}%`
}
