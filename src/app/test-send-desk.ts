import { AppError } from '../core/error.ts'
import { nearText } from '../model/near-match.ts'
import type { Programme } from '../model/programme.ts'
import { messagesOf } from '../model/programme-messages.ts'
import { renderMessage } from '../programme/render-message.ts'
import { asTest, type TestPreview, type TestRequest, type TestSent, testAddress } from '../programme/test-message.ts'
import type { EventStore } from '../store/event-store.ts'
import { contactData } from './contact-data.ts'
import type { ProgrammeNamed } from './kept-programmes.ts'
import { sendTestMail } from './send-test-mail.ts'
import { type SmtpSource, smtpSettings } from './smtp-settings.ts'

/** Sends one message once, to one typed address. There is no way here to send to many. */
export interface TestSendDesk {
  previewTest(programmeId: string, messageId: string, contact: string): Promise<TestPreview>
  sendTest(programmeId: string, messageId: string, request: TestRequest): Promise<TestSent>
}

/** Tests that one process sends within an hour: many more than a person looks at. */
const mostAnHour = 20
const hourMs = 3_600_000

/** Headers that the mail itself has from the programme's sender. */
const ownHeaders = ['From', 'Reply-To', 'To', 'Subject']

export function testSendDesk(
  named: ProgrammeNamed,
  openEvents: () => Promise<EventStore>,
  smtp: SmtpSource,
  now: () => number,
): TestSendDesk {
  let sent: number[] = []

  /** Counts before it sends, so that tests asked for at once count too. */
  function countOne(): void {
    sent = sent.filter((at) => at > now() - hourMs)
    if (sent.length >= mostAnHour) {
      throw new AppError(
        'usage',
        `${mostAnHour} tests were sent within the last hour, and no more are: this is for looking at a message, not for sending it to people.`,
      )
    }
    sent.push(now())
  }

  /** The message as it is kept, with a contact's data. Errors: `notFound`. */
  async function shown(programmeId: string, messageId: string, contactId: string) {
    const { programme, paused } = await named(programmeId)
    const placed = messagesOf(programme)
    const message = placed.find((one) => one.message.id === messageId)?.message
    if (message === undefined)
      throw unknownMessage(
        programme,
        messageId,
        placed.map((one) => one.message.id),
      )
    const render = async () => {
      const contact = await contactData(await openEvents(), contactId, now())
      return { contact, rendered: await renderMessage(programme, message, contact) }
    }
    return { programme, message, render, pauseNote: paused === null ? [] : [`The programme is paused: ${paused.reason}`] }
  }

  return {
    previewTest: async (programmeId, messageId, contactId) => {
      const { programme, message, render, pauseNote } = await shown(programmeId, messageId, contactId)
      const { contact, rendered } = await render()
      const { subject, html, text, isBrief, notes } = rendered
      const ids = { programme: programme.id, message: message.id, contact: contact.id }
      return { ...ids, subject, html, text, isBrief, notes: [...notes, ...pauseNote], blocked: await blockedBy(programme, smtp) }
    },
    sendTest: async (programmeId, messageId, request) => {
      const { programme, message, render, pauseNote } = await shown(programmeId, messageId, request.contact)
      if (programme.sender === null) throw noSender(programme)
      const { contact, rendered } = await render()
      const to = testAddress(request.to, contact)
      const settings = await smtpSettings(smtp)
      const { subject, html, text, headers, isBrief, notes } = asTest(rendered, programme, message.name, contact.id)
      countOne()
      const { name, email, replyTo } = programme.sender
      const extra = headers.filter((header) => !ownHeaders.includes(header.name))
      const answer = await sendTestMail(settings, { from: { name, email }, replyTo, to, subject, html, text, headers: extra })
      const server = `${settings.host}:${settings.port}`
      const ids = { programme: programme.id, message: message.id, contact: contact.id }
      return { ...ids, to, subject, isBrief, notes: [...notes, ...pauseNote], server, answer }
    },
  }
}

/** Why no test can be sent, in words; null: it can. */
async function blockedBy(programme: Programme, smtp: SmtpSource): Promise<string | null> {
  if (programme.sender === null) return noSender(programme).message
  try {
    await smtpSettings(smtp)
    return null
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}

function noSender({ id }: Programme): AppError {
  return new AppError(
    'invalid',
    `Nobody said who sends the messages of the programme "${id}": write its sender, a name and an e-mail address.`,
  )
}

function unknownMessage({ id }: Programme, message: string, known: readonly string[]): AppError {
  const all = known.length === 0 ? 'It has none yet.' : `Known: ${known.join(', ')}.`
  return new AppError('notFound', `The programme "${id}" has no message "${message}". ${all}${nearText(message, known)}`)
}
