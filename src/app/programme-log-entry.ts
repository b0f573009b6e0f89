import { AppError } from '../core/error.ts'
import type { ProgrammeLogEntry } from '../model/programme-log.ts'

/** An entry of the log of programmes; what is left out is not said. Errors: `usage` for a text that is too long. */
export function programmeLogEntry(
  entry: Pick<ProgrammeLogEntry, 'programme' | 'at' | 'act' | 'by'> & Partial<ProgrammeLogEntry>,
): ProgrammeLogEntry {
  return { reason: '', changes: [], ...entry, by: plainText(entry.by, 'by', 200) }
}

/** A short text that people give, without space around it. Errors: `usage`. */
export function plainText(text: string, what: string, longest: number): string {
  const plain = text.trim()
  if (plain.length <= longest && !plain.includes('\0')) return plain
  throw new AppError('usage', `${what}: it has ${plain.length} characters; at most ${longest} of plain text are kept.`)
}
