import { basename, extname } from 'node:path'
import type { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { App } from '../app/app.ts'
import { AppError } from '../core/error.ts'
import { readGrid } from '../sources/read-grid.ts'
import { csvOf } from '../sources/write-csv.ts'
import { xlsxOf } from '../sources/write-xlsx.ts'
import { routes } from './contract.ts'
import { drawnQuerySchema, templateQuerySchema } from './requests.ts'
import { receiveUpload } from './upload.ts'

const largestMap = 20_000_000

/** Adds the routes of maps that are drawn: reading a table, writing one, and templates. None of them keeps anything. */
export function addMapRoutes(hono: Hono, app: App): void {
  hono.post(routes.readDrawnMap, tableLimit(), async (context) => {
    const { name, title, subject, transposed, lanes } = drawnQuerySchema.parse(context.req.query())
    const upload = await receiveUpload(context.req.raw.body, name)
    try {
      const grid = await readGrid(upload.path).catch((error: unknown) => {
        throw error instanceof AppError
          ? new AppError(error.code, error.message.replaceAll(upload.path, upload.name), error.details)
          : error
      })
      const fallbackName = basename(upload.name, extname(upload.name))
      const options = { id: null, name: title ?? null, subject: subject ?? null, transposed: transposed ?? null, lanes, fallbackName }
      return context.json(await app.readDrawnMap({ rows: grid.rows, notes: grid.notes, ...options }))
    } finally {
      await upload.remove()
    }
  })
  hono.get(routes.drawnCsv, async (context) => {
    const id = context.req.param('journey')
    return download(csvOf(await app.drawnMap(id)), `${id}.csv`, 'text/csv; charset=utf-8')
  })
  hono.get(routes.drawnXlsx, async (context) => {
    const id = context.req.param('journey')
    return download(xlsxOf(await app.drawnMap(id), id), `${id}.xlsx`, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  })
  hono.get(routes.templates, async (context) => context.json(await app.templates()))
  hono.get(routes.template, async (context) => {
    const { name, subject } = templateQuerySchema.parse(context.req.query())
    return context.json(await app.readTemplate(context.req.param('template'), { id: null, name: name ?? null, subject: subject ?? null }))
  })
}

function tableLimit() {
  return bodyLimit({
    maxSize: largestMap,
    onError: (context) => {
      context.header('connection', 'close')
      throw new AppError('invalid', 'The file is larger than 20 MB, which is no drawn map. A log of events is added under Add data.')
    },
  })
}

function download(body: string | Uint8Array, name: string, type: string): Response {
  return new Response(typeof body === 'string' ? body : Uint8Array.from(body), {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name.replace(/[^\w.-]+/g, '_')}"`,
      'cache-control': 'no-store',
    },
  })
}
