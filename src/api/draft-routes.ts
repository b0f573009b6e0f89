import type { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { App } from '../app/app.ts'
import { AppError } from '../core/error.ts'
import { draftOptionsSchema } from '../model/draft/proposed-journey.ts'
import { routes } from './contract.ts'

const largestArrangement = 1_000_000

/** Adds the route that drafts a journey. It keeps nothing: a draft is applied like any other definition. */
export function addDraftRoutes(hono: Hono, app: App): void {
  const limit = bodyLimit({
    maxSize: largestArrangement,
    onError: () => {
      throw new AppError('usage', 'The arrangement is larger than 1 MB.')
    },
  })
  hono.post(routes.proposal, limit, async (context) => {
    const text = await context.req.text()
    return context.json(await app.draftJourney(draftOptionsSchema.parse(text === '' ? {} : asJson(text))))
  })
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AppError('usage', 'What to draft is not JSON: send e.g. {"subject": "contact"}.', null, error)
  }
}
