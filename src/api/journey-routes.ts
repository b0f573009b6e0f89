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

const keptAnswers = 50

/** Adds the routes that read journeys and their figures, and the one that applies a definition. */
export function addJourneyRoutes(hono: Hono, app: App, live: Live): void {
  hono.use('/api/journeys/*', compress())
  const figures = cachedFigures(app)
  hono.get(routes.journeys, async (context) => context.json(await app.journeys()))
  hono.post(routes.journeys, definitionLimit(), async (context) => {
    const applied = await app.applyJourney(await context.req.text())
    live.send({ kind: 'refresh' })
    return context.json(applied, 201)
  })
  hono.get(routes.map, (context) => figures(context, 'map', (journey, filter) => app.map(journey, filter)))
  hono.get(routes.stage, (context) =>
    figures(context, 'stage', (journey, filter) => app.stage(journey, context.req.param('stage'), filter)),
  )
  hono.get(routes.funnel, (context) => figures(context, 'funnel', (journey, filter) => app.funnel(journey, filter)))
  hono.get(routes.paths, (context) => {
    const { collapse, variants } = pathsQuerySchema.parse(context.req.query())
    const options = { collapse: collapse === 'true', variants }
    return figures(context, `paths ${collapse} ${variants}`, (journey, filter) => app.paths(journey, filter, options))
  })
  hono.get(routes.pathCases, async (context) => context.json(await app.pathCases(context.req.param('journey'), pathCasesQuery(context))))
  hono.get(routes.pathCasesCsv, (context) => pathCasesCsv(context, app, context.req.param('journey')))
  hono.get(routes.sliceProperties, async (context) => {
    const { property, search } = slicePropertiesQuerySchema.parse(context.req.query())
    const asked = property === undefined ? null : { property, text: search }
    return context.json(await app.sliceProperties(context.req.param('journey'), asked))
  })
  hono.get(routes.compareSlices, async (context) => {
    const { a, b } = slicePairQuerySchema.parse(context.req.query())
    return context.json(await app.compareSlices(context.req.param('journey'), a, b))
  })
  hono.get(routes.subjects, async (context) => context.json(await app.subjects(context.req.param('journey'), subjectsQuery(context))))
  hono.get(routes.subjectsCsv, (context) => subjectsCsv(context, app, context.req.param('journey')))
  hono.get(routes.timeline, async (context) => {
    const { journey, type, subject } = context.req.param()
    return context.json(await app.timeline(type, subject, journey, filterQuerySchema.parse(context.req.query())))
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

type Compute = (journey: string, filter: Filter) => Promise<unknown>

/** Answers figures with an ETag of version and time of refresh, and keeps the last answers, so that an unchanged map costs nothing. */
function cachedFigures(app: App): (context: Context, name: string, compute: Compute) => Promise<Response> {
  const kept = new Map<string, string>()
  return async (context, name, compute) => {
    const journey = context.req.param('journey') ?? ''
    const filter = filterQuerySchema.parse(context.req.query())
    const summary = (await app.journeys()).find((known) => known.id === journey)
    // What a segment chooses may change without any refresh.
    if (!summary || summary.refreshedAt === null || filter.segment !== undefined)
      return context.json((await compute(journey, filter)) as object)
    const key = [summary.version, summary.refreshedAt, name, context.req.path, JSON.stringify(filter)].join('|')
    const tag = `W/"${createHash('sha256').update(key).digest('base64url').slice(0, 22)}"`
    context.header('etag', tag)
    context.header('cache-control', 'private, no-cache')
    if (context.req.header('if-none-match') === tag) return context.body(null, 304)
    const text = kept.get(key) ?? JSON.stringify(await compute(journey, filter))
    kept.delete(key)
    kept.set(key, text)
    for (const oldest of kept.keys()) if (kept.size > keptAnswers) kept.delete(oldest)
    context.header('content-type', 'application/json')
    return context.body(text)
  }
}

const csvColumns = ['subject', 'account', 'persona', 'instance', 'enteredAt', 'leftAt', 'openedBy', 'ending', 'days', 'underWay']

function subjectsCsv(context: Context, app: App, journey: string): Response {
  const query = subjectsQuery(context)
  const past = pastColumns(query.filter)
  return answerCsv(context, `${journey}-${query.stage}-${query.set}${past.name}.csv`, [...csvColumns, ...past.columns], async function* () {
    for (let offset = 0; ; offset += largestPage) {
      const page = await app.subjects(journey, { ...query, limit: largestPage, offset })
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
      const page = await app.pathCases(journey, { ...query, limit: largestPage, offset })
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
