import { AppError } from '../core/error.ts'
import type { Inspection } from './inspect-file.ts'
import { columnsOf, type Mapping } from './mapping.ts'
import { shown } from './reject.ts'

/** True for a number as a spreadsheet shortens it (1.23457E+15): its last digits are lost, so that it is no id. */
export function isShortened(id: string): boolean {
  return (id.includes('E+') || id.includes('e+')) && /^-?\d(?:[.,]\d+)?E\+\d{2,3}$/i.test(id)
}

/** Refuses a file whose ids a spreadsheet has shortened, before anything of it is read. Errors: `invalid`, with the way out. */
export function refuseShortenedIds(mapping: Mapping, { columns, rows, path }: Inspection): void {
  const ids = columnsOf(mapping).filter(({ place }) => place === 'id' || /^(objects|also|key)\.[^.]+$/.test(place))
  for (const { column } of ids) {
    const index = columns.indexOf(column)
    const seen = rows.find((row) => isShortened(row[index] ?? ''))?.[index]
    if (seen === undefined) continue
    throw new AppError(
      'invalid',
      `Column ${JSON.stringify(column)} of ${path} holds ${shown(seen)}: a spreadsheet made a number of the id, and its last digits are lost. Format the column as text in the file from before, or export it anew and import it without opening it in a spreadsheet.`,
    )
  }
}
