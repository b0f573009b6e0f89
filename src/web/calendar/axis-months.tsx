import { placeOn, type TimeAxis, ticksOf } from './time-axis.ts'

/** The months over a strip, for the eye. */
export function AxisMonths({ axis }: { axis: TimeAxis }) {
  return (
    <div className="strip-months" aria-hidden="true">
      {ticksOf(axis).map(({ at, label }) => (
        <span key={at} style={{ left: `${placeOn(axis, at) * 100}%` }}>
          {label}
        </span>
      ))}
    </div>
  )
}
