import { durationText } from '../model/duration.ts'
import type { Programme } from '../model/programme.ts'
import { messageRows } from './message-rows.ts'
import type { ReadBack, ReadMessage } from './targets/target.ts'

/** One way in which an export read back differs from the programme. */
export interface ExportDifference {
  /** Id of the message. */
  message: string
  /** `added`: only in the export; `removed`: only in the programme; else what of it differs. */
  what: 'added' | 'removed' | 'kind' | 'name' | 'stage' | 'persona' | 'day' | 'delay' | 'condition'
  /** As text; null where there is none. */
  programme: string | null
  export: string | null
  /** In one sentence. */
  text: string
}

/** A programme's messages as an export would say them. */
export function readProgramme(programme: Programme): ReadMessage[] {
  return messageRows(programme).map((row) => ({
    id: row.message.id,
    kind: row.kind,
    name: row.message.name,
    stage: row.kind === 'sequence' ? row.sequence.stage : row.kind === 'friction' ? row.message.stage : null,
    persona: row.kind === 'sequence' ? row.sequence.persona : null,
    day: row.kind === 'sequence' ? row.message.day : null,
    delayMs: row.kind === 'friction' ? row.message.delayMs : null,
    condition: row.condition,
  }))
}

/** How an export differs from a programme: what its format does not say is not compared. In the order of the programme, then of the export. */
export function exportDifferences(programme: Programme, { messages }: ReadBack): ExportDifference[] {
  const own = readProgramme(programme)
  const theirs = new Map(messages.map((message) => [message.id, message]))
  const known = new Set(own.map(({ id }) => id))
  return [
    ...own.flatMap((mine) => {
      const other = theirs.get(mine.id)
      return other === undefined ? [gone(mine, 'removed')] : changes(mine, other, own, messages)
    }),
    ...messages.filter(({ id }) => !known.has(id)).map((message) => gone(message, 'added')),
  ]
}

function gone(message: ReadMessage, what: 'added' | 'removed'): ExportDifference {
  const shown = message.name ?? message.id
  const [mine, other] = what === 'removed' ? [shown, null] : [null, shown]
  const text = `"${message.id}" is only in the ${what === 'removed' ? 'programme' : 'export'}.`
  return { message: message.id, what, programme: mine, export: other, text }
}

function changes(mine: ReadMessage, other: ReadMessage, own: readonly ReadMessage[], all: readonly ReadMessage[]): ExportDifference[] {
  const told = (what: ExportDifference['what'], a: string | null, b: string | null, more = ''): ExportDifference[] => {
    if (b === null || a === b) return []
    return [
      {
        message: mine.id,
        what,
        programme: a,
        export: b,
        text: `"${mine.id}": ${what} is ${a ?? 'none'} in the programme, ${b} in the export${more}.`,
      },
    ]
  }
  const delay = (ms: number | null) => (ms === null ? null : durationText(ms))
  const gaps = [gapText(mine, own), gapText(other, all)] as const
  const gap = gaps[0] === gaps[1] || gaps[1] === '' ? '' : ` (${gaps[0] === '' ? 'the first of its sequence' : gaps[0]}; there ${gaps[1]})`
  return [
    ...told('kind', mine.kind, other.kind),
    ...told('name', mine.name, other.name),
    ...told('stage', mine.stage, other.stage),
    ...told('persona', mine.persona, other.persona),
    ...told('day', mine.day === null ? null : String(mine.day), other.day === null ? null : String(other.day), gap),
    ...told('delay', delay(mine.delayMs), delay(other.delayMs)),
    ...told('condition', mine.condition, other.condition),
  ]
}

/** "7 days after c1": the gap to the message before it in its sequence; empty for the first. */
function gapText({ id, kind, stage, persona, day }: ReadMessage, all: readonly ReadMessage[]): string {
  if (kind !== 'sequence' || day === null) return ''
  const before = all
    .filter((one) => one.kind === 'sequence' && one.stage === stage && one.persona === persona && one.id !== id && (one.day ?? day) < day)
    .sort((a, b) => (b.day ?? 0) - (a.day ?? 0))[0]
  if (before?.day == null) return ''
  const gap = day - before.day
  return `${gap} ${gap === 1 ? 'day' : 'days'} after "${before.id}"`
}
