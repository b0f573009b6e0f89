import type { SequenceDesign } from '../../model/programme-design.ts'

/** The days of a sequence's messages as someone moved them, by the sequence's key. */
export type MovedDays = Readonly<Record<string, readonly number[]>>

/** Names a sequence within its design. */
export function sequenceKey({ stage, persona }: Pick<SequenceDesign, 'stage' | 'persona'>): string {
  return persona === null ? stage : `${stage}/${persona}`
}

/** The days a sequence's messages stand on: as moved, as long as there are as many. */
export function daysOf(sequence: SequenceDesign, moved: MovedDays): readonly number[] {
  const own = moved[sequenceKey(sequence)]
  return own !== undefined && own.length === sequence.slots.length ? own : sequence.slots.map(({ day }) => day)
}

/** Moves one message to a day, as far as its neighbours and the curve allow: messages keep their order, each has a day of its own. */
export function moveTo(days: readonly number[], at: number, to: number, [first, last]: readonly [first: number, last: number]): number[] {
  const [least, most] = roomOf(days, at, [first, last])
  return days.map((day, i) => (i === at ? Math.min(most, Math.max(least, Math.round(to))) : day))
}

/** The first and the last day that a message may move to. */
export function roomOf(
  days: readonly number[],
  at: number,
  [first, last]: readonly [first: number, last: number],
): [least: number, most: number] {
  const [before, after] = [days[at - 1], days[at + 1]]
  return [before === undefined ? Math.ceil(first) : before + 1, after === undefined ? Math.floor(last) : after - 1]
}

/** The gap to the message before, if it is below the least: in days. */
export function tooClose(days: readonly number[], at: number, minGapDays: number): number | null {
  const [before, own] = [days[at - 1], days[at]]
  if (before === undefined || own === undefined) return null
  return own - before < minGapDays ? own - before : null
}
