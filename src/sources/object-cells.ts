import type { Condition, ObjectColumn } from './mapping.ts'
import { parseJson } from './ndjson.ts'

/** An object of a row and the place of its id. */
export interface ObjectCell extends Pick<ObjectColumn, 'type' | 'empty' | 'lowerCase' | 'prefix' | 'several'> {
  index: number
  when: readonly ConditionCell[]
  unless: readonly ConditionCell[]
}

/** A condition and the place of its column. */
export interface ConditionCell {
  index: number
  values: readonly string[]
}

/** The object columns of a mapping among a file's columns. */
export function objectCells(objects: readonly ObjectColumn[], columns: readonly string[]): ObjectCell[] {
  return objects.map(({ column, when, unless, ...object }) => ({
    ...object,
    index: columns.indexOf(column),
    when: conditionCells(when, columns),
    unless: conditionCells(unless, columns),
  }))
}

/** Conditions among a file's columns. A column that the file lacks is empty in every row. */
export function conditionCells(conditions: readonly Condition[], columns: readonly string[]): ConditionCell[] {
  return conditions.map(({ column, values }) => ({ index: columns.indexOf(column), values }))
}

/** True where each column holds one of its values. */
export function meets(conditions: readonly ConditionCell[], cells: readonly string[]): boolean {
  return conditions.every(({ index, values }) => values.includes(cells[index] ?? ''))
}

function hindered(conditions: readonly ConditionCell[], cells: readonly string[]): boolean {
  return conditions.some(({ index, values }) => values.includes(cells[index] ?? ''))
}

/** The id that a row gives an object; "" where it gives none. Ids are text as they stand: "NA" and "null" are ids like others. */
export function objectId({ index, empty, lowerCase, prefix, when, unless }: ObjectCell, cells: readonly string[]): string {
  const text = cells[index] || empty
  if (text === '' || !text.startsWith(prefix) || !meets(when, cells)) return ''
  if (hindered(unless, cells)) return ''
  return lowerCase ? text.trim().toLowerCase() : text
}

/** Every id that a row gives an object: one, or, where the mapping says several, each of a JSON list. */
export function objectIds(object: ObjectCell, cells: readonly string[]): readonly string[] {
  const text = object.several ? (cells[object.index] ?? '') : ''
  if (!text.startsWith('[')) {
    const id = objectId(object, cells)
    return id === '' ? [] : [id]
  }
  if (!meets(object.when, cells) || hindered(object.unless, cells)) return []
  const ids = listOf(text).filter((id) => id !== '' && id.startsWith(object.prefix))
  return [...new Set(object.lowerCase ? ids.map((id) => id.trim().toLowerCase()) : ids)]
}

/** Ids of a list: its texts and numbers, and the id of each object in it. */
function listOf(text: string): string[] {
  try {
    const list = parseJson(text)
    if (!Array.isArray(list)) return [text]
    const ids = list.map((one: unknown) => (typeof one === 'object' && one !== null && 'id' in one ? one.id : one))
    return ids.filter((one) => typeof one === 'string' || typeof one === 'number').map(String)
  } catch {
    return [text]
  }
}
