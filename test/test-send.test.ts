import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sendTestMail } from '../src/app/send-test-mail.ts'
import type { SmtpSource } from '../src/app/smtp-settings.ts'
import { testSendDesk } from '../src/app/test-send-desk.ts'
import { sampleMessage, sampleProgramme } from '../src/programme/programme.test-support.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { event } from './oracle/small-journey.ts'
import { fillStore, temporaryEventStore } from './stays-on-engine.ts'

interface Received {
  from: string
  to: string[]
  raw: string
  user: string
}

const received: Received[] = []
/** A mail server on this machine: it knows one login and refuses one address and one sender. */
const mailServer = new SMTPServer({
  disabledCommands: ['STARTTLS'],
  allowInsecureAuth: true,
  authOptional: true,
  onAuth: ({ username, password }, _, done) =>
    username === 'ada' && password === 'p@ss word' ? done(null, { user: 'ada' }) : done(new Error('no such login')),
  onMailFrom: ({ address }, _, done) => done(address === 'refused@example.org' ? new Error('550 not from there') : null),
  onRcptTo: ({ address }, _, done) => done(address === 'nobody@example.com' ? new Error('550 no such mailbox') : null),
  onData: (stream, { envelope, user }, done) => {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
      received.push({
        from,
        to: envelope.rcptTo.map(({ address }) => address),
        raw: Buffer.concat(chunks).toString(),
        user: String(user ?? ''),
      })
      done()
    })
  },
})
const contacts = {
  c1: { first_name: 'Zoë {{ contact.secret }}', email: 'zoe@customer.example', secret: 'hidden <b>' },
  c2: { first_name: 'Ben' },
}

let store: EventStore
let remove: () => Promise<void>
let port = 0
const folder = mkdtempSync(join(tmpdir(), 'desirepath-smtp-'))
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
  const properties = Object.entries(contacts).flatMap(([objectId, known]) =>
    Object.entries(known).map(([name, value]) => ({ objectType: 'contact', objectId, name, value, validFrom: null })),
  )
  const later = { objectType: 'contact', objectId: 'c2', name: 'first_name', value: 'Benedikt', validFrom: Date.UTC(2026, 0, 1) }
  const future = { ...later, value: 'Benny', validFrom: Date.UTC(2027, 0, 1) }
  const account = { objectType: 'account', objectId: 'a1', name: 'name', value: 'Acme & Sons', validFrom: null }
  await fillStore(store, [event('visit', 1, { objects: { contact: ['c3'] } })], {
    properties: [...properties, later, future, account],
    links: [{ fromType: 'contact', fromId: 'c1', toType: 'account', toId: 'a1', since: null }],
  })
  await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', resolve))
  port = (mailServer.server.address() as AddressInfo).port
})
afterAll(async () => {
  await new Promise<void>((resolve) => mailServer.close(resolve))
  await remove()
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  received.length = 0
})

const message = sampleMessage('c1', 5, {
  subjects: ['Hello {{ contact.first_name }}'],
  body: 'Dear {{ contact.first_name }} of {{ account.name }},\n\nhow are you?',
})
const programme = sampleProgramme({
  sequences: [{ stage: 'consider', persona: null, messages: [message, sampleMessage('c2', 9, { body: '' })] }],
})
const now = () => Date.UTC(2026, 5, 1)
const server = () => ({ url: `smtp://127.0.0.1:${port}` })
const deskOf = (smtp: SmtpSource = server(), of = programme, clock = now) =>
  testSendDesk(
    async () => ({ programme: of, text: '', paused: null }),
    async () => store,
    smtp,
    clock,
  )

describe('a test of a message', () => {
  it('goes to the typed address alone, with the data of the contact and the headers of the real one', async () => {
    const sent = await deskOf().sendTest('nurture', 'c1', { contact: 'c1', to: ' me@example.com ' })
    expect(received).toHaveLength(1)
    const [mail] = received as [Received]
    expect([mail.from, mail.to]).toEqual(['ada@example.org', ['me@example.com']])
    const read = await PostalMime.parse(mail.raw)
    expect(read.subject).toBe('[Test] Hello Zoë {{ contact.secret }}')
    expect(read.to).toMatchObject([{ address: 'me@example.com' }])
    expect([read.cc ?? [], read.bcc ?? []]).toEqual([[], []])
    expect(read.from).toMatchObject({ name: 'Ada of Example', address: 'ada@example.org' })
    expect(read.replyTo).toMatchObject([{ address: 'team@example.org' }])
    const header = (key: string) => read.headers.filter((one) => one.key === key).map(({ value }) => value)
    expect(header('list-unsubscribe')).toEqual(['<https://example.org/u?c=c1>'])
    expect(header('list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click'])
    expect(header('from')).toHaveLength(1)
    for (const text of [read.text ?? '', read.html ?? '']) {
      expect(text).toContain('TEST of the message')
      expect(text).toContain('the data of the contact c1')
      expect(text).not.toContain('hidden')
      expect(mail.raw).not.toContain('zoe@customer.example')
    }
    expect(read.text).toContain('Dear Zoë {{ contact.secret }} of Acme & Sons,')
    expect(read.html).toContain('Acme &amp; Sons')
    expect((read.html ?? '').indexOf('TEST of')).toBeGreaterThan((read.html ?? '').indexOf('<body'))
    expect(sent).toMatchObject({ to: 'me@example.com', contact: 'c1', isBrief: false, server: `127.0.0.1:${port}` })
  })

  it('takes the values that are known now, and says that only the brief exists', async () => {
    await deskOf().sendTest('nurture', 'c1', { contact: 'c2', to: 'me@example.com' })
    expect((await PostalMime.parse(received[0]?.raw ?? '')).text).toContain('Dear Benedikt of ,')
    const brief = await deskOf().sendTest('nurture', 'c2', { contact: 'c3', to: 'me@example.com' })
    expect(brief.isBrief).toBe(true)
    expect(brief.notes.join(' ')).toMatch(/Nobody has written this message yet/)
  })

  it('logs in as the settings say, also from a file', async () => {
    const file = join(folder, 'smtp')
    writeFileSync(file, `smtp://ada:p%40ss%20word@127.0.0.1:${port}\n`)
    await deskOf({ file }).sendTest('nurture', 'c1', { contact: 'c2', to: 'me@example.com' })
    expect(received[0]?.user).toBe('ada')
  })
})

describe('a look at a message before a test', () => {
  it('shows it with the data of the contact, and sends nothing', async () => {
    const shown = await deskOf().previewTest('nurture', 'c1', 'c1')
    expect(shown).toMatchObject({ message: 'c1', contact: 'c1', subject: 'Hello Zoë {{ contact.secret }}', blocked: null, isBrief: false })
    expect(shown.html).toContain('Acme &amp; Sons')
    expect(shown.text).not.toContain('TEST of')
    expect(received).toEqual([])
  })

  it('says what keeps a test from being sent: no mail server, no sender', async () => {
    const noServer = await deskOf({}).previewTest('nurture', 'c1', 'c1')
    expect(noServer.blocked).toMatch(/^No mail server is set, so no test can be sent\. Set DESIREPATH_SMTP_URL/)
    const nobody = await deskOf(server(), { ...programme, sender: null }).previewTest('nurture', 'c1', 'c1')
    expect(nobody.blocked).toMatch(/Nobody said who sends/)
    await expect(deskOf().previewTest('nurture', 'c1', 'nobody')).rejects.toThrow(/Nothing is known of the contact/)
  })
})

describe('nothing goes out', () => {
  const refused = async (work: Promise<unknown>, words: RegExp) => {
    const error = await work.then(
      () => null,
      (failure: Error) => failure,
    )
    expect(error?.message).toMatch(words)
    expect(error?.message).not.toMatch(/secret-word/)
    expect(received).toEqual([])
  }
  const ask = (parts: { contact?: string; to?: string; message?: string } = {}, desk = deskOf()) =>
    desk.sendTest('nurture', parts.message ?? 'c1', { contact: parts.contact ?? 'c1', to: parts.to ?? 'me@example.com' })

  it.each([
    'a@example.com, b@example.com',
    'a@example.com;b@example.com',
    'Ada <a@example.com>',
    'a@example.com\r\nBcc: b@example.com',
    'nobody',
    '',
    'a@b@example.com',
  ])('to what is not one address: %j', (to) => refused(ask({ to }), /is not one e-mail address/))

  it('to the contact itself, however it is written', () =>
    refused(ask({ to: 'ZOE@customer.example' }), /belongs to the contact "c1" itself/))

  it('for a contact or a message that nobody knows', async () => {
    await refused(ask({ contact: 'C1' }), /Nothing is known of the contact "C1"/)
    await refused(ask({ message: 'c9' }), /no message "c9"\. Known: c1, c2/)
  })

  it('without a sender', () => refused(ask({}, deskOf(server(), { ...programme, sender: null })), /Nobody said who sends/))

  it('without settings, or with such as cannot be read; the password stands in no error', async () => {
    await refused(ask({}, deskOf({})), /No mail server is set.*DESIREPATH_SMTP_URL/)
    await refused(ask({}, deskOf({ url: 'http://ada:secret-word@example.com' })), /in DESIREPATH_SMTP_URL cannot be read/)
    await refused(ask({}, deskOf({ url: 'smtp://ada:secret-word%ZZ@example.com' })), /cannot be read/)
    await refused(ask({}, deskOf({ file: join(folder, 'none') })), /none, named by DESIREPATH_SMTP_FILE, cannot be read \(ENOENT\)/)
  })

  it('where the server refuses the login, the address or the sender, or none answers', async () => {
    await refused(ask({}, deskOf({ url: `smtp://ada:secret-word@127.0.0.1:${port}` })), /refused the login: check user and password/)
    await refused(ask({ to: 'nobody@example.com' }), /refused the address nobody@example\.com.*550 no such mailbox/)
    const other = { ...programme, sender: { name: 'X', email: 'refused@example.org', replyTo: null } }
    await refused(ask({}, deskOf(server(), other)), /refused the sender refused@example\.org/)
    await refused(ask({}, deskOf({ url: 'smtp://127.0.0.1:1' })), /No mail server answers at 127\.0\.0\.1:1/)
  })

  it('with a login where the server has no TLS and is not on this machine', async () => {
    const settings = { host: '127.0.0.1', port, secure: false, needsTls: true, login: { user: 'ada', pass: 'p@ss word' } }
    const mail = {
      from: { name: 'Ada', email: 'ada@example.org' },
      replyTo: null,
      to: 'me@example.com',
      subject: 's',
      html: 'h',
      text: 't',
      headers: [],
    }
    await refused(sendTestMail(settings, mail), /offers no connection that is safe for a login/)
  })

  it('over the twentieth within an hour', async () => {
    let at = now()
    const desk = deskOf(server(), programme, () => at)
    for (let i = 0; i < 20; i++) await ask({}, desk)
    received.length = 0
    await refused(ask({}, desk), /20 tests were sent within the last hour/)
    at += 3_600_001
    await ask({}, desk)
    expect(received).toHaveLength(1)
  })
})
