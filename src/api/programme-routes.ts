import type { Hono } from 'hono'
import type { App } from '../app/app.ts'
import { contentPlanColumns, contentPlanRows } from '../programme/content-plan-table.ts'
import { routes } from './contract.ts'
import { answerCsv } from './csv.ts'
import { definitionLimit } from './definition-limit.ts'
import type { Live } from './live.ts'
import {
  programmeBodySchema,
  programmeLogQuerySchema,
  programmePauseSchema,
  programmeReadingSchema,
  programmeResumeSchema,
} from './requests.ts'

/** Adds the routes of kept e-mail programmes: list, keep, remove, check, content plan, pauses and their log. */
export function addProgrammeRoutes(hono: Hono, app: App, live: Live): void {
  const body = (context: { req: { json(): Promise<unknown> } }) => context.req.json().catch(() => null)
  hono.get(routes.programmes, async (context) => context.json(await app.programmes()))
  hono.post(routes.programmes, definitionLimit(), async (context) => {
    const { text, by } = programmeBodySchema.parse(await body(context))
    const kept = await app.keepProgramme(text, by)
    live.send({ kind: 'refresh' })
    return context.json(kept, 201)
  })
  hono.post(routes.readProgramme, definitionLimit(), async (context) => {
    const { text } = programmeReadingSchema.parse(await body(context))
    return context.json(await app.readProgramme(text))
  })
  hono.get(routes.programme, async (context) => context.json(await app.showProgramme(context.req.param('programme'))))
  hono.delete(routes.programme, async (context) => {
    const removed = await app.removeProgramme(context.req.param('programme'), context.req.query('by') ?? '')
    live.send({ kind: 'refresh' })
    return context.json(removed)
  })
  hono.post(routes.programmeAssets, definitionLimit(), async (context) => {
    const kept = await app.addProgrammeAssets(context.req.param('programme'), await context.req.text(), context.req.query('by') ?? '')
    live.send({ kind: 'refresh' })
    return context.json(kept, 201)
  })
  hono.get(routes.checkProgramme, async (context) => context.json(await app.checkProgramme(context.req.param('programme'))))
  hono.get(routes.contentPlan, async (context) => context.json(await app.contentPlan(context.req.param('programme'))))
  hono.get(routes.contentPlanCsv, async (context) => {
    const id = context.req.param('programme')
    const plan = await app.contentPlan(id)
    return answerCsv(context, `${id}-content-plan.csv`, contentPlanColumns, async function* () {
      yield* contentPlanRows(plan)
    })
  })
  hono.get(routes.programmeLog, async (context) => {
    const { programme, limit } = programmeLogQuerySchema.parse(context.req.query())
    return context.json(await app.programmeLog(programme ?? null, limit))
  })
  hono.post(routes.pauseProgrammes, definitionLimit(), async (context) => {
    const { programme, reason, by } = programmePauseSchema.parse(await body(context))
    const pause = await app.pauseProgrammes(programme, reason, by)
    live.send({ kind: 'refresh' })
    return context.json(pause, 201)
  })
  hono.post(routes.resumeProgrammes, definitionLimit(), async (context) => {
    const { programme, by } = programmeResumeSchema.parse(await body(context))
    const pause = await app.resumeProgrammes(programme, by)
    live.send({ kind: 'refresh' })
    return context.json(pause)
  })
}
