import type { App, ImportRequest } from '../app/app.ts'
import type { ImportRecord } from '../model/import-record.ts'
import type { Live } from './live.ts'
import { sentName } from './upload.ts'

/** Runs one import, whichever way it came in. */
export type RunImport = (how: Required<Pick<ImportRequest, 'signal' | 'onProgress'>>) => ReturnType<App['importFile']>

/** Imports that requests have begun and that outlive them. */
export interface RunningImports {
  /** Starts an import and answers its first progress; every page hears how it goes on. */
  start(run: RunImport): Promise<ImportRecord>
  /** Stops all of them and waits for it. */
  close(): Promise<void>
}

export function runningImports(live: Live): RunningImports {
  const running = new Map<Promise<unknown>, AbortController>()
  return {
    start: (run) => {
      const abort = new AbortController()
      const begun = Promise.withResolvers<ImportRecord>()
      const report = (progress: ImportRecord) => {
        const named = { ...progress, file: sentName(progress.file) }
        begun.resolve(named)
        live.send({ kind: 'import', progress: named })
      }
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
