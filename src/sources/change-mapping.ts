import { type Document, isScalar, parseDocument, stringify } from 'yaml'
import { AppError } from '../core/error.ts'
import type { DocumentChange } from '../model/file-preview.ts'

/** A mapping document as text and as plain data. */
export interface MappingDocument {
  text: string
  data: Record<string, unknown>
}

/** A document from plain data. */
export function documentOf(data: Record<string, unknown>): MappingDocument {
  return { text: stringify(data), data }
}

/** Reads a mapping document without judging what it says. Errors: `invalid` where it is no YAML or JSON, or no set of names with values. */
export function readDocument(text: string): MappingDocument {
  const document = parseDocument(text)
  const broken = document.errors[0]
  if (broken !== undefined) throw new AppError('invalid', `The mapping is no YAML or JSON: ${broken.message}`)
  return { text, data: dataOf(document) }
}

function dataOf(document: Document): Record<string, unknown> {
  const data = document.toJS() as unknown
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw new AppError('invalid', 'The mapping must be names with values, beginning with kind: events, wide or properties.')
  return data as Record<string, unknown>
}

/** Puts values into a mapping document or takes them away; what else stands in it, remarks included, stays as it was written. */
export function changeDocument(text: string, changes: readonly DocumentChange[]): MappingDocument {
  readDocument(text)
  const document = parseDocument(text)
  for (const { place, value } of changes) {
    openPlace(document, place)
    if (value === null || value === undefined) document.deleteIn(place)
    else document.setIn(place, document.createNode(value))
  }
  const data = dataOf(document)
  return { text: document.toString(), data }
}

/** A column written alone, as in `time: created`, becomes `{column: created}` where more is said about it. */
function openPlace(document: Document, place: DocumentChange['place']) {
  for (let depth = 1; depth < place.length; depth++) {
    const above = place.slice(0, depth)
    const node = document.getIn(above, true)
    if (isScalar(node)) document.setIn(above, document.createNode(node.value === null ? {} : { column: node.value }))
  }
}
