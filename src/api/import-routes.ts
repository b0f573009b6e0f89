import type { Hono } from 'hono'
import type { App } from '../app/app.ts'
import { AppError } from '../core/error.ts'
import { routes } from './contract.ts'
import { answerCsv } from './csv.ts'
import type { Live } from './live.ts'
import { largestPage, pageQuerySchema, uploadQuerySchema } from './requests.ts'
import type { RunningImports } from './running-imports.ts'
import { receiveUpload, sentName } from './upload.ts'

/** Adds the routes of imports: list, upload and start, cancel, rejects, and the stream of what happens. */
export function addImportRoutes(hono: Hono, app: App, live: Live, running: RunningImports): void {
  hono.get(routes.imports, async (context) =>
    context.json((await app.imports()).map((progress) => ({ ...progress, file: sentName(progress.file) }))),
  )
  hono.post(routes.imports, async (context) => {
    const { name, source, mapping } = uploadQuerySchema.parse(context.req.query())
    const upload = await receiveUpload(context.req.raw.body, name)
    const request = { path: upload.path, source: source ?? upload.name, mapping: mapping ?? null }
    return context.json(await running.start((how) => app.importFile({ ...request, ...how }).finally(upload.remove)), 202)
  })
  hono.delete(routes.import, async (context) => {
    const id = context.req.param('import')
    if (!(await app.imports()).some((known) => known.id === id)) throw new AppError('notFound', `There is no import "${id}".`)
    await app.cancelImport(id)
    return context.body(null, 204)
  })
  hono.get(routes.undoImport, async (context) => context.json(await app.planUndo(context.req.param('import'))))
  hono.post(routes.undoImport, async (context) => {
    const record = await app.undoImport(context.req.param('import'))
    const named = { ...record, file: sentName(record.file) }
    live.send({ kind: 'import', progress: named })
    live.send({ kind: 'refresh' })
    return context.json(named)
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
}
