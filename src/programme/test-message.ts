import { AppError } from '../core/error.ts'
import type { Programme } from '../model/programme.ts'
import type { MessageContact, RenderedMessage } from './render-message.ts'

/** What a test of one message asks for: whose data it shows, and the one address that it goes to. */
export interface TestRequest {
  contact: string
  to: string
}

/** One message with one contact's data as a test would show it, before anything is sent. */
export interface TestPreview {
  programme: string
  message: string
  contact: string
  subject: string
  html: string
  text: string
  isBrief: boolean
  /** What a reader should know before the message is sent for good, in plain sentences. */
  notes: readonly string[]
  /** Why no test of it can be sent now, and what to do, in words; null: it can. */
  blocked: string | null
}

/** What went out, and to whom alone. `server`: host and port of the mail server; `answer`: what it said. */
export interface TestSent {
  programme: string
  message: string
  contact: string
  to: string
  subject: string
  isBrief: boolean
  /** What a reader should know before the message is sent for good, in plain sentences. */
  notes: readonly string[]
  server: string
  answer: string
}

/** The one address that a test goes to. Errors: `usage` for several, for none, and for one of the contact's own. */
export function testAddress(text: string, { id, properties }: MessageContact): string {
  const to = text.trim()
  const part = '[^\\s@<>,;:"()\\[\\]\\\\]+'
  if (to.length > 254 || !new RegExp(`^${part}@${part}\\.${part}$`, 'u').test(to)) {
    throw new AppError('usage', `"${text}" is not one e-mail address: a test goes to a single one, written like me@example.com.`)
  }
  const own = [id, ...Object.values(properties)].some((value) => String(value).trim().toLowerCase() === to.toLowerCase())
  if (own)
    throw new AppError(
      'usage',
      `${to} belongs to the contact "${id}" itself: a test never goes to the person whose data it shows. Name an address of yours.`,
    )
  return to
}

/** A rendered message that says at its head that it is a test, and whose data it shows; its headers are those of the real one. */
export function asTest(rendered: RenderedMessage, { name }: Pick<Programme, 'name'>, message: string, contact: string): RenderedMessage {
  const lines = [
    `TEST of the message "${message}" of the programme "${name}".`,
    `It shows the data of the contact ${contact}, who did not get it.`,
    'The link to unsubscribe is the real one of this contact: do not follow it.',
  ]
  const notice = `<div role="note" style="padding:12px 16px;background:#fff3bf;color:#1a1b1e;font:14px/20px Arial,Helvetica,sans-serif;border-bottom:2px solid #e67700">${lines.map(escaped).join('<br />')}</div>`
  const withNotice = rendered.html.replace(/<body[^>]*>/i, (body) => `${body}${notice}`)
  return {
    ...rendered,
    subject: `[Test] ${rendered.subject}`,
    html: withNotice === rendered.html ? `${notice}${rendered.html}` : withNotice,
    text: `${lines.join('\n')}\n${'-'.repeat(72)}\n\n${rendered.text}`,
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
