import { basename } from 'node:path'
import type { App } from '../app/app.ts'
import { AppError, errorCodes } from '../core/error.ts'
import type { ProposedJoin } from '../events/file-joins.ts'
import type { ProposedFile } from '../events/propose-files.ts'
import { count } from '../map/format.ts'
import type { ImportRecord } from '../model/import-record.ts'
import { importSummary } from './import-text.ts'
import { printable } from './table.ts'

/** What became of one file of a set: imported with its record, left out, or failed with the reason. */
export interface SetFile extends Omit<ProposedFile, 'mapping'> {
  state: 'imported' | 'leftOut' | 'failed' | 'cancelled'
  import: ImportRecord | null
  message: string | null
}

/** Several files imported as one data set. */
export interface ImportedFiles {
  files: SetFile[]
  joins: readonly ProposedJoin[]
}

type ImportOne = (path: string, mapping: string) => Promise<ImportRecord>

/** Imports files as they are proposed together, one after the other. One that fails leaves the others whole. Figures are computed once, at the end. */
export async function importSet(app: App, paths: readonly string[], importOne: ImportOne, signal: AbortSignal): Promise<ImportedFiles> {
  const proposal = await app.proposeFiles(paths)
  const files: SetFile[] = []
  for (const file of proposal.files) files.push(await importFileOfSet(file, importOne, signal))
  if (files.some(({ import: record }) => record?.state === 'complete')) for (const { id } of await app.journeys()) await app.refresh(id)
  return { files, joins: proposal.joins }
}

async function importFileOfSet({ mapping, ...file }: ProposedFile, importOne: ImportOne, signal: AbortSignal): Promise<SetFile> {
  if (file.problems.length > 0) return { ...file, state: 'failed', import: null, message: file.problems.join('\n') }
  if (mapping === null) return { ...file, state: 'leftOut', import: null, message: null }
  if (signal.aborted) return { ...file, state: 'cancelled', import: null, message: null }
  try {
    const record = await importOne(file.path, mapping)
    const state = record.state === 'complete' ? 'imported' : record.state === 'cancelled' ? 'cancelled' : 'failed'
    return { ...file, state, import: record, message: record.message }
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'invalid' && error.code !== 'notFound')) throw error
    return { ...file, state: 'failed', import: null, message: error.message }
  }
}

/** 7 where a file was cancelled, else 3 where one failed, else 0. */
export function exitOfSet({ files }: ImportedFiles): number {
  if (files.some(({ state }) => state === 'cancelled')) return errorCodes.cancelled.exit
  return files.some(({ state }) => state === 'failed') ? errorCodes.invalid.exit : 0
}

/** What became of each file, and what joins them. */
export function setText({ files, joins }: ImportedFiles): string {
  return files.map(fileText).join('') + joinsText(joins) + foot(files)
}

function fileText({ path, state, import: record, message, export: exported, notes }: SetFile): string {
  const lines = notes.map((note) => `  ${note}`)
  if (exported !== null && state !== 'leftOut') lines.unshift(`  Recognised: ${exported}`)
  if (record !== null) return importSummary(record) + printed(lines)
  const name = basename(path)
  if (state === 'leftOut') return printed([`${name}: ${(notes[0] ?? 'left out').replace(/^L/, 'l')}`])
  return printed([`${name}: ${state === 'cancelled' ? 'not begun' : `failed: ${message ?? ''}`}`])
}

function printed(lines: readonly string[]): string {
  return lines.map((line) => `${printable(line)}\n`).join('')
}

function joinsText(joins: readonly ProposedJoin[]): string {
  if (joins.length === 0) return ''
  const lines = joins.map(({ from, to, object, column, matched, of }) => {
    const share = matched === of ? 'all' : `${count(matched)} (${Math.floor((matched / of) * 100)} %)`
    return `  ${basename(from)} ${column}: ${share} of ${count(of)} ${object} ids are in ${basename(to)}`
  })
  return printed(['What joins to what (by the ids of the first rows):', ...lines])
}

function foot(files: readonly SetFile[]): string {
  const failed = files.filter(({ state }) => state === 'failed').length
  return failed === 0 ? '' : printed([`${failed} of ${files.length} files failed; the others are imported whole.`])
}
