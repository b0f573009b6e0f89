import { parse } from 'csv-parse/sync'
import { AppError } from '../../../core/error.ts'
import { parseDuration } from '../../../model/duration.ts'
import type { ExportFile, ReadBack, ReadMessage } from '../target.ts'
import { unguardedCell } from './formula-guard.ts'

/** The file of the pack that says everything about its messages. */
export const sheetPath = 'build-sheet.csv'

const kinds = ['sequence', 'friction', 'transactional'] as const

/** Reads the build sheet of a pack, maybe changed in a spreadsheet since. Errors: `invalid` where there is none, or where it has no column "message". */
export function readBuildSheet(files: readonly ExportFile[]): ReadBack {
  const file = files.find(({ path }) => path === sheetPath || path.endsWith(`/${sheetPath}`))
  if (file === undefined) throw new AppError('invalid', `There is no ${sheetPath} among the files: name the folder that the export wrote.`)
  const text = typeof file.content === 'string' ? file.content : new TextDecoder().decode(file.content)
  const rows = records(text)
  const notes: string[] = []
  const messages = rows.flatMap((row, index) => readRow(row, index + 2, notes))
  return { messages, notes }
}

function records(text: string): Record<string, string>[] {
  const [first = ''] = text.split('\n', 1)
  const delimiter = [';', '\t'].find((one) => first.split(one).length > first.split(',').length) ?? ','
  try {
    const read = parse(text, { bom: true, columns: true, delimiter, relax_column_count: true, skip_empty_lines: true }) as Record<
      string,
      string
    >[]
    if (read[0] === undefined || 'message' in read[0]) return read
  } catch (error) {
    throw new AppError('invalid', `${sheetPath} cannot be read as CSV: ${error instanceof Error ? error.message : error}`, null, error)
  }
  throw new AppError('invalid', `${sheetPath} has no column "message" in its first line: keep the names of its columns.`)
}

function readRow(row: Record<string, string>, line: number, notes: string[]): ReadMessage[] {
  const cell = (name: string): string | null => {
    const text = unguardedCell(row[name] ?? '').trim()
    return text === '' ? null : text
  }
  const id = cell('message')
  const kind = kinds.find((one) => one === cell('kind'))
  if (id === null || kind === undefined) {
    notes.push(
      `${sheetPath}, line ${line}: ${id === null ? 'no id of a message' : `"${cell('kind') ?? ''}" is no kind of message (${kinds.join(', ')})`}, so it is left out.`,
    )
    return []
  }
  const day = cell('day')
  const dayRead = day === null || !/^-?\d+(\.\d+)?$/.test(day) ? null : Number(day)
  if (day !== null && dayRead === null) notes.push(`${sheetPath}, line ${line}: "${day}" is no number of days.`)
  const delay = cell('delay')
  const delayMs = delay === null ? null : parseDuration(delay)
  if (delay !== null && delayMs === null) notes.push(`${sheetPath}, line ${line}: "${delay}" is no duration, such as "2 days".`)
  const where = { stage: cell('stage'), persona: cell('persona') }
  return [{ id, kind, name: cell('name'), ...where, day: dayRead, delayMs, condition: cell('condition') }]
}
