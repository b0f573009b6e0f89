import type { Context, Hono } from 'hono'
import type { App } from '../app/app.ts'
import type { DraftState } from '../app/editing.ts'
import { routes, sessionHeader } from './contract.ts'
import { definitionLimit } from './definition-limit.ts'
import { createEditors } from './editors.ts'
import type { Live } from './live.ts'
import {
  conflictBodySchema,
  countRuleBodySchema,
  draftBodySchema,
  editorBodySchema,
  filterQuerySchema,
  keepBodySchema,
  versionNumberSchema,
} from './requests.ts'

/** Adds the routes of what is not kept yet (drafts, figures of a definition, whom one rule counts) and of kept versions. */
export function addEditorRoutes(hono: Hono, app: App, live: Live): void {
  addDraftRoutes(hono, app, live)
  addVersionRoutes(hono, app, live)
  const newest = newestOnly()
  hono.post(routes.preview, definitionLimit(), (context) =>
    newest(context, 'preview', async (signal) => {
      const filter = filterQuerySchema.parse(context.req.query())
      return app.previewMap(await context.req.text(), filter, signal)
    }),
  )
  hono.post(routes.countRule, definitionLimit(), (context) =>
    newest(context, 'count', async (signal) => {
      const { subjectType, rule } = countRuleBodySchema.parse(await bodyOf(context))
      return app.countRule(subjectType, rule, signal)
    }),
  )
}

function addDraftRoutes(hono: Hono, app: App, live: Live): void {
  const answerChanged = (context: Context, state: DraftState) => {
    live.send({ kind: 'draft', journey: state.journey, revision: state.revision })
    return context.json(state)
  }
  hono.get(routes.draft, async (context) => context.json(await app.draft(context.req.param('journey'))))
  hono.patch(routes.draft, definitionLimit(), async (context) => {
    const writing = draftBodySchema.parse(await bodyOf(context))
    return answerChanged(context, await app.changeDraft(context.req.param('journey'), { ...writing, session: sessionOf(context) }))
  })
  hono.delete(routes.draft, async (context) => {
    const journey = context.req.param('journey')
    await app.dropDraft(journey)
    return answerChanged(context, await app.draft(journey))
  })
  hono.post(routes.draftConflict, async (context) => {
    const { choice } = conflictBodySchema.parse(await bodyOf(context))
    const { journey, conflict } = context.req.param()
    return answerChanged(context, await app.decideConflict(journey, conflict, choice, sessionOf(context)))
  })
  hono.post(routes.keepDraft, async (context) => {
    const { revision, note } = keepBodySchema.parse(await bodyOf(context))
    const kept = await app.keepDraft(context.req.param('journey'), revision, note)
    live.send({ kind: 'refresh' })
    return context.json(kept, 201)
  })
  const editors = createEditors()
  hono.post(routes.editors, definitionLimit(), async (context) => {
    const { journey } = await app.draft(context.req.param('journey'))
    const { place } = editorBodySchema.parse(await bodyOf(context))
    const { now, changed } = editors.tell(journey, sessionOf(context), place, performance.now())
    if (changed) live.send({ kind: 'editors', journey, editors: now })
    return context.json(now)
  })
}

function addVersionRoutes(hono: Hono, app: App, live: Live): void {
  const numberOf = (context: Context) => versionNumberSchema.parse(context.req.param('number'))
  hono.get(routes.versions, async (context) => context.json(await app.versions(context.req.param('journey'))))
  hono.get(routes.version, async (context) =>
    context.json({ text: await app.versionText(context.req.param('journey'), numberOf(context)) }),
  )
  hono.get(routes.versionDifferences, async (context) => {
    const from = versionNumberSchema.parse(context.req.query('from'))
    return context.json(await app.versionDifferences(context.req.param('journey'), from, numberOf(context)))
  })
  hono.get(routes.versionMap, async (context) => {
    const filter = filterQuerySchema.parse(context.req.query())
    return context.json(await app.versionMap(context.req.param('journey'), numberOf(context), filter, context.req.raw.signal))
  })
  hono.post(routes.restoreVersion, async (context) => {
    const kept = await app.restoreVersion(context.req.param('journey'), numberOf(context))
    live.send({ kind: 'refresh' })
    return context.json(kept, 201)
  })
  hono.get(routes.names, async (context) => context.json(await app.names()))
}

function bodyOf(context: Context): Promise<unknown> {
  return context.req.json().catch(() => null)
}

function sessionOf(context: Context): string {
  return context.req.header(sessionHeader) ?? ''
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
