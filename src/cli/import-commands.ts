import { access, constants, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { stringify } from 'yaml'
import type { App, ImportRequest, RejectRow } from '../app/app.ts'
import { AppError, errorCodes } from '../core/error.ts'
import { count, countOf, instant } from '../map/format.ts'
import type { ImportRecord } from '../model/import-record.ts'
import { nearText } from '../model/near-match.ts'
import { filesToImport } from './files-to-import.ts'
import { wholeNumber } from './filter-options.ts'
import { exitOfSet, importSet, setText } from './import-set.ts'
import { guessText, importSummary, progressPrinter, stateWords, undoText } from './import-text.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { printable, tableColumns, textTable } from './table.ts'
import { readTextFile } from './text-file.ts'

interface ImportOptions {
  mapping?: string
  source?: string
}

interface RejectsOptions {
  csv?: boolean
  limit?: number
}

/** `import`: reads files one after the other, several without a mapping as one data set. Exit code 7 when cancelled, 3 when a file failed or none of its rows was understood. */
async function importFiles(session: Session, files: string[], options: ImportOptions): Promise<number> {
  const { surroundings } = session
  const paths = await filesToImport(files.map((file) => resolve(surroundings.folder, file)))
  const mapping = options.mapping === undefined ? null : await readTextFile(surroundings.folder, options.mapping)
  const stop = new AbortController()
  const stopListening = surroundings.onInterrupt(() => {
    surroundings.warn('\nCancelling: what was read stays consistent …\n')
    stop.abort()
  })
  try {
    return await session.withApp(async (app) => {
      if (mapping === null && paths.length > 1) return await importTogether(app, session, paths, options.source, stop.signal)
      const done: ImportRecord[] = []
      const summaries: string[] = []
      for (const path of paths) {
        if (stop.signal.aborted) break
        let understood: readonly string[] = []
        const onUnderstood = (sentences: readonly string[]) => {
          understood = sentences
        }
        const progress = await importOne(app, session, { path, mapping, source: options.source ?? null, signal: stop.signal, onUnderstood })
        done.push(progress)
        summaries.push(importSummary(progress) + (mapping === null ? guessText(understood, path) : ''))
      }
      session.answer(done, () => summaries.join(''))
      const leftOut = done.length < paths.length ? errorCodes.cancelled.exit : 0
      return Math.max(leftOut, ...done.map(exitOf))
    })
  } finally {
    stopListening()
  }
}

/** Each file of a set is a source of its own: two tables may have rows of one id. */
function sourceOf(path: string, named: string | undefined): string | null {
  return named === undefined ? null : `${named}/${basename(path)}`
}

/** Several files without a mapping are one data set: recognised, joined and told together. */
async function importTogether(
  app: App,
  session: Session,
  paths: string[],
  source: string | undefined,
  signal: AbortSignal,
): Promise<number> {
  const one = (path: string, mapping: string) =>
    importOne(app, session, { path, mapping, source: sourceOf(path, source), signal, refresh: false, onUnderstood: () => {} })
  const imported = await importSet(app, paths, one, signal)
  session.answer(imported, () => setText(imported))
  return exitOfSet(imported)
}

async function importOne(
  app: App,
  session: Session,
  request: Pick<Required<ImportRequest>, 'path' | 'mapping' | 'source' | 'signal' | 'onUnderstood'> & { refresh?: boolean },
) {
  const printer = progressPrinter(session.surroundings)
  try {
    return await app.importFile({ ...request, ...(session.json ? {} : { onProgress: printer.show }) })
  } finally {
    printer.clear()
  }
}

function exitOf(progress: ImportRecord): number {
  if (progress.state === 'cancelled') return errorCodes.cancelled.exit
  if (progress.state !== 'complete') return errorCodes.invalid.exit
  const nothingUnderstood = progress.rejected > 0 && progress.rejected >= progress.rows
  return nothingUnderstood ? errorCodes.invalid.exit : 0
}

async function checkReadable(path: string): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (found === null) throw new AppError('usage', `there is no file ${path}`, { path })
  if (found.isDirectory()) throw new AppError('usage', `${path} is a folder: name the files in it`, { path })
  await access(path, constants.R_OK).catch(() => {
    throw new AppError('usage', `${path} may not be read by you: change its rights`, { path })
  })
}

/** `rejects`: the rows of an import that were not understood; without an import, of the newest that has any. */
async function showRejects(session: Session, id: string | undefined, options: RejectsOptions): Promise<void> {
  await session.withApp(async (app) => {
    const imports = await app.imports()
    const wanted = chooseImport(imports, id)
    if (wanted === null) return session.answer({ import: null, total: 0, rows: [] }, () => 'No import has rejected rows.\n')
    if (options.csv === true) return writeCsv(app, session, wanted.id)
    const { total, rows } = await app.rejects(wanted.id, options.limit ?? 50, 0)
    session.answer({ import: wanted.id, total, rows }, () => rejectsText(wanted, total, rows))
  })
}

function chooseImport(imports: readonly ImportRecord[], id: string | undefined): ImportRecord | null {
  if (id === undefined) {
    const newestFirst = [...imports].sort((a, b) => b.startedAt - a.startedAt)
    return newestFirst.find((candidate) => candidate.rejected > 0) ?? null
  }
  const found = imports.find((candidate) => candidate.id === id)
  const ids = imports.map((candidate) => candidate.id)
  if (found === undefined)
    throw new AppError('notFound', `there is no import "${id}".${nearText(id, ids)} See desirepath imports`, { imports: ids })
  return found
}

async function writeCsv(app: App, session: Session, id: string): Promise<void> {
  const { csvCell } = await import('../api/csv.ts')
  const pageRows = 10_000
  session.surroundings.write('line,code,message,raw\n')
  for (let offset = 0; ; offset += pageRows) {
    const { rows } = await app.rejects(id, pageRows, offset)
    for (const row of rows) session.surroundings.write(`${[String(row.line), row.code, row.message, row.raw].map(csvCell).join(',')}\n`)
    if (rows.length < pageRows) return
  }
}

function rejectsText(wanted: ImportRecord, total: number, rows: readonly RejectRow[]): string {
  const heading = `Import ${wanted.id} of ${wanted.file}: ${countOf(total, 'row')} rejected, ${count(rows.length)} shown\n`
  const table = rows.map((row) => [String(row.line), row.code, row.message, row.raw.length > 60 ? `${row.raw.slice(0, 59)}…` : row.raw])
  return printable(heading.trimEnd()).concat('\n', textTable(tableColumns(['Line', 'Code', 'Why', 'Row']), table))
}

/** `imports`: every import with how it ended. */
async function listImports(session: Session): Promise<void> {
  const imports = await session.withApp((app) => app.imports())
  session.answer(imports, () => {
    if (imports.length === 0) return 'Nothing was imported yet: desirepath import FILE.\n'
    const rows = imports.map((progress) => [
      progress.id,
      progress.file,
      progress.source,
      stateWords[progress.state],
      count(progress.rows),
      count(progress.added),
      count(progress.rejected),
      instant(progress.startedAt),
    ])
    return textTable(tableColumns(['Import', 'File', 'Source', 'State'], ['Rows', 'Added', 'Rejected', 'Begun (UTC)']), rows)
  })
}

/** `imports undo`: takes an import out as a whole, and says what went. */
async function undoImport(session: Session, id: string): Promise<void> {
  await session.withApp(async (app) => {
    const { id: known } = chooseImport(await app.imports(), id) as ImportRecord
    const plan = await app.planUndo(known)
    const record = await app.undoImport(known)
    session.answer({ import: record, removed: plan }, () => undoText(record, plan))
  })
}

/** `mapping`: prints how a file would be understood, as a mapping file to change and import with. Nothing is imported. */
async function showMapping(session: Session, file: string): Promise<void> {
  const path = resolve(session.surroundings.folder, file)
  await checkReadable(path)
  const { proposeMapping } = await import('../events/propose-mapping.ts')
  const { spec, sentences, notes } = await proposeMapping(path)
  const comments = [...sentences, ...notes].map((line) => `# ${printable(line)}\n`).join('')
  session.answer({ spec, sentences, notes }, () => comments + stringify(spec))
}

/** Adds `mapping`, `import`, `imports` and `rejects`. */
export function addImportCommands(program: Command, run: RunCommand): void {
  program
    .command('mapping')
    .argument('<file>', 'a CSV, TSV, NDJSON, JSON, XLSX, Parquet, XES or OCEL file')
    .description('print how a file would be understood, as a mapping file to change; nothing is imported')
    .action(run('mapping', showMapping))
  program
    .command('import')
    .argument('<file...>', 'files, or a folder of files (CSV, TSV, NDJSON, JSON, XLSX, Parquet, XES, OCEL)')
    .description('read events from files; several are read as one data set; Ctrl-C cancels, the same command again completes')
    .option('--mapping <file>', 'says what the columns mean (YAML or JSON); without it they are guessed')
    .option('--source <name>', "name of the source (default: the file's name); of several files, what stands before each name")
    .action(run('import', importFiles))
  const imports = program.command('imports').description('list the imports').action(run('imports', listImports))
  imports
    .command('undo')
    .argument('<import>', 'a complete import')
    .description('undo an import as a whole, as if it had never been made')
    .action(run('imports undo', undoImport))
  program
    .command('rejects')
    .argument('[import]', 'an import; without it the newest that has rejected rows')
    .description('print the rows that were not understood, and why')
    .option('--csv', 'all of them as CSV')
    .option('--limit <rows>', 'at most so many rows (default: 50)', wholeNumber(1, 1_000_000))
    .action(run('rejects', showRejects))
}
