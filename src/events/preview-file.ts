import { basename } from 'node:path'
import { AppError } from '../core/error.ts'
import type { DocumentChange, FilePreview } from '../model/file-preview.ts'
import { type ByteSource, openByteSource } from '../sources/byte-source.ts'
import { changeDocument, documentOf, type MappingDocument, readDocument } from '../sources/change-mapping.ts'
import { completeMapping } from '../sources/complete-mapping.ts'
import { describeMapping } from '../sources/describe-mapping.ts'
import { formatNames } from '../sources/file-format.ts'
import { guessMapping } from '../sources/guess-mapping.ts'
import { type Inspection, inspectFile } from '../sources/inspect-file.ts'
import { columnsOf, type Mapping, parseMapping } from '../sources/mapping.ts'
import { decisionsOf, missingChoices, timePlaces } from '../sources/mapping-decisions.ts'
import { openReader } from '../sources/open-reader.ts'
import { previewColumns } from '../sources/preview-columns.ts'
import { sampleDrafts } from '../sources/sample-drafts.ts'
import { shapeOf } from '../sources/shape-of.ts'
import { type RowKind, startingMapping } from '../sources/starting-mapping.ts'
import type { ProposedFile } from './propose-files.ts'

/** How a file is to be looked at. `mapping` null: as guessed. `changes` are put into the mapping; `kind`: begin anew with rows of this kind. */
export interface PreviewRequest {
  path: string
  /** The name that people know the file by; null: the path's. */
  name: string | null
  mapping: string | null
  changes?: readonly DocumentChange[]
  kind?: RowKind | null
}

/**
 * Shows what an import of a file would do, from its beginning; nothing is stored. What stands in the way is told in `problem`, not thrown. `proposed`: how
 * the file is understood among those given with it, in the place of a guess from it alone.
 */
export async function previewFile(request: PreviewRequest, now: number, proposed: ProposedFile | null = null): Promise<FilePreview> {
  const name = request.name ?? basename(request.path)
  const say = (error: unknown) => wordsOf(error, request.path, name)
  const bytes = await openByteSource(request.path).catch((error: unknown) => say(error))
  if (typeof bytes === 'string') return { ...nothing(name), problem: bytes }
  const found = await inspected(bytes, request, proposed).catch((error: unknown) => say(error))
  if (typeof found === 'string') return { ...nothing(name), bytes: bytes.totalBytes, mapping: request.mapping ?? '', problem: found }
  const { inspection, document, notes, recognised } = found
  const read = mappingOf(document, inspection, say)
  const problem = read.problem ?? null
  const sampled = read.mapping === null ? null : await sample(bytes, inspection, read.mapping, now).catch((error: unknown) => say(error))
  const useless = sampled !== null && typeof sampled !== 'string' && sampled.events + sampled.properties + sampled.links === 0
  return {
    name,
    bytes: bytes.totalBytes,
    format: formatWords(inspection),
    recognised,
    columns: previewColumns(inspection, read.parsed),
    mapping: document.text,
    document: document.data,
    sentences: read.mapping === null ? [] : describeMapping(read.mapping),
    notes: [...notes.map((note) => note.replaceAll(request.path, name)), ...roundedIds(inspection, read.parsed)],
    decisions: decisionsOf(document.data, inspection),
    problem:
      typeof sampled === 'string'
        ? sampled
        : (problem ?? (useless ? 'None of the first rows could be used; below is why. Change how the file is read.' : null)),
    sample: typeof sampled === 'string' ? null : sampled,
  }
}

function nothing(name: string): FilePreview {
  return {
    ...{ name, bytes: 0, format: '', recognised: null, columns: [], mapping: '', document: {}, sentences: [], notes: [] },
    ...{ decisions: [], problem: null, sample: null },
  }
}

function wordsOf(error: unknown, path: string, name: string): string {
  if (!(error instanceof AppError)) throw error
  return error.message.replaceAll(path, name)
}

interface Found {
  inspection: Inspection
  document: MappingDocument
  notes: readonly string[]
  recognised: string | null
}

/** The file's beginning and the mapping document to show: the one given, changed as asked, else the guess. */
async function inspected(bytes: ByteSource, request: PreviewRequest, proposed: ProposedFile | null): Promise<Found> {
  if (request.mapping === null) {
    const inspection = await inspectFile(bytes)
    if (request.kind) return { inspection, document: documentOf(startingMapping(inspection, request.kind)), notes: [], recognised: null }
    return { inspection, ...guessed(inspection, proposed) }
  }
  const document = changeDocument(request.mapping, request.changes ?? [])
  const inspection = await inspectFile(bytes, shapeOf(document.data))
  if (!request.kind) return { inspection, document, notes: inspection.notes.map(({ message }) => message), recognised: null }
  const kept = Object.fromEntries(['source', 'timeZone'].flatMap((key) => (key in document.data ? [[key, document.data[key]]] : [])))
  return { inspection, document: documentOf({ ...startingMapping(inspection, request.kind), ...kept }), notes: [], recognised: null }
}

/** The guess as a document. A format that fits no better than another is left out: a person says which. */
function guessed(inspection: Inspection, proposed: ProposedFile | null): Omit<Found, 'inspection'> {
  if (proposed?.mapping) {
    const document = unsettled(readDocument(proposed.mapping), inspection)
    return { document, notes: proposed.notes, recognised: proposed.export }
  }
  try {
    const { spec, notes, preset } = guessMapping(inspection)
    return {
      document: unsettled(documentOf(structuredClone(spec) as Record<string, unknown>), inspection),
      notes: notes.filter(({ kind }) => kind !== 'ambiguous').map(({ message }) => message),
      recognised: preset === null ? null : `${preset.vendor} ${preset.table}`,
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { document: documentOf(startingMapping(inspection, 'events')), notes: [], recognised: null }
  }
}

function unsettled({ text, data }: MappingDocument, inspection: Inspection): MappingDocument {
  const open = decisionsOf(data, inspection).filter(({ place }) => place.at(-1) === 'format')
  return changeDocument(
    text,
    open.map(({ place }) => ({ place, value: null })),
  )
}

interface ReadMapping {
  /** As far as the document says; null where it cannot be understood. */
  parsed: Mapping | null
  /** With every time format known; null where something stands in the way. */
  mapping: Mapping | null
  problem?: string
}

function mappingOf(document: MappingDocument, inspection: Inspection, say: (error: unknown) => string): ReadMapping {
  const missing = missingChoices(document.data)
  if (missing.length > 0) return { parsed: null, mapping: null, problem: missing.join(' ') }
  let parsed: Mapping | null = null
  try {
    parsed = parseMapping(document.text)
    const open = openDecision(document, inspection)
    if (open !== null) return { parsed, mapping: null, problem: open }
    return { parsed, mapping: completeMapping(parsed, inspection) }
  } catch (error) {
    return { parsed, mapping: null, problem: say(error) }
  }
}

function openDecision({ data }: MappingDocument, inspection: Inspection): string | null {
  const open = decisionsOf(data, inspection).filter(({ chosen }) => chosen === null)
  const columns = timePlaces(data).filter(({ place }) => open.some((one) => one.place.slice(0, -1).join() === place.join()))
  if (open.length === 0) return null
  return `Day and month cannot be told apart in ${columns.map(({ column }) => column).join(', ')}. Answer the question below.`
}

async function sample(bytes: ByteSource, inspection: Inspection, mapping: Mapping, now: number) {
  return sampleDrafts(openReader(bytes, inspection), mapping, now)
}

const separatorNames: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' }

function formatWords({ format, separator, columns }: Inspection): string {
  const cells = format === 'csv' ? `, cells separated by ${separatorNames[separator] ?? JSON.stringify(separator)}` : ''
  return `${formatNames[format]}${cells}; ${columns.length} ${columns.length === 1 ? 'column' : 'columns'}`
}

/** Spreadsheets write long numbers as 1.23457E+15 and so lose their last digits: as ids they are no longer what they were. */
function roundedIds({ columns, rows }: Inspection, mapping: Mapping | null): string[] {
  if (mapping === null) return []
  const ids = columnsOf(mapping).filter(({ place }) => place.startsWith('objects.') || place.startsWith('key.') || place === 'id')
  return [...new Set(ids.map(({ column }) => column))].flatMap((column) => {
    const index = columns.indexOf(column)
    const rounded = rows.find((row) => /^\d([.,]\d+)?E\+\d+$/i.test(row[index] ?? ''))
    if (rounded === undefined) return []
    return [
      `The ids in ${column} look like ${rounded[index]}: a spreadsheet has shortened them, and different ids may now be one. Format the column as text there, and export again.`,
    ]
  })
}
