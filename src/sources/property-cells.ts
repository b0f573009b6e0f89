import { columnsOf, type Mapping, type PropertyColumns } from './mapping.ts'
import { aboveMark, isAtPath, keyColumn } from './part-rows.ts'
import type { Row } from './row-reader.ts'

/** A property and the place of its column. */
export interface PropertyCell {
  name: string
  index: number
}

/** Columns that a reader, or a tool that copies tables, adds beside the file's own: never properties by themselves. */
const addedColumn = /^(classifier:|ocel:type:|_(fivetran|airbyte|sdc|dlt)_)/

/** The property columns of a mapping among a file's columns, in the order of their names (rule E2: canonical). */
export function propertyCells(mapping: Mapping, selection: PropertyColumns, columns: readonly string[]): PropertyCell[] {
  if (selection.kind === 'these') return cellsOf(selection.columns, columns)
  const taken = new Set(taking(mapping))
  const isOwn = (column: string) => !column.startsWith(aboveMark) && column !== keyColumn && !addedColumn.test(column)
  const isParts = (column: string) => mapping.parts.some(({ each }) => isAtPath(each[0] ?? '', column))
  const rest = columns.filter((column) => !taken.has(column) && isOwn(column) && !isParts(column))
  return cellsOf(
    rest.map((column) => ({ name: column, column })),
    columns,
  )
}

/** The given columns by name, those that the file has. */
export function cellsOf(wanted: readonly { name: string; column: string }[], columns: readonly string[]): PropertyCell[] {
  return wanted
    .map(({ name, column }) => ({ name, index: columns.indexOf(column) }))
    .filter(({ index }) => index >= 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

const onlyLookedAt = new Set(['where', 'machine', 'change.name', 'change.value'])

/** Columns with a part of their own. What a condition or the channel rule only looks at stays a property too, and so does another id of the row's own object. */
function taking(mapping: Mapping): string[] {
  return columnsOf(mapping)
    .filter(({ place }) => !/^(origin|also)\.|\.when$/.test(place) && !onlyLookedAt.has(place))
    .map(({ column }) => column)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is looked for
const separators = /[\u001d-\u001f]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is looked for
const separatorsInRaw = /[\u001d-\u001f]|\\u001[def]/i

/** True where a cell holds one of the characters that staging uses between fields. The raw text is looked at first: it is quicker. */
export function holdsSeparator(row: Row): boolean {
  return separatorsInRaw.test(row.raw) && row.cells.some((cell) => cell !== undefined && separators.test(cell))
}
