import type { PreviewColumn } from '../model/file-preview.ts'
import { guessTimeFormat } from './guess-time-format.ts'
import type { Inspection } from './inspect-file.ts'
import { columnsOf, type Mapping } from './mapping.ts'

/** Enough to see what a column holds; more would make wide files slow. */
const judgedRows = 200

/** Each column of a file: what its first values look like, one of them, and what the mapping makes of it. */
export function previewColumns({ columns, rows }: Inspection, mapping: Mapping | null): PreviewColumn[] {
  const uses = mapping === null ? null : usesOf(mapping)
  const judged = rows.slice(0, judgedRows)
  return columns.map((name, index) => {
    const values = judged.map((row) => row[index] ?? '')
    const filled = values.filter((value) => value !== '')
    return {
      name,
      looks: looksOf(filled, judged.length),
      filled: judged.length === 0 ? 0 : filled.length / judged.length,
      example: (filled[0] ?? '').slice(0, 80),
      use: uses === null ? '' : (uses.get(name)?.join(', ') ?? leftOver(mapping)),
    }
  })
}

function looksOf(filled: readonly string[], rows: number): PreviewColumn['looks'] {
  if (filled.length === 0) return 'empty'
  if (guessTimeFormat(filled) !== null) return 'time'
  if (filled.every((value) => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value))) return 'e-mail'
  const different = new Set(filled).size
  if (different === rows && rows > 1) return 'different in each row'
  if (filled.every((value) => /^\s*-?\d+([.,]\d+)?\s*$/.test(value))) return 'number'
  return different <= 12 && different < filled.length ? 'few values' : 'text'
}

function leftOver(mapping: Mapping | null): string {
  return mapping?.properties.kind === 'rest' ? 'property' : 'left out'
}

const placeWords: Readonly<Record<string, string>> = {
  time: 'when it happened',
  originalTime: 'the device’s time',
  sentAt: 'when it was sent',
  receivedAt: 'when it arrived',
  name: 'what happened',
  id: 'the event’s own id',
  channel: 'the channel',
  touchpoint: 'the touchpoint',
  initiator: 'who set it going',
  sequence: 'the order',
  validFrom: 'since when it holds',
  parts: 'a list of parts',
}

function usesOf(mapping: Mapping): Map<string, string[]> {
  const uses = new Map<string, string[]>()
  for (const { place, column } of columnsOf(mapping))
    uses.set(column, [...new Set([...(uses.get(column) ?? []), purposeOf(place, mapping)])])
  return uses
}

function purposeOf(place: string, mapping: Mapping): string {
  const [first = '', second = '', third = ''] = place.split('.')
  if (first === 'objects' || first === 'key') return `the ${second}`
  if (first === 'properties') return 'property'
  if (first === 'objectProperties') return `property of the ${second}`
  if (first === 'origin') return 'the channel'
  if (first === 'events' && mapping.kind === 'wide')
    return third === 'when' ? 'which event it is' : `when: ${mapping.events[Number(second)]?.name ?? ''}`
  return placeWords[first] ?? first
}
