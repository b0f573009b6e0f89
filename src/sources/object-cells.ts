import type { ObjectColumn } from './mapping.ts'

/** An object of a row and the place of its id. */
export interface ObjectCell {
  type: string
  index: number
  empty: string
}

/** The object columns of a mapping among a file's columns. */
export function objectCells(objects: readonly ObjectColumn[], columns: readonly string[]): ObjectCell[] {
  return objects.map(({ type, column, empty }) => ({ type, index: columns.indexOf(column), empty }))
}

/** The id that a row gives an object; "" where it gives none. Ids are text as they stand: "NA" and "null" are ids like others. */
export function objectId({ index, empty }: ObjectCell, cells: readonly string[]): string {
  return cells[index] || empty
}
