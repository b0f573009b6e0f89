import { type Zippable, zipSync } from 'fflate'
import type { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { App } from '../app/app.ts'
import type { CarriedFile, HandOver } from '../app/hand-over.ts'
import { AppError } from '../core/error.ts'
import { parseDay } from '../model/local-day.ts'
import { routes } from './contract.ts'

/** Bytes that the files of an export may have when they are sent back. */
const largestExport = 50_000_000

const handOverQuery = z.object({
  target: z.string({ error: () => 'the tool is missing: ask with ?target=neutral' }),
  date: z.string().optional(),
})
const comparisonBody = z.strictObject({
  files: z.array(z.strictObject({ path: z.string(), encoding: z.enum(['utf8', 'base64']), content: z.string() })),
  target: z.string().nullable(),
})

/** Adds the routes that hand programmes to tools: the check, the files as a zip, an export read back, all programmes on one page. */
export function addProgrammeExportRoutes(hono: Hono, app: App): void {
  const made = (programme: string, query: unknown): Promise<HandOver> => {
    const { target, date } = handOverQuery.parse(query)
    return app.exportProgramme(programme, { target, date: date ?? today(), design: null })
  }
  hono.get(routes.programmeTargets, async (context) => context.json(await app.programmeTargets()))
  hono.get(routes.programmeHandOver, async (context) => {
    const { files, ...told } = await made(context.req.param('programme'), context.req.query())
    return context.json({ ...told, files: files.map(({ path }) => path) })
  })
  hono.get(routes.programmeExport, async (context) => {
    const handOver = await made(context.req.param('programme'), context.req.query())
    const name = `${handOver.programme}-${handOver.target.id}.zip`.replaceAll(/[^\w.-]+/g, '_')
    return download(zipOf(handOver), name, 'application/zip')
  })
  hono.post(routes.programmeComparison, exportLimit(), async (context) => {
    const { files, target } = comparisonBody.parse(await context.req.json().catch(() => null))
    return context.json(await app.compareExport(context.req.param('programme'), files, target))
  })
  hono.get(routes.programmeArchitecture, async (context) =>
    context.json(await app.programmeArchitecture(context.req.query('date') ?? today())),
  )
  hono.get(routes.programmeArchitectureSvg, async (context) => {
    const { svg } = await app.programmeArchitecture(context.req.query('date') ?? today())
    return download(svg, 'programmes.svg', 'image/svg+xml')
  })
  hono.get(routes.programmeArchitectureMarkdown, async (context) => {
    const { markdown } = await app.programmeArchitecture(context.req.query('date') ?? today())
    return download(markdown, 'programmes.md', 'text/markdown; charset=utf-8')
  })
}

function download(content: string | Uint8Array<ArrayBuffer>, name: string, type: string): Response {
  const headers = { 'content-type': type, 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' }
  return new Response(content, { headers })
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}

/** The files as a zip that is the same whenever and wherever it is made: stamped with the day of the export, in order. */
function zipOf({ files, date }: HandOver): Uint8Array<ArrayBuffer> {
  const day = parseDay(date) ?? { year: 1980, month: 1, day: 1 }
  // A zip holds local time: this instant has the same reading in every zone.
  const mtime = new Date(Math.max(1980, day.year), day.month - 1, day.day)
  const entries: Zippable = Object.fromEntries(files.map((file) => [file.path, [bytesOf(file), { mtime }]]))
  return Uint8Array.from(zipSync(entries))
}

function bytesOf({ encoding, content }: CarriedFile): Uint8Array {
  return Uint8Array.from(Buffer.from(content, encoding))
}

function exportLimit() {
  return bodyLimit({
    maxSize: largestExport,
    onError: (context) => {
      context.header('connection', 'close')
      throw new AppError('invalid', 'The files are larger than 50 MB, which is no export of a programme.')
    },
  })
}
