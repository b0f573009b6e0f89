import type { Hono } from 'hono'
import type { App } from '../app/app.ts'
import { AppError } from '../core/error.ts'
import type { ImportRecord } from '../model/import-record.ts'
import { largestPage, pageQuerySchema, routes, uploadQuerySchema } from './contract.ts'
import { answerCsv } from './csv.ts'
import type { Live } from './live.ts'
import { receiveUpload, sentName, type Upload } from './upload.ts'

/** Adds the routes of imports: list, upload and start, cancel, rejects, and the stream of what happens. `close` waits for running ones to stop. */
export function addImportRoutes(hono: Hono, app: App, live: Live): { close(): Promise<void> } {
  const running = new Map<Promise<unknown>, AbortController>()

  /** Starts an import and answers its first progress; the file is removed once the import is over. */
  const start = (upload: Upload, source: string | undefined, mapping: string | undefined): Promise<ImportRecord> => {
    const abort = new AbortController()
    const begun = Promise.withResolvers<ImportRecord>()
    const report = (progress: ImportRecord) => {
      const named = { ...progress, file: sentName(progress.file) }
      begun.resolve(named)
      live.send({ kind: 'import', progress: named })
    }
    const request = { path: upload.path, source: source ?? upload.name, mapping: mapping ?? null, signal: abort.signal, onProgress: report }
    const done = app
      .importFile(request)
      .then((progress) => {
        report(progress)
        live.send({ kind: 'refresh' })
      }, begun.reject)
      .finally(upload.remove)
      .finally(() => running.delete(done))
    running.set(done, abort)
    return begun.promise
  }

  hono.get(routes.imports, async (context) =>
    context.json((await app.imports()).map((progress) => ({ ...progress, file: sentName(progress.file) }))),
  )
  hono.post(routes.imports, async (context) => {
    const { name, source, mapping } = uploadQuerySchema.parse(context.req.query())
    const upload = await receiveUpload(context.req.raw.body, name)
    return context.json(await start(upload, source, mapping), 202)
  })
  hono.delete(routes.import, async (context) => {
    const id = context.req.param('import')
    if (!(await app.imports()).some((known) => known.id === id)) throw new AppError('notFound', `There is no import "${id}".`)
    await app.cancelImport(id)
    return context.body(null, 204)
  })
  hono.get(routes.rejects, async (context) => {
    const { limit, offset } = pageQuerySchema.parse(context.req.query())
    return context.json(await app.rejects(context.req.param('import'), limit, offset))
  })
  hono.get(routes.rejectsCsv, (context) => {
    const id = context.req.param('import')
    return answerCsv(context, `rejects-${id}.csv`, ['line', 'code', 'message', 'raw'], async function* () {
      for (let offset = 0; ; offset += largestPage) {
        const { rows } = await app.rejects(id, largestPage, offset)
        for (const row of rows) yield [String(row.line), row.code, row.message, row.raw]
        if (rows.length < largestPage) return
      }
    })
  })
  hono.get(routes.events, (context) => live.listen(context))

  return {
    close: async () => {
      for (const abort of running.values()) abort.abort()
      await Promise.allSettled(running.keys())
    },
  }
}
