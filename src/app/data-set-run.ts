import { AppError } from '../core/error.ts'
import type { DataSetImport } from '../model/data-set.ts'
import type { ImportRecord } from '../model/import-record.ts'
import type { ImportRequest } from './app.ts'
import type { ImportsDesk } from './imports-desk.ts'
import type { ChosenFile, KeptFiles } from './kept-files.ts'

/** A kept file to import, with the mapping that its preview shows. */
type FileToTake = ChosenFile & { mapping: string }

/** The kept files to import together, and the ids of those that are left out. */
interface Taken {
  files: readonly FileToTake[]
  left: ReadonlySet<string>
}

/** The kept files but those left out. Errors: `invalid` where one cannot be read as it stands; `conflict` where one is being imported; `usage` without any. */
export async function filesToTake(kept: KeptFiles, left: ReadonlySet<string>): Promise<Taken> {
  const wanted = (await kept.chosen()).filter(({ id }) => !left.has(id))
  if (wanted.length === 0) throw new AppError('usage', 'There is no file to import: every one is left out, or none was sent.')
  const files: FileToTake[] = []
  const problems: string[] = []
  for (const file of wanted) {
    kept.refuseBusy(file.id, file.name)
    const { mapping, problem } = await kept.preview(file.id, { mapping: null })
    if (problem !== null) problems.push(`${file.name}: ${problem}`)
    files.push({ ...file, mapping })
  }
  if (problems.length === 0) return { files, left }
  throw new AppError('invalid', `${problems.join(' ')} Nothing was imported. Settle this, or leave such a file out.`, { problems })
}

/** What was taken over is kept no longer; what was left out stays so, and is not proposed by itself. */
export async function tidyUp(kept: KeptFiles, { files, left }: Taken): Promise<void> {
  for (const { id } of files) await kept.store.remove(id)
  for (const { id, choices } of await kept.chosen()) if (left.has(id)) await kept.store.choose(id, { ...choices, leftOut: true })
}

interface Run extends Pick<ImportRequest, 'onProgress'> {
  signal: AbortSignal
  imports: ImportsDesk
  /** Keeps each state of the whole before what follows it is done. */
  keep: (whole: DataSetImport) => void
}

/** Imports files one after the other; where one fails, or the signal says stop, takes back what is complete of them. Refreshes nothing. */
export async function runDataSet(begun: DataSetImport, files: readonly FileToTake[], run: Run): Promise<DataSetImport> {
  let whole = begun
  const become = (changes: Partial<DataSetImport>) => {
    whole = { ...whole, ...changes }
    run.keep(whole)
    return whole
  }
  become({})
  let name = ''
  try {
    for (const file of files) {
      name = file.name
      const onProgress = (progress: ImportRecord) => {
        const isKnown = whole.files.some((other) => other.import === progress.id)
        if (!isKnown) become({ files: whole.files.map((other) => (other.upload === file.id ? { ...other, import: progress.id } : other)) })
        run.onProgress?.(progress)
      }
      const { path, mapping } = file
      const { state } = await run.imports.run({ path, name, mapping, source: null, refresh: false, signal: run.signal, onProgress })
      if (state !== 'complete') throw stopped()
    }
    if (run.signal.aborted) throw stopped()
    return become({ state: 'complete' })
  } catch (error) {
    become({ state: 'undoing' })
    await run.imports.undoAll(importsOf(whole))
    const isStop = error instanceof AppError && error.code === 'cancelled'
    const message = `${isStop ? error.message : `${name} failed: ${wordsOf(error, files)}`} Nothing of the ${files.length} files was taken over.`
    const ended = become({ state: isStop ? 'cancelled' : 'failed', message })
    if (!(error instanceof AppError)) throw error
    return ended
  }
}

/** The imports that were begun of several files. */
export function importsOf({ files }: DataSetImport): string[] {
  return files.flatMap((file) => (file.import === null ? [] : [file.import]))
}

function stopped(): AppError {
  return new AppError('cancelled', 'Cancelled.')
}

/** What an error says, each file by the name that people know it by. */
function wordsOf(error: unknown, files: readonly ChosenFile[]): string {
  const message = error instanceof Error ? error.message : String(error)
  return files.reduce((text, { path, name }) => text.replaceAll(path, name), message)
}
