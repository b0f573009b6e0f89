import { countOf, percent } from '../map/format.ts'
import type { FrictionMessage } from '../model/programme.ts'
import type { ProgrammeDesign, Source } from '../model/programme-design.ts'
import type { MessageRow } from './message-rows.ts'
import { reachOnDay } from './reach-on-day.ts'

/** What the data say of a message. `reach`: the share of the stays that are still there on its day; null: nothing is known of it. `texts`: where its numbers come from, in plain sentences. */
export interface MessageSources {
  reach: number | null
  texts: readonly string[]
}

const nothing: MessageSources = { reach: null, texts: [] }

/** Where the numbers of a message come from: those of the slot that a design puts on its day, else that people chose them, and what the data say of that (rules R3, R5). */
export function messageSources(design: ProgrammeDesign | null, row: MessageRow): MessageSources {
  if (design === null || row.kind === 'transactional') return nothing
  return row.kind === 'sequence' ? daySources(design, row) : { reach: null, texts: signalSources(design, row.message) }
}

function daySources(
  design: ProgrammeDesign,
  { sequence: { stage, persona }, message: { day } }: MessageRow & { kind: 'sequence' },
): MessageSources {
  const ofStage = design.sequences.filter((one) => one.stage === stage)
  const designed = ofStage.find((one) => one.persona === persona) ?? ofStage.find((one) => one.persona === null)
  if (designed === undefined) return { reach: null, texts: ['People chose this day: the data suggest no message for this stage.'] }
  const slot = designed.persona === persona ? designed.slots.find((one) => one.day === day) : undefined
  if (slot !== undefined) return { reach: slot.reach, texts: slot.sources.map(sourceText) }
  const reach = day < 0 ? null : reachOnDay(design.sequences, stage, persona, day)
  const chosen = 'People chose this day: the data suggest another, or none.'
  const said = reach === null ? [] : [`Of ${countOf(designed.stays, 'stay')} ${percent(reach)} are still there by then (rule R3).`]
  return { reach, texts: [chosen, ...said] }
}

function signalSources({ friction }: ProgrammeDesign, { stage, signal }: FrictionMessage): string[] {
  const found = friction.find((one) => one.stage === stage && JSON.stringify(one.signal) === JSON.stringify(signal))
  if (found === undefined) return ['People chose this sign: nothing of the data was asked about it.']
  const delay = found.delayDays?.sources.map(sourceText) ?? []
  return [`${countOf(found.showed, 'stay')} showed this sign by the day on which it is judged (rule R5).`, ...delay, ...found.notes]
}

function sourceText(source: Source): string {
  if (source.kind === 'definition') return source.text
  if (source.kind === 'figure') return `${source.text} (rule ${source.rule}; ${source.count} in stage ${source.stage}, set ${source.set})`
  return `Assumption: ${source.text}${source.published === null ? '' : ` (${source.published})`}`
}
