import type { App, ImportRequest } from '../app/app.ts'
import type { DataSetImport } from '../model/data-set.ts'
import type { ImportRecord } from '../model/import-record.ts'
import type { Live } from './live.ts'
import { sentName } from './upload.ts'

/** Runs one import, whichever way it came in. */
export type RunImport = (how: Required<Pick<ImportRequest, 'signal' | 'onProgress'>>) => ReturnType<App['importFile']>

/** Imports that requests have begun and that outlive them. */
export interface RunningImports {
  /** Starts an import and answers its first progress; every page hears how it goes on. */
  start(run: RunImport): Promise<ImportRecord>
  /** As start, of several files together: answers the whole as it begins. */
  startAll(run: App['importDataSet']): Promise<DataSetImport>
  /** Stops all of them and waits for it. */
  close(): Promise<void>
}

export function runningImports(live: Live): RunningImports {
  const running = new Map<Promise<unknown>, AbortController>()
  const tell = (progress: ImportRecord): ImportRecord => {
    const named = { ...progress, file: sentName(progress.file) }
    live.send({ kind: 'import', progress: named })
    return named
  }
  return {
    startAll: (run) => {
      const abort = new AbortController()
      const begun = Promise.withResolvers<DataSetImport>()
      const onSet = (whole: DataSetImport) => {
        begun.resolve(whole)
        live.send({ kind: 'dataSet', whole })
      }
      const done = run({ signal: abort.signal, onProgress: tell, onSet })
        .then(() => live.send({ kind: 'refresh' }), begun.reject)
        .finally(() => running.delete(done))
      running.set(done, abort)
      return begun.promise
    },
    start: (run) => {
      const abort = new AbortController()
      const begun = Promise.withResolvers<ImportRecord>()
      const report = (progress: ImportRecord) => begun.resolve(tell(progress))
      const done = run({ signal: abort.signal, onProgress: report })
        .then((progress) => {
          report(progress)
          live.send({ kind: 'refresh' })
        }, begun.reject)
        .finally(() => running.delete(done))
      running.set(done, abort)
      return begun.promise
    },
    close: async () => {
      for (const abort of running.values()) abort.abort()
      await Promise.allSettled(running.keys())
    },
  }
}
