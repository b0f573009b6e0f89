import type { Hono } from 'hono'
import { z } from 'zod'
import type { App } from '../app/app.ts'
import { routes } from './contract.ts'
import { definitionLimit } from './definition-limit.ts'

const bodySchema = z.strictObject({ contact: z.string().min(1), to: z.string() })

/** Adds the route that sends one message as a test to one typed address. */
export function addTestSendRoutes(hono: Hono, app: App): void {
  hono.post(routes.sendTest, definitionLimit(), async (context) => {
    const { programme, message } = context.req.param()
    return context.json(await app.sendTest(programme, message, bodySchema.parse(await context.req.json().catch(() => null))))
  })
}
