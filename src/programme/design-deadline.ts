import { countOf, percent, percentInterval } from '../map/format.ts'
import { type DeadlinePresence, halfWeek } from '../measures/deadline-presence.ts'
import { type Until, untilText } from '../model/deadline.ts'
import type { SequenceDesign, Slot } from '../model/programme-design.ts'
import { type DesignChoices, designQuestions, figure, frameOf, type SequenceFacts, slotNotes } from './design-sequence.ts'
import { enoughStays, fewShare } from './sequence-window.ts'
import { placeSlots, type Window } from './slots.ts'

/** The last message of a stage that ends at a deadline goes so many days before, at the latest (rule R3). */
const lastDays = 7

/**
 * Designs the messages of a stage whose window ends at a deadline (rules R3, K7): they count back from its end, in whole weeks, and part the time equally that people spend in the stage
 * from the furthest week with a fifth of the most who are ever there to a week before the end. Days are below 0.
 */
export function designDeadlineSequence(
  facts: SequenceFacts,
  until: Until,
  presence: DeadlinePresence | undefined,
  choices: DesignChoices,
): SequenceDesign {
  const frame = { ...frameOf(facts, choices), stays: presence?.n ?? 0 }
  const found = presenceWindow(presence)
  const where = `Messages count back from ${untilText(until)}, in whole weeks, and go to whoever is in the stage then, whenever they came (R3, K7).`
  if (typeof found === 'string' || presence === undefined)
    return { ...frame, window: null, slots: [], notes: [`No design: ${found}`, where, ...facts.notes], curve: drawn(presence) }
  const slots = deadlineSlots(facts, presence, found, choices)
  const ends = `From ${found.last / 7} weeks before the end of the window on at least ${percent(fewShare)} are there of the most who ever are, and ${enoughStays} stays.`
  return {
    ...frame,
    window: {
      value: { first: -found.last, last: -found.first },
      sources: [
        figure('R2', ends, facts.stage.id, 'windowOver', presence.n),
        { kind: 'assumption', text: 'The last message goes a week before, at the latest.', published: null },
      ],
    },
    slots,
    notes: [
      ...(slots.length === 0
        ? ['No design: no whole week fits into the time that people spend here.']
        : [where, ...slotNotes(facts, slots, choices)]),
      ...facts.notes,
    ],
    curve: drawn(presence),
  }
}

/** The time before the end in which messages go, in days back from it; a text: why there is none. */
function presenceWindow(presence: DeadlinePresence | undefined): Window | string {
  if (presence === undefined || presence.n === 0)
    return 'no deadline of this stage is over yet, so that nothing is known of when people are here.'
  if (presence.n < enoughStays) return `${countOf(presence.n, 'stay')} with their deadline behind them, and ${enoughStays} are needed.`
  const first = lastDays / halfWeek
  const most = Math.max(...presence.present.slice(first).map(({ value }) => value ?? 0))
  const furthest = presence.present.findLastIndex(({ value, hits }) => hits >= enoughStays && (value ?? 0) >= fewShare * most)
  if (furthest > first) return { first: lastDays, last: furthest * halfWeek }
  return `more than a week before the deadline fewer than ${enoughStays} of ${countOf(presence.n, 'stay')} are in the stage.`
}

function deadlineSlots(facts: SequenceFacts, presence: DeadlinePresence, window: Window, { minGapDays, cap }: DesignChoices): Slot[] {
  const { present, area } = presence
  const at = (day: number) => present[Math.round(day / halfWeek)]
  const curve = {
    still: (day: number) => at(day)?.value ?? 0,
    area: (day: number) => area[Math.min(area.length - 1, Math.round(day / halfWeek))] as number,
  }
  const most = facts.evidence.length === 0 ? cap : Math.min(cap, facts.evidence.length)
  const placed = placeSlots(curve, window, { minGapDays, most, step: 7 }).reverse()
  const asked = designQuestions(
    facts,
    placed.map(({ day }) => -day),
  )
  return placed.map(({ day, reach }, k): Slot => {
    const { low = null, high = null } = at(day) ?? {}
    const interval = percentInterval(low, high)
    const there = `${percent(reach)} of ${countOf(presence.n, 'stay')} were in the stage ${countOf(day / 7, 'week')} before their window ended${interval === null ? '' : ` (95 %: ${interval})`}.`
    const { sources, ...question } = asked[k] as (typeof asked)[number]
    return {
      day: -day,
      reach,
      low,
      high,
      ...question,
      sources: [figure('R3', there, facts.stage.id, 'windowOver', presence.n), ...sources],
    }
  })
}

/** The share present, by days before the end, to draw. */
function drawn(presence: DeadlinePresence | undefined): SequenceDesign['curve'] {
  const present = [...(presence?.present ?? [])].reverse()
  const last = present.length - 1
  return {
    days: present.map((_, k) => (k === last ? 0 : (k - last) * halfWeek)),
    still: present.map(({ value }) => value ?? 0),
    low: present.map(({ low }) => low),
    high: present.map(({ high }) => high),
  }
}
