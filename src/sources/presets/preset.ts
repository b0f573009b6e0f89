import type { ShapeNote } from '../inspect-file.ts'
import type { MappingSpec } from '../mapping-spec.ts'
import type { ColumnNames, ExportTable } from './export-table.ts'

/**
 * How one table of one vendor's export is recognised and read. Data and a small function: what a new preset needs is a value of this kind in the list of
 * its vendor.
 */
export interface Preset {
  /** Vendor and table, e.g. "salesforce-opportunity-history". */
  id: string
  vendor: string
  table: string
  /** Columns that must all be there. */
  needs: readonly ColumnNames[]
  /** Columns that may be there and speak for it. */
  hints?: readonly ColumnNames[]
  /** Columns that speak against it: with one of them it is another table. */
  without?: readonly ColumnNames[]
  /** Fits the file's name (in small letters, without folder) where the export keeps the vendor's name of the table. */
  fileName?: RegExp
  /** Needed where columns alone do not tell: the file's name must fit. */
  byFileName?: boolean
  /** Looks at the values of the first rows, where columns alone do not tell. */
  fits?: (table: ExportTable) => boolean
  /** A table of users that tells the company's own people: those whose column `role` holds one of the values. */
  team?: { role: ColumnNames; values: readonly string[]; id: ColumnNames }
  mapping: (table: ExportTable) => MappingSpec
  /** What a reader of the import should know. */
  notes?: (table: ExportTable) => readonly string[]
}

/** A preset that recognised a file, its mapping, and what to tell about it. */
export interface RecognisedExport {
  preset: Preset
  spec: MappingSpec
  notes: readonly ShapeNote[]
}

/** Whose export it is, for people: "Salesforce OpportunityHistory". */
export function exportName({ vendor, table }: Pick<Preset, 'vendor' | 'table'>): string {
  return `${vendor} ${table}`
}
