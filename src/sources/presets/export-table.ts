import { AppError } from '../../core/error.ts'

/** Names of one column in the exports of a vendor, letters and digits in small: "stagename" is StageName, stage_name, Stage Name. */
export type ColumnNames = string | readonly string[]

/** A file as a preset sees it: its columns by their vendor's names, its first rows, and what else is imported with it. */
export interface ExportTable {
  /** In small letters, without folder. */
  fileName: string
  columns: readonly string[]
  /** Ids of the presets that recognise the other files. */
  beside: ReadonlySet<string>
  /** Ids of the vendor's users who are the company's own people, from the file that tells; empty where none does. */
  team: readonly string[]
  /** The names of stages and of metrics, from the vendor's tables of them; empty where none is there. */
  stages: readonly { id: string; label: string; ending: 'won' | 'lost' | null; of: 'stage' | 'metric' }[]
  /** The file's own spelling of a column; undefined where it has none of these names. */
  column(names: ColumnNames): string | undefined
  /** As `column`, for one that is there whenever the preset is asked. */
  need(names: ColumnNames): string
  /** The cells of a column in the first rows; none where there is no such column. */
  values(names: ColumnNames): string[]
  /** The same for a column by its exact name. */
  valuesOf(column: string): string[]
}

/** What is known of the files imported with a file. */
export type Companions = Pick<ExportTable, 'beside' | 'team' | 'stages'>

export const noCompanions: Companions = { beside: new Set(), team: [], stages: [] }

/** A column's name with nothing but its letters and digits, in small. "property_" of warehouse tables is left off. */
export function squeezed(column: string): string {
  const plain = column.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '')
  return column.startsWith('property_') ? plain.slice('property'.length) : plain
}

/** Records of HubSpot's API hold their properties in an object of its own; other vendors' do not have this one. */
export const recordColumn = 'properties.hs_object_id'
const recordPrefix = 'properties.'

function nameOf(column: string, isRecord: boolean): string {
  return squeezed(isRecord && column.startsWith(recordPrefix) ? column.slice(recordPrefix.length) : column)
}

/** The view of a file for presets. */
export function exportTable(
  file: { path: string; columns: readonly string[]; rows: readonly (readonly string[])[] },
  { beside, team, stages }: Companions = noCompanions,
): ExportTable {
  const places = new Map<string, number>()
  const isRecord = file.columns.includes(recordColumn)
  file.columns.forEach((column, index) => {
    const name = nameOf(column, isRecord)
    if (!places.has(name)) places.set(name, index)
  })
  const placeOf = (names: ColumnNames) => [names].flat().flatMap((name) => places.get(name) ?? [])[0]
  const column = (names: ColumnNames) => {
    const place = placeOf(names)
    return place === undefined ? undefined : file.columns[place]
  }
  const cellsAt = (place: number) => (place < 0 ? [] : file.rows.map((row) => row[place] ?? ''))
  const fileName = (file.path.split(/[\\/]/).at(-1) ?? '').toLowerCase()
  return {
    fileName,
    columns: file.columns,
    beside,
    team,
    stages,
    column,
    need: (names) => {
      const found = column(names)
      if (found === undefined) throw new AppError('internal', `${fileName} has no column ${[names].flat().join(' or ')}.`)
      return found
    },
    values: (names) => cellsAt(placeOf(names) ?? -1),
    valuesOf: (name) => cellsAt(file.columns.indexOf(name)),
  }
}

/** Spellings of "yes" in exports. */
export const yes = ['true', 'TRUE', 'True', 't', '1', 'Yes', 'yes']

/** The columns that a table has, by the name that they shall have; undefined where it has none of them. */
export function columnsByName(table: ExportTable, wanted: Readonly<Record<string, ColumnNames>>): Record<string, string> | undefined {
  const found = Object.entries(wanted).flatMap(([name, names]) => {
    const column = table.column(names)
    return column === undefined ? [] : [[name, column] as const]
  })
  return found.length === 0 ? undefined : Object.fromEntries(found)
}

/** Objects of a row by type, those whose column the table has. */
export function objectsOf(table: ExportTable, wanted: Readonly<Record<string, ColumnNames>>): Record<string, string> {
  return columnsByName(table, wanted) ?? {}
}
