import type { Hono } from 'hono'
import { z } from 'zod'
import type { App } from '../app/app.ts'
import { sendAuditOptionsSchema, sendSets } from '../map/send-audit.ts'
import { routes } from './contract.ts'
import { definitionLimit } from './definition-limit.ts'

/** A list's request: the audit's options, and which rows of it. */
const listBodySchema = z.strictObject({
  options: sendAuditOptionsSchema.default({}),
  set: z.enum(sendSets),
  message: z.string().nullable().default(null),
  limit: z.number().int().min(0).max(1000).default(50),
  offset: z.number().int().min(0).default(0),
})

/** Adds the routes of the audit of today's sends (rules R10, R11); they change nothing. */
export function addProgrammeAuditRoutes(hono: Hono, app: App): void {
  hono.post(routes.programmeAudit, definitionLimit(), async (context) => {
    const options = sendAuditOptionsSchema.parse(await context.req.json().catch(() => null))
    return context.json(await app.programmeAudit(context.req.param('journey'), options))
  })
  hono.post(routes.programmeAuditSends, definitionLimit(), async (context) => {
    const { options, ...list } = listBodySchema.parse(await context.req.json().catch(() => null))
    return context.json(await app.programmeAuditSends(context.req.param('journey'), options, list))
  })
}
