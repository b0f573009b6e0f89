import type { Context, Hono } from 'hono'
import { stream } from 'hono/streaming'
import { z } from 'zod'
import type { App } from '../app/app.ts'
import { dueCalendarFile } from '../programme/due-calendar-file.ts'
import { type BacktestOptions, backtestListOptionsSchema, backtestOptionsSchema, type ReplayProgress } from '../programme/replay-options.ts'
import { nextCells, nextColumns } from '../programme/who-table.ts'
import { type BacktestLine, linesType, routes } from './contract.ts'
import { answerCsv } from './csv.ts'
import { definitionLimit } from './definition-limit.ts'
import { failureBody } from './failure.ts'
import { largestPage } from './requests.ts'

/** What a page asks with; what is left out is as nobody said otherwise. */
const backtestBodySchema = backtestOptionsSchema.partial()

const listBodySchema = backtestListOptionsSchema
  .partial({ beside: true, offset: true })
  .extend({ limit: z.number().int().min(0).max(largestPage).optional() })

const whoQuerySchema = z.object({
  stage: z.string().optional(),
  persona: z.string().optional(),
  message: z.string().optional(),
  day: z.string().optional(),
  beside: z.enum(['true', 'false']).default('false'),
  limit: z.coerce.number().int().min(0).max(largestPage).default(50),
  offset: z.coerce.number().int().min(0).default(0),
})

/** Adds the routes of a programme's backtest, of who is due what next, by contact, as a tool's fields and by day; they change nothing. */
export function addProgrammeReplayRoutes(hono: Hono, app: App): void {
  hono.post(routes.programmeBacktest, definitionLimit(), async (context) => {
    const asked = backtestBodySchema.parse(await context.req.json().catch(() => null))
    const options = { gaps: [], caps: [], against: null, beside: false, ...asked }
    const programme = context.req.param('programme')
    if (context.req.header('accept') === linesType) return answerLines(context, app, programme, options)
    return context.json(await app.programmeBacktest(programme, options, { signal: context.req.raw.signal }))
  })
  hono.post(routes.programmeBacktestList, definitionLimit(), async (context) => {
    const asked = listBodySchema.parse(await context.req.json().catch(() => null))
    const options = { beside: false, limit: 25, offset: 0, ...asked }
    return context.json(await app.programmeBacktestList(context.req.param('programme'), options, { signal: context.req.raw.signal }))
  })
  hono.get(routes.programmeWho, async (context) =>
    context.json(
      await app.programmeWho(context.req.param('programme'), whoOptions(context.req.query()), { signal: context.req.raw.signal }),
    ),
  )
  hono.get(routes.programmeWhoCsv, async (context) => {
    const id = context.req.param('programme')
    const all = { ...whoOptions(context.req.query()), limit: everyone, offset: 0 }
    const { rows } = await app.programmeWho(id, all, { signal: context.req.raw.signal })
    return answerCsv(context, `${id}-who.csv`, nextColumns, async function* () {
      for (const row of rows) yield nextCells(row)
    })
  })
  hono.get(routes.programmeFieldsCsv, async (context) => {
    const id = context.req.param('programme')
    const { target } = fieldsQuerySchema.parse(context.req.query())
    const { columns, rows } = await app.programmeFields(id, { target, limit: everyone, offset: 0 }, { signal: context.req.raw.signal })
    return answerCsv(context, `${id}-${target}-fields.csv`, columns, async function* () {
      yield* rows
    })
  })
  addCalendarRoutes(hono, app)
}

function addCalendarRoutes(hono: Hono, app: App): void {
  const calendar = (context: Context) => app.programmeCalendar(spanOf(context.req.query()), { signal: context.req.raw.signal })
  hono.get(routes.programmeCalendar, async (context) => context.json(await calendar(context)))
  hono.get(routes.programmeCalendarFile, async (context) => {
    const file = dueCalendarFile(await calendar(context))
    context.header('content-type', 'text/calendar; charset=utf-8')
    context.header('content-disposition', 'attachment; filename="programmes.ics"')
    context.header('cache-control', 'no-store')
    return context.body(file)
  })
}

const fieldsQuerySchema = z.object({ target: z.string().default('neutral') })
const spanQuerySchema = z.object({ from: z.string().optional(), to: z.string().optional() })

function spanOf(query: Record<string, string>) {
  const { from = null, to = null } = spanQuerySchema.parse(query)
  return { from, to }
}

/** A page that wants to hear how far a replay is asks for lines: `backtestLineSchema` says what each holds. */
function answerLines(context: Context, app: App, programme: string, options: BacktestOptions): Response {
  const left = new AbortController()
  context.header('content-type', linesType)
  context.header('cache-control', 'no-store')
  return stream(context, async (answer) => {
    answer.onAbort(() => left.abort())
    let toldAt = 0
    const say = (line: BacktestLine) => answer.write(`${JSON.stringify(line)}\n`)
    const onProgress = (progress: ReplayProgress) => {
      if (performance.now() - toldAt < pauseMs) return
      toldAt = performance.now()
      void say({ progress })
    }
    try {
      await say({ answer: await app.programmeBacktest(programme, options, { signal: left.signal, onProgress }) })
    } catch (error) {
      await say({ failure: failureBody(error) })
    }
  })
}

/** Milliseconds at least between two signs of how far a replay is. */
const pauseMs = 200

/** So many rows a file has at most. */
const everyone = 1_000_000

function whoOptions(query: Record<string, string>) {
  const { stage = null, persona = null, message = null, day = null, beside, limit, offset } = whoQuerySchema.parse(query)
  return { stage, persona, message, day, beside: beside === 'true', limit, offset }
}
