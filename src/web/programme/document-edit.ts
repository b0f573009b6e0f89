import type { DocumentPath } from '../../model/document-path.ts'
import type { EditOperation } from '../../model/edit/edit-operation.ts'
import type { Programme } from '../../model/programme.ts'

/** What the fields of a kept programme read and change. */
export interface DocumentEdit {
  programme: Programme
  edit(operation: EditOperation): void
}

/** Sets a value of the document; an empty text takes it out. */
export function written(path: DocumentPath, text: string): EditOperation {
  return text === '' ? { kind: 'remove', path } : { kind: 'set', path, value: text }
}

/** Sets a whole number of the document; null where the text is none. */
export function wholeWritten(path: DocumentPath, text: string): EditOperation | null {
  const value = Number(text)
  return text !== '' && Number.isInteger(value) ? { kind: 'set', path, value } : null
}
