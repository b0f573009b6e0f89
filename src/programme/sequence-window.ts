import { countOf, daysWords, percent } from '../map/format.ts'
import type { StageSurvival } from '../measures/stage-survival.ts'
import type { Window } from './slots.ts'

/** A window holds until so few of those there at the first possible send are left (rule R2). */
export const fewShare = 0.2

/** So many stays must be followed for a day to be part of the window (rule R2). */
export const enoughStays = 30

/** The window of a sequence, and what ended it in words; or why there is none (rule R2). */
export type FoundWindow = { window: Window; ends: string } | { window: null; why: string }

/** The days between which a sequence may send (rule R2): from the first possible send to the least of few left, the end of the stage's window, and the last moment with enough stays. */
export function sequenceWindow(survival: StageSurvival | undefined, first: number): FoundWindow {
  if (survival === undefined || survival.n === 0)
    return none('nobody has entered this stage in the data chosen, so that nothing is known of how long people stay.')
  const { n, lastFollowed, fewLeft, window, stillAtFirst } = survival
  if (lastFollowed === null) return none(`${countOf(n, 'stay')}, and ${enoughStays} are needed to say how long people stay.`)
  if (stillAtFirst <= 0)
    return none(`everybody leaves this stage before day ${first}, the first possible send: a message would reach nobody.`)
  const ends = [
    { mark: fewLeft, text: `by then ${percent(1 - fewShare)} of those still there on day ${first} have left` },
    { mark: window, text: `the stage's window ends then` },
    { mark: lastFollowed, text: `later fewer than ${enoughStays} stays are followed` },
  ].flatMap(({ mark, text }) => (mark === null ? [] : [{ day: mark.day, text }]))
  const [end] = ends.sort((a, b) => a.day - b.day) as [(typeof ends)[number]]
  if (end.day > first) return { window: { first, last: end.day }, ends: end.text }
  if (end.day === lastFollowed.day)
    return none(`on day ${first}, the first possible send, fewer than ${enoughStays} of ${countOf(n, 'stay')} are still followed.`)
  if (end.day === window?.day) return none(`the stage's window of ${daysWords(end.day)} is over by day ${first}, the first possible send.`)
  return none(`by day ${first}, the first possible send, hardly anybody is left.`)
}

const none = (why: string): FoundWindow => ({ window: null, why: `No design: ${why}` })
