import type { PreviewDecision } from '../../model/file-preview.ts'

/** What stands at a place of a mapping document; undefined where nothing does. */
export function valueAt(document: unknown, place: PreviewDecision['place']): unknown {
  let value = document
  for (const part of place) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<string | number, unknown>)[part]
  }
  return value
}

/** The text at a place; "" where there is none. */
export function textAt(document: unknown, place: PreviewDecision['place']): string {
  const value = valueAt(document, place)
  return typeof value === 'string' ? value : ''
}

/** The column that a place names, written alone or with more said about it; "" where there is none. */
export function columnAt(document: unknown, place: PreviewDecision['place']): string {
  return textAt(document, place) || textAt(document, [...place, 'column'])
}

/** The names at a place with the column of each, as of `objects` and `key`. */
export function columnsAt(document: unknown, place: PreviewDecision['place']): { name: string; column: string }[] {
  const value = valueAt(document, place)
  if (typeof value !== 'object' || value === null) return []
  return Object.keys(value).map((name) => ({ name, column: columnAt(value, [name]) }))
}
