import type { Context, Hono } from 'hono'
import { stream } from 'hono/streaming'
import type { App } from '../app/app.ts'
import { contactJson } from '../app/contact-json.ts'
import type { PersonId } from '../model/person-id.ts'
import { routes } from './contract.ts'
import type { Live } from './live.ts'
import { otherIdQuerySchema } from './requests.ts'

/** Adds the routes of one person's data: export and erasure (rule E9), and which ids are one contact (rule E7). */
export function addContactRoutes(hono: Hono, app: App, live: Live): void {
  hono.get(routes.contact, async (context) => {
    context.header('cache-control', 'no-store')
    const first = await app.exportContact(context.req.param('contact'))
    context.header('content-type', 'application/json')
    return stream(context, async (answer) => {
      for await (const text of contactJson(app, first)) {
        if (answer.aborted) return
        await answer.write(text)
      }
    })
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
