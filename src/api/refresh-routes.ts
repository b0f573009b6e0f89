import type { Hono } from 'hono'
import type { App } from '../app/app.ts'
import { routes } from './contract.ts'
import type { Live } from './live.ts'

/** Adds the routes of a journey's refresh: how far it is, to begin it, to stop it. Pages hear each step, and that there are new figures. Gives a function that ends this. */
export function addRefreshRoutes(hono: Hono, app: App, live: Live): () => void {
  hono.get(routes.refresh, async (context) => context.json(await app.refreshState(context.req.param('journey'))))
  hono.post(routes.refresh, async (context) => {
    const journey = context.req.param('journey')
    // An unknown journey is told at once; how the refresh ends, its state tells.
    await app.refreshState(journey)
    app.refresh(journey).catch(() => {})
    return context.json(await app.refreshState(journey), 202)
  })
  hono.delete(routes.refresh, async (context) => {
    await app.cancelRefresh(context.req.param('journey'))
    return context.body(null, 204)
  })
  return app.watchRefreshes((state) => {
    live.send({ kind: 'refreshing', state })
    if (state.state === 'current') live.send({ kind: 'refresh' })
  })
}
