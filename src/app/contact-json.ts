import type { ContactExport } from '../events/export-contact.ts'
import type { App } from './app.ts'

/** Events are written so many at a time: one text of all that a contact did may be longer than a text can be. */
const eventsAtOnce = 1_000

/** An exported contact as the text of one JSON object, in pieces: properties, links and decisions, then all its events in order of time, each on a line of its own. */
export async function* contactJson(app: Pick<App, 'contactEvents'>, first: ContactExport): AsyncGenerator<string> {
  const { events, next, ...rest } = first
  yield `${JSON.stringify(rest, null, 2).slice(0, -2)},\n  "events": [`
  const { contact, alsoKnownAs, anonymous } = first
  let page: Pick<ContactExport, 'events' | 'next'> = { events, next }
  let before = '\n    '
  while (true) {
    for (let from = 0; from < page.events.length; from += eventsAtOnce) {
      const lines = page.events.slice(from, from + eventsAtOnce).map((event) => JSON.stringify(event))
      yield before + lines.join(',\n    ')
      before = ',\n    '
    }
    if (page.next === null) break
    page = await app.contactEvents({ contact, alsoKnownAs, anonymous }, page.next)
  }
  yield events.length === 0 ? ']\n}\n' : '\n  ]\n}\n'
}
