import type { Context, Hono } from 'hono'
import type { App } from '../app/app.ts'
import type { PersonId } from '../model/person-id.ts'
import { routes } from './contract.ts'
import type { Live } from './live.ts'
import { otherIdQuerySchema } from './requests.ts'

/** Adds the routes of one person's data: export and erasure (rule E9), and which ids are one contact (rule E7). */
export function addContactRoutes(hono: Hono, app: App, live: Live): void {
  hono.get(routes.contact, async (context) => {
    context.header('cache-control', 'no-store')
    return context.json(await app.exportContact(context.req.param('contact')))
  })
  hono.delete(routes.contact, async (context) => changed(context, await app.erase(context.req.param('contact'))))
  hono.put(routes.tie, async (context) => changed(context, await app.mergeContacts(context.req.param('contact'), otherOf(context))))
  hono.delete(routes.tie, async (context) => changed(context, await app.unmergeContacts(context.req.param('contact'), otherOf(context))))

  function changed(context: Context, answer: object): Response {
    live.send({ kind: 'refresh' })
    return context.json(answer)
  }
}

function otherOf(context: Context): PersonId {
  return { type: otherIdQuerySchema.parse(context.req.query()).type, id: context.req.param('other') ?? '' }
}
