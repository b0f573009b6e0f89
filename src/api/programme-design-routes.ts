import type { Hono } from 'hono'
import type { App } from '../app/app.ts'
import { defaultDesign } from '../model/default-design.ts'
import { designOptionsSchema } from '../programme/design-options.ts'
import { routes } from './contract.ts'
import { definitionLimit } from './definition-limit.ts'

/** A design's options as a page sends them: what is left out is as nobody said otherwise. */
const bodySchema = designOptionsSchema.partial()

/** Adds the route that designs a journey's messages; it keeps nothing. */
export function addProgrammeDesignRoutes(hono: Hono, app: App): void {
  hono.post(routes.designProgramme, definitionLimit(), async (context) => {
    const asked = bodySchema.parse(await context.req.json().catch(() => null))
    const options = { consent: null, personas: false, ...defaultDesign, filter: { where: {} }, ...asked }
    return context.json(await app.designProgramme(context.req.param('journey'), options))
  })
}
