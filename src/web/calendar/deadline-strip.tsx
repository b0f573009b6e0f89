import { Link } from '@tanstack/react-router'
import type { JourneyDeadline } from '../../model/deadline.ts'
import { useMedia } from '../shell/media.ts'
import { AxisMonths } from './axis-months.tsx'
import { placeOn, type TimeAxis } from './time-axis.ts'
import { daysText } from './trend-marks.ts'

/** The deadlines of every journey on the months of the campaigns, a row each; their names lead to where they are edited (rule K6). */
export function DeadlineStrip({ deadlines, axis }: { deadlines: readonly JourneyDeadline[]; axis: TimeAxis }) {
  return (
    <section aria-labelledby="deadlines" className="deadlines">
      <h2 id="deadlines">Deadlines</h2>
      {deadlines.length === 0 ? (
        <p>
          No journey has a deadline yet: a day that people work towards, such as an open day, an intake or the end of a budget year. Add one
          in the editor of a journey, under Deadlines. It stands here then, beside the campaigns.
        </p>
      ) : (
        <div className="strip-frame">
          <AxisMonths axis={axis} />
          <ul className="deadline-rows">
            {deadlines.map((deadline) => (
              <Row key={`${deadline.journey.id} ${deadline.id}`} deadline={deadline} axis={axis} />
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}

function Row({ deadline: { journey, id, name, text, days }, axis }: { deadline: JourneyDeadline; axis: TimeAxis }) {
  const narrow = useMedia('(max-width: 760px)')
  const marks = marksOf(days, axis, narrow ? 0.26 : 0.11)
  return (
    <li>
      <p>
        <Link to="/journeys/$journey/edit" params={{ journey: journey.id }} aria-label={`${name}: edit the deadlines of ${journey.name}`}>
          {name}
        </Link>{' '}
        <small>
          {journey.name} · {text}
        </small>
      </p>
      {marks.length === 0 ? (
        <p className="none">No day in these months.</p>
      ) : (
        <ol className="deadline-days" aria-label={`${name}, ${journey.name}: days shown`}>
          {marks.map(({ day, at, written }) => (
            <li key={`${id} ${day}`} style={{ left: `${at * 100}%` }} data-late={at > 0.8 || undefined}>
              <span className={written ? undefined : 'hidden'}>{daysText(day, day)}</span>
            </li>
          ))}
        </ol>
      )}
    </li>
  )
}

/** The days on the axis; where they stand closer than `apart`, only some are written, the others are marks alone. */
function marksOf(days: readonly string[], axis: TimeAxis, apart: number): { day: string; at: number; written: boolean }[] {
  let last = Number.NEGATIVE_INFINITY
  return days.flatMap((day) => {
    const at = placeOn(axis, Date.parse(day))
    if (at < 0 || at > 1) return []
    const written = at - last >= apart && (at <= 0.8 || at - last >= 2 * apart)
    if (written) last = at
    return [{ day, at, written }]
  })
}
