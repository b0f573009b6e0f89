import type { Context, Hono } from 'hono'
import type { App } from '../app/app.ts'
import { routes } from './contract.ts'
import type { Live } from './live.ts'
import { leaveOutBodySchema } from './requests.ts'
import type { RunningImports } from './running-imports.ts'

/** Adds the routes of kept files as one data set: what joins them, leave one out, import all, cancel, undo. */
export function addDataSetRoutes(hono: Hono, app: App, live: Live, running: RunningImports): void {
  hono.get(routes.dataSet, async (context) => context.json(await app.dataSet()))
  hono.post(routes.leaveOut, async (context) => {
    const { leftOut } = leaveOutBodySchema.parse(await context.req.json().catch(() => null))
    await app.leaveOut(context.req.param('upload'), leftOut)
    return context.body(null, 204)
  })
  hono.get(routes.dataSetImports, async (context) => context.json(await app.dataSetImports()))
  hono.post(routes.dataSetImports, async (context) => context.json(await running.startAll(app.importDataSet), 202))
  hono.delete(routes.dataSetImport, async (context) => {
    await app.cancelDataSet(idOf(context))
    return context.body(null, 204)
  })
  hono.get(routes.undoDataSet, async (context) => context.json(await app.planUndoDataSet(idOf(context))))
  hono.post(routes.undoDataSet, async (context) => {
    const whole = await app.undoDataSet(idOf(context))
    live.send({ kind: 'dataSet', whole })
    live.send({ kind: 'refresh' })
    return context.json(whole)
  })
}

function idOf(context: Context): string {
  return context.req.param('import') ?? ''
}
