import type { Hono } from 'hono'
import { z } from 'zod'
import type { App } from '../app/app.ts'
import { routes } from './contract.ts'
import { definitionLimit } from './definition-limit.ts'

const bodySchema = z.strictObject({ contact: z.string().min(1), to: z.string() })

const previewQuery = z.object({ contact: z.string({ error: () => 'the contact is missing: ask with ?contact=ID' }).min(1) })

/** Adds the routes that show one message with a contact's data, and send it as a test to one typed address. */
export function addTestSendRoutes(hono: Hono, app: App): void {
  hono.get(routes.previewTest, async (context) => {
    const { programme, message } = context.req.param()
    const { contact } = previewQuery.parse(context.req.query())
    context.header('cache-control', 'no-store')
    return context.json(await app.previewTest(programme, message, contact))
  })
  hono.post(routes.sendTest, definitionLimit(), async (context) => {
    const { programme, message } = context.req.param()
    return context.json(await app.sendTest(programme, message, bodySchema.parse(await context.req.json().catch(() => null))))
  })
}
