/** The formats of files that are read. OCEL is OCEL 2.0, in each of its three forms. */
export const fileFormats = ['csv', 'ndjson', 'json', 'xes', 'xlsx', 'parquet', 'ocel-json', 'ocel-xml', 'ocel-sqlite'] as const
export type FileFormat = (typeof fileFormats)[number]

/** How a format is called in a sentence. */
export const formatNames: Readonly<Record<FileFormat, string>> = {
  csv: 'CSV',
  ndjson: 'NDJSON',
  json: 'JSON',
  xes: 'XES',
  xlsx: 'a spreadsheet (XLSX)',
  parquet: 'Parquet',
  'ocel-json': 'OCEL 2.0 (JSON)',
  'ocel-xml': 'OCEL 2.0 (XML)',
  'ocel-sqlite': 'OCEL 2.0 (SQLite)',
}

/** What may be imported, for messages. */
export const readFormats = 'CSV, TSV, NDJSON, JSON, XLSX, Parquet, XES and OCEL 2.0 are read'

/** Formats whose columns are all known from the beginning; in others a later row may bring a column. */
export function hasFixedColumns(format: FileFormat): boolean {
  return format === 'csv' || format === 'xlsx' || format === 'parquet'
}

/** Formats that are text, in some encoding. */
export function isText(format: FileFormat): boolean {
  return format !== 'xlsx' && format !== 'parquet' && format !== 'ocel-sqlite'
}

/** Formats that are object-centric event logs: they say themselves what an event and an object is. */
export function isObjectLog(format: FileFormat): boolean {
  return format.startsWith('ocel-')
}
