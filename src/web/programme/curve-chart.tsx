import { type CSSProperties, useRef } from 'react'
import { countOf, percent } from '../../map/format.ts'
import type { SequenceDesign } from '../../model/programme-design.ts'
import { axisDays, bandPath, dayRange, heightOf, placeOf, reachOn, stepPath } from './curve-reading.ts'
import { Pin } from './pin.tsx'

interface CurveChartProps {
  sequence: SequenceDesign
  days: readonly number[]
  move(at: number, to: number): void
}

/** The share still in the stage by the days since entry, the window of sending, and a pin for each message. */
export function CurveChart({ sequence, days, move }: CurveChartProps) {
  const field = useRef<HTMLDivElement>(null)
  const { curve, window, slots, stageName } = sequence
  const range = dayRange(
    curve,
    window?.value ?? null,
    slots.map(({ day }) => day),
  )
  const dayAt = (clientX: number) => {
    const box = field.current?.getBoundingClientRect()
    return box === undefined || box.width === 0 ? range[0] : range[0] + ((clientX - box.left) / box.width) * (range[1] - range[0])
  }
  const lead = sequence.deadline === null ? 'days since entering' : `days before the deadline “${sequence.deadline.name}”`
  return (
    <figure className="curve-chart" aria-label={`${stageName}: ${chartWords(sequence)}`}>
      <div className="curve-scale" aria-hidden="true">
        {[1, 0.5, 0].map((share) => (
          <span key={share} style={{ top: `${heightOf(share)}%` }}>
            {percent(share)}
          </span>
        ))}
      </div>
      <div className="curve-field" ref={field}>
        {window === null ? null : <WindowBand window={window.value} range={range} />}
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          <path className="curve-grid" d="M0,0H100M0,50H100M0,100H100" />
          <path className="curve-band" d={bandPath(curve, range)} />
          <path className="curve-line" d={stepPath(curve.days, curve.still, range)} />
        </svg>
        <CurveEnd sequence={sequence} range={range} />
        {days.map((day, at) => (
          <Pin
            // biome-ignore lint/suspicious/noArrayIndexKey: a message is its place in the sequence, and keeps the focus while it moves.
            key={at}
            at={at}
            days={days}
            range={range}
            point={reachOn(curve, day)}
            dayAt={dayAt}
            move={(to) => move(at, to)}
          />
        ))}
      </div>
      <div className="curve-days" aria-hidden="true">
        {axisDays(range)
          .filter((day) => days.every((own) => Math.abs(placeOf(own, range) - placeOf(day, range)) > 7))
          .map((day) => (
            <span key={day} style={{ left: `${placeOf(day, range)}%` }}>
              {Math.abs(day)}
            </span>
          ))}
        {days.map((day) => (
          <b key={day} style={{ left: `${placeOf(day, range)}%` }}>
            {Math.abs(day)}
          </b>
        ))}
      </div>
      <figcaption>{lead}</figcaption>
    </figure>
  )
}

function WindowBand({ window: { first, last }, range }: { window: { first: number; last: number }; range: [number, number] }) {
  const place: CSSProperties = { left: `${placeOf(first, range)}%`, width: `${placeOf(last, range) - placeOf(first, range)}%` }
  return (
    <div className="curve-window" style={place} aria-hidden="true">
      <span>send in these days</span>
    </div>
  )
}

/** The label at the curve's end, above it unless it would leave the field. */
function CurveEnd({ sequence: { curve }, range }: { sequence: SequenceDesign; range: [number, number] }) {
  const [day, still] = [curve.days.at(-1), curve.still.at(-1)]
  if (day === undefined || still === undefined) return null
  const place: CSSProperties = { right: `${100 - placeOf(day, range)}%`, top: `${heightOf(still)}%` }
  return (
    <span className="curve-end" style={place} data-low={still > 0.8 || undefined} aria-hidden="true">
      still here {percent(still)}
    </span>
  )
}

function chartWords({ curve, stays, slots }: SequenceDesign): string {
  const [day, still] = [curve.days.at(-1), curve.still.at(-1)]
  if (day === undefined || still === undefined) return 'no curve yet'
  return `of ${countOf(stays, 'stay')}, ${percent(still)} are still here after ${countOf(day, 'day')}. ${countOf(slots.length, 'message')}.`
}
