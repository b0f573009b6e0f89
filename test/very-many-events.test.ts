import { afterAll, beforeAll, expect, it } from 'vitest'
import { contactJson } from '../src/app/contact-json.ts'
import { exportContact, exportEvents } from '../src/events/export-contact.ts'
import { type AppPlace, openAppPlace } from './app-place.ts'

const events = 4_300
const journey = `journey: shop
name: Shop
subject: contact
stages:
  - { id: look, name: Looks, lifecycle: awareness, entry: visit, reentry: entry, window: 30d }
  - { id: buy, name: Buys, lifecycle: acquisition, entry: buy, window: 30d }
`

let place: AppPlace
beforeAll(async () => {
  place = await openAppPlace()
  // Four events share each instant: pages end in the middle of such a group.
  const rows = Array.from({ length: events }, (_, at) => {
    const time = new Date(Date.UTC(2024, 0, 1) + Math.floor(at / 4) * 60_000).toISOString()
    return `${time},bot,${at % 8 < 4 ? 'visit' : 'buy'},${at}\n`
  })
  await place.importText('events.csv', `timestamp,user_id,event,nth\n${rows.join('')}2024-01-01T00:00:00Z,ann,visit,x\n`)
  await place.app.applyJourney(journey)
})
afterAll(() => place.close())

it('[M7] the timeline of a subject with very many events shows the newest, each in its stay', async () => {
  const timeline = await place.app.timeline('contact', 'bot', 'shop')
  expect([timeline.events.length, timeline.moreEvents, timeline.moreStays]).toEqual([2_000, true, false])
  expect(timeline.stays).toHaveLength(1_075)
  expect(new Set(timeline.events.map(({ properties }) => properties.nth)).size).toBe(2_000)
  expect(timeline.events.every(({ stage, name }) => stage === (name === 'visit' ? 'look' : 'buy'))).toBe(true)
  expect(timeline.stays.map(({ enteredAt }) => enteredAt)).toEqual(
    timeline.stays.map(({ enteredAt }) => enteredAt).toSorted((a, b) => a - b),
  )
})

it('[E9] the export of a contact with very many events is read page by page, and holds each once, in order', async () => {
  await place.inStore(async (store) => {
    const whole = await exportContact(store, 'bot')
    const first = await exportContact(store, 'bot', 333)
    if (whole === null || first === null) throw new Error('nothing is known of the contact')
    expect([whole.events.length, whole.next, first.events.length]).toEqual([events, null, 333])
    let text = ''
    let pages = 1
    const app = {
      contactEvents: async (...[group, after]: Parameters<AppPlace['app']['contactEvents']>) => {
        pages += 1
        return exportEvents(store, group, after, 333)
      },
    }
    for await (const piece of contactJson(app, first)) text += piece
    const { next, ...all } = whole
    expect(JSON.parse(text)).toEqual(all)
    expect(pages).toBe(Math.ceil(events / 333))
  })
})

it('[E9] is erased like any other', async () => {
  expect(await place.app.erase('bot')).toMatchObject({ contact: 'bot', events })
  await expect(place.app.exportContact('bot')).rejects.toMatchObject({ code: 'notFound' })
})
