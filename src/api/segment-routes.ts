import type { Hono } from 'hono'
import type { App } from '../app/app.ts'
import { routes } from './contract.ts'
import { definitionLimit } from './definition-limit.ts'
import type { Live } from './live.ts'
import { segmentBodySchema, segmentNameSchema } from './requests.ts'

/** Adds the routes of saved segments (rule M12). */
export function addSegmentRoutes(hono: Hono, app: App, live: Live): void {
  hono.get(routes.segments, async (context) => context.json(await app.segments()))
  hono.post(routes.segments, definitionLimit(), async (context) => {
    const { segment, replace } = segmentBodySchema.parse(await context.req.json().catch(() => null))
    const kept = await app.keepSegment(segment, replace)
    live.send({ kind: 'refresh' })
    return context.json(kept, 201)
  })
  hono.post(routes.segment, definitionLimit(), async (context) => {
    const { name, id } = segmentNameSchema.parse(await context.req.json().catch(() => null))
    const renamed = await app.renameSegment(context.req.param('segment'), name, id)
    live.send({ kind: 'refresh' })
    return context.json(renamed)
  })
  hono.delete(routes.segment, async (context) => {
    const removed = await app.removeSegment(context.req.param('segment'))
    live.send({ kind: 'refresh' })
    return context.json(removed)
  })
}
