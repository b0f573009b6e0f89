import type { KeyboardEvent, PointerEvent } from 'react'
import { percent } from '../../map/format.ts'
import { type CurvePoint, heightOf, placeOf } from './curve-reading.ts'
import { dayWords } from './day-words.ts'
import { roomOf } from './moved-days.ts'

interface PinProps {
  at: number
  days: readonly number[]
  range: [first: number, last: number]
  point: CurvePoint | null
  /** The day under a place of the window, in pixels. */
  dayAt(clientX: number): number
  move(to: number): void
}

/** One message on the curve: dragged, or moved by the arrow keys, a week by the page keys. */
export function Pin({ at, days, range, point, dayAt, move }: PinProps) {
  const day = days[at] ?? 0
  const [least, most] = roomOf(days, at, range)
  const reach = point === null ? 'nobody knows how many are still here' : `reaches ${percent(point.still)}`
  const left = `${placeOf(day, range)}%`
  const top = `${heightOf(point?.still ?? 0)}%`
  return (
    <>
      <i className="pin-stem" style={{ left, top }} aria-hidden="true" />
      <span
        className="pin"
        role="slider"
        tabIndex={0}
        style={{ left, top }}
        aria-label={`Message ${at + 1}`}
        aria-valuemin={least}
        aria-valuemax={most}
        aria-valuenow={day}
        aria-valuetext={`${dayWords(day)}, ${reach}`}
        onPointerDown={take}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) move(dayAt(event.clientX))
        }}
        onKeyDown={(event) => byKey(event, { day, least, most, move })}
      >
        {at + 1}
        <em data-left={placeOf(day, range) > 85 || undefined} aria-hidden="true">
          {point === null ? '?' : percent(point.still)}
        </em>
      </span>
    </>
  )
}

function take(event: PointerEvent<HTMLSpanElement>): void {
  if (event.button !== 0) return
  event.preventDefault()
  event.currentTarget.focus()
  event.currentTarget.setPointerCapture(event.pointerId)
}

interface Movable {
  day: number
  least: number
  most: number
  move(to: number): void
}

function byKey(event: KeyboardEvent, { day, least, most, move }: Movable): void {
  const targets: Record<string, number> = {
    ArrowLeft: day - 1,
    ArrowDown: day - 1,
    ArrowRight: day + 1,
    ArrowUp: day + 1,
    PageDown: day - 7,
    PageUp: day + 7,
    Home: least,
    End: most,
  }
  const to = targets[event.key]
  if (to === undefined) return
  event.preventDefault()
  move(to)
}
