import type { Hono } from 'hono'
import { z } from 'zod'
import type { App } from '../app/app.ts'
import { defaultDesign } from '../model/default-design.ts'
import { designOptionsSchema } from '../programme/design-options.ts'
import { draftChoicesSchema } from '../programme/draft-choices.ts'
import { routes } from './contract.ts'
import { definitionLimit } from './definition-limit.ts'

/** A design's options as a page sends them: what is left out is as nobody said otherwise. */
const bodySchema = designOptionsSchema.partial()

const unasked = { consent: null, personas: false, ...defaultDesign, filter: { where: {} } }
const draftSchema = z.object({ options: bodySchema.default({}), choices: draftChoicesSchema })

/** Adds the routes that design a journey's messages and write the design as a programme's document; they keep nothing. */
export function addProgrammeDesignRoutes(hono: Hono, app: App): void {
  hono.post(routes.designProgramme, definitionLimit(), async (context) => {
    const asked = bodySchema.parse(await context.req.json().catch(() => null))
    return context.json(await app.designProgramme(context.req.param('journey'), { ...unasked, ...asked }))
  })
  hono.post(routes.draftProgramme, definitionLimit(), async (context) => {
    const { options, choices } = draftSchema.parse(await context.req.json().catch(() => null))
    return context.json(await app.draftProgramme(context.req.param('journey'), { ...unasked, ...options }, choices))
  })
}
