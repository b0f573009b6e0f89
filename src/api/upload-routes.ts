import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { Context, Hono } from 'hono'
import type { App } from '../app/app.ts'
import { AppError } from '../core/error.ts'
import { routes } from './contract.ts'
import { importBodySchema, keepQuerySchema, previewBodySchema } from './requests.ts'
import type { RunningImports } from './running-imports.ts'

/** Adds the routes of files kept aside: send, list, preview, import, drop. */
export function addUploadRoutes(hono: Hono, app: App, running: RunningImports): void {
  hono.get(routes.uploads, async (context) => context.json(await app.uploads()))
  hono.post(routes.uploads, async (context) => {
    const { name } = keepQuerySchema.parse(context.req.query())
    const { body } = context.req.raw
    if (!body) throw new AppError('usage', 'The request has no body. Send the file itself as the body.')
    return context.json(await app.addUpload(name, Readable.fromWeb(body as ReadableStream)), 201)
  })
  hono.post(routes.previewUpload, async (context) => {
    const { mapping, changes, kind, anew } = previewBodySchema.parse(await bodyOf(context))
    return context.json(await app.previewUpload(idOf(context), { mapping, changes, kind, anew }))
  })
  hono.post(routes.importUpload, async (context) => {
    const { mapping, source } = importBodySchema.parse(await bodyOf(context))
    const id = idOf(context)
    return context.json(await running.start((how) => app.importUpload(id, { ...how, mapping, source })), 202)
  })
  hono.delete(routes.upload, async (context) => {
    await app.dropUpload(idOf(context))
    return context.body(null, 204)
  })
}

function idOf(context: Context): string {
  return context.req.param('upload') ?? ''
}

async function bodyOf(context: Context): Promise<unknown> {
  return context.req.json().catch(() => {
    throw new AppError('usage', 'The body of the request is no JSON.')
  })
}
