import { expect, it } from 'vitest'
import { readMailEvents, readMessageProperty } from './mail-events.ts'

const rows = (...names: [name: string, channel: string][]) => names.map(([name, channel]) => ({ name, channel, events: 1 }))

it.each([
  ['E-mail sent', 'sent'],
  ['sent', 'sent'],
  ['email.sent', 'sent'],
  ['Newsletter verschickt', 'sent'],
  ['Delivered', 'delivered'],
  ['Received Email', 'delivered'],
  ['E-Mail zugestellt', 'delivered'],
  ['emailOpen', 'opened'],
  ['E-mail geöffnet', 'opened'],
  ['CLICK', 'clicked'],
  ['Clicked Email', 'clicked'],
  ['Unsubscribed from list', 'unsubscribed'],
  ['opted out', 'unsubscribed'],
  ['Email delivery failed', null],
  ['Undelivered', null],
  ['delivery delayed', null],
  ['E-mail bounced', null],
  ['Marked as spam', null],
  ['E-mail replied', null],
])('[R10] on an e-mail channel %j says %s', (name, role) => {
  const { names } = readMailEvents(rows([name, 'email']), {})
  const roles = Object.entries(names).flatMap(([one, some]) => (some.length === 0 ? [] : [one]))
  expect(roles).toEqual(role === null ? [] : [role])
})

it('[R10] clicks and deliveries of other channels are not of e-mails', () => {
  const { names, channels } = readMailEvents(
    rows(['Ad clicked', 'ads'], ['Parcel delivered', 'shop'], ['Page opened', ''], ['Mail clicked', 'E-Mail']),
    {},
  )
  expect([names.clicked, names.delivered, names.opened, channels]).toEqual([['Mail clicked'], [], [], ['E-Mail']])
})

it('[R10] events without a channel are of e-mails where their names say so', () => {
  const read = readMailEvents(rows(['mail sent', ''], ['E-mail clicked', 'email'], ['order sent', '']), {})
  expect([read.names.sent, read.channels]).toEqual([['mail sent'], ['', 'email']])
})

it('[R10] what people say stands in the place of a guess, of any channel that has it', () => {
  const read = readMailEvents(rows(['Blast out', 'push'], ['E-mail sent', 'email']), { events: { sent: ['Blast out'] } })
  expect([read.names.sent, read.channels, read.guessed.includes('sent')]).toEqual([['Blast out'], [], false])
})

it('[R10] a message is named by a name before an id, by what at least half have, never by what is new with each send', () => {
  const having = (property: string, sends: number, values: number) => ({ property, sends, values })
  expect(readMessageProperty(100, [having('campaign_id', 100, 5), having('Campaign Name', 60, 5)])).toBe('Campaign Name')
  expect(readMessageProperty(100, [having('campaign_name', 49, 5), having('template', 100, 3)])).toBe('template')
  expect(readMessageProperty(100, [having('message_id', 100, 100), having('plan', 100, 3)])).toBe('')
})
