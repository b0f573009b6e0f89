import type { Context, Hono } from 'hono'
import type { App } from '../app/app.ts'
import { countRuleBodySchema, filterQuerySchema, routes, sessionHeader } from './contract.ts'
import { definitionLimit } from './definition-limit.ts'

/** Adds the routes of what is not kept yet: figures of a definition, and whom one rule counts. */
export function addEditorRoutes(hono: Hono, app: App): void {
  const newest = newestOnly()
  hono.post(routes.preview, definitionLimit(), (context) =>
    newest(context, 'preview', async (signal) => {
      const filter = filterQuerySchema.parse(context.req.query())
      return app.previewMap(await context.req.text(), filter, signal)
    }),
  )
  hono.post(routes.countRule, definitionLimit(), (context) =>
    newest(context, 'count', async (signal) => {
      const { subjectType, rule } = countRuleBodySchema.parse(await context.req.json().catch(() => null))
      return app.countRule(subjectType, rule, signal)
    }),
  )
}

type Answer = (context: Context, name: string, work: (signal: AbortSignal) => Promise<object>) => Promise<Response>

/** Of the requests of one session for one thing only the newest goes on: the one before is cancelled, as is one whose page has left. */
function newestOnly(): Answer {
  const running = new Map<string, AbortController>()
  return async (context, name, work) => {
    const abort = new AbortController()
    const session = context.req.header(sessionHeader)
    const key = `${name} ${session}`
    if (session !== undefined) {
      running.get(key)?.abort()
      running.set(key, abort)
    }
    try {
      return context.json(await work(AbortSignal.any([abort.signal, context.req.raw.signal])))
    } finally {
      if (running.get(key) === abort) running.delete(key)
    }
  }
}
