import { createHash } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import type { App } from '../app/app.ts'
import type { Filter } from '../map/journey-map.ts'
import { routes } from './contract.ts'
import { answerCsv } from './csv.ts'
import { definitionLimit } from './definition-limit.ts'
import type { Live } from './live.ts'
import {
  filterQuerySchema,
  largestPage,
  pathCasesQuerySchema,
  pathsQuerySchema,
  slicePairQuerySchema,
  slicePropertiesQuerySchema,
  subjectsQuerySchema,
} from './requests.ts'

/** Adds the routes that read journeys and their figures, and the one that applies a definition. */
export function addJourneyRoutes(hono: Hono, app: App, live: Live): void {
  hono.use('/api/journeys/*', compress())
  hono.get(routes.journeys, async (context) => context.json(await app.journeys()))
  hono.post(routes.journeys, definitionLimit(), async (context) => {
    const applied = await app.applyJourney(await context.req.text())
    live.send({ kind: 'refresh' })
    return context.json(applied, 201)
  })
  hono.get(routes.map, (context) => answerFigures(context, (journey, filter, signal) => app.map(journey, filter, signal)))
  hono.get(routes.stage, (context) =>
    answerFigures(context, (journey, filter, signal) => app.stage(journey, context.req.param('stage'), filter, signal)),
  )
  hono.get(routes.funnel, (context) => answerFigures(context, (journey, filter, signal) => app.funnel(journey, filter, signal)))
  hono.get(routes.paths, (context) => {
    const { collapse, variants } = pathsQuerySchema.parse(context.req.query())
    const options = { collapse: collapse === 'true', variants }
    return answerFigures(context, (journey, filter, signal) => app.paths(journey, filter, options, signal))
  })
  hono.get(routes.pathCases, async (context) =>
    context.json(await app.pathCases(context.req.param('journey'), pathCasesQuery(context), context.req.raw.signal)),
  )
  hono.get(routes.pathCasesCsv, (context) => pathCasesCsv(context, app, context.req.param('journey')))
  hono.get(routes.sliceProperties, async (context) => {
    const { property, search } = slicePropertiesQuerySchema.parse(context.req.query())
    const asked = property === undefined ? null : { property, text: search }
    return context.json(await app.sliceProperties(context.req.param('journey'), asked, context.req.raw.signal))
  })
  hono.get(routes.compareSlices, async (context) => {
    const { a, b } = slicePairQuerySchema.parse(context.req.query())
    return context.json(await app.compareSlices(context.req.param('journey'), a, b, context.req.raw.signal))
  })
  hono.get(routes.subjects, async (context) =>
    context.json(await app.subjects(context.req.param('journey'), subjectsQuery(context), context.req.raw.signal)),
  )
  hono.get(routes.subjectsCsv, (context) => subjectsCsv(context, app, context.req.param('journey')))
  hono.get(routes.timeline, async (context) => {
    const { journey, type, subject } = context.req.param()
    return context.json(await app.timeline(type, subject, journey, filterQuerySchema.parse(context.req.query()), context.req.raw.signal))
  })
}

function subjectsQuery(context: Context) {
  const { campaign, span, side, ...query } = subjectsQuerySchema.parse(context.req.query())
  const cohort = campaign === undefined ? {} : { campaign: { campaign, span: span ?? 'during', side: side ?? 'audience' } }
  return { ...query, ...cohort, filter: filterQuerySchema.parse(context.req.query()) }
}

function pathCasesQuery(context: Context) {
  return { ...pathCasesQuerySchema.parse(context.req.query()), filter: filterQuerySchema.parse(context.req.query()) }
}

/** Answers figures with an ETag of what they are, so that an unchanged map is not sent again. */
async function answerFigures(context: Context, compute: (journey: string, filter: Filter, signal: AbortSignal) => Promise<object>) {
  const filter = filterQuerySchema.parse(context.req.query())
  const text = JSON.stringify(await compute(context.req.param('journey') ?? '', filter, context.req.raw.signal))
  const tag = `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  context.header('etag', tag)
  context.header('cache-control', 'private, no-cache')
  if (context.req.header('if-none-match') === tag) return context.body(null, 304)
  context.header('content-type', 'application/json')
  return context.body(text)
}

const csvColumns = ['subject', 'account', 'persona', 'instance', 'enteredAt', 'leftAt', 'openedBy', 'ending', 'days', 'underWay']

function subjectsCsv(context: Context, app: App, journey: string): Response {
  const query = subjectsQuery(context)
  const past = pastColumns(query.filter)
  return answerCsv(context, `${journey}-${query.stage}-${query.set}${past.name}.csv`, [...csvColumns, ...past.columns], async function* () {
    for (let offset = 0; ; offset += largestPage) {
      const page = await app.subjects(journey, { ...query, limit: largestPage, offset }, context.req.raw.signal)
      for (const row of page.rows) {
        const times = { enteredAt: iso(row.enteredAt), leftAt: row.leftAt === null ? '' : iso(row.leftAt) }
        yield [...csvColumns.map((column) => String({ ...row, ...times }[column as keyof typeof row] ?? '')), ...past.cells]
      }
      if (page.rows.length < largestPage) return
    }
  })
}

const caseColumns = ['subject', 'account', 'persona', 'instance', 'startedAt', 'days', 'events', 'times', 'running']

function pathCasesCsv(context: Context, app: App, journey: string): Response {
  const query = pathCasesQuery(context)
  const past = pastColumns(query.filter)
  return answerCsv(context, `${journey}-paths-${query.choice.set}${past.name}.csv`, [...caseColumns, ...past.columns], async function* () {
    for (let offset = 0; ; offset += largestPage) {
      const page = await app.pathCases(journey, { ...query, limit: largestPage, offset }, context.req.raw.signal)
      for (const row of page.rows) {
        yield [...caseColumns.map((column) => String({ ...row, startedAt: iso(row.startedAt) }[column as keyof typeof row])), ...past.cells]
      }
      if (page.rows.length < largestPage) return
    }
  })
}

/** A file of a past day says so in its name and in each row. */
function pastColumns({ asOf, known = 'now', timeZone = 'UTC' }: Filter): { name: string; columns: string[]; cells: string[] } {
  if (asOf === undefined) return { name: '', columns: [], cells: [] }
  return { name: `-as-of-${asOf}-known-${known}`, columns: ['asOf', 'timeZone', 'known'], cells: [asOf, timeZone, known] }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
