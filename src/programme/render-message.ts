import { AppError } from '../core/error.ts'
import type { MessageContent, Programme } from '../model/programme.ts'
import { makeTemplate } from './make-template.ts'
import { liquidNames, renderLiquid } from './message-liquid.ts'
import type { MailHeader, MessageTemplate } from './message-template.ts'

/** A contact as Liquid sees it: `{{ contact.first_name }}` is its property first_name, `{{ account.name }}` its property "account.name". */
export interface MessageContact {
  id: string
  properties: Readonly<Record<string, string | number | boolean | null>>
}

/** A message with one contact's data. */
export interface RenderedMessage {
  subject: string
  html: string
  text: string
  headers: readonly MailHeader[]
  isBrief: boolean
  /** What a reader should know before it is sent, in plain sentences. */
  notes: readonly string[]
}

/** Renders a message for a contact: its data are text and never markup or template. Errors: `invalid` where its Liquid cannot be read, or an address that it makes is none. */
export async function renderMessage(programme: Programme, message: MessageContent, contact: MessageContact): Promise<RenderedMessage> {
  const template = await makeTemplate(programme, message)
  const where = `message "${message.id}"`
  const scope = scopeOf(contact)
  const line = (text: string, part: string) =>
    renderLiquid(text, scope, `${where}, ${part}`)
      .replaceAll(/[\s\p{Cc}]+/gu, ' ')
      .trim()
  return {
    subject: line(template.subject, 'subject'),
    html: renderLiquid(template.html, scope, where),
    text: renderLiquid(template.text, scope, where),
    headers: template.headers.map(({ name, value }) => checkedHeader({ name, value: line(value, name) }, where)),
    isBrief: template.isBrief,
    notes: notesOf(programme, message, template, missingNames(template, scope, where)),
  }
}

function scopeOf({ id, properties }: MessageContact): { contact: Record<string, unknown>; account: Record<string, unknown> } {
  const known = Object.entries(properties)
  const account = known.flatMap(([name, value]) => (name.startsWith('account.') ? [[name.slice('account.'.length), value] as const] : []))
  return { contact: { ...Object.fromEntries(known), id }, account: Object.fromEntries(account) }
}

function checkedHeader(header: MailHeader, where: string): MailHeader {
  if (header.name === 'List-Unsubscribe' && !/^<https:\/\/[^\s<>]+>$/.test(header.value))
    throw new AppError(
      'invalid',
      `${where}: the address to unsubscribe becomes ${header.value}, which is no https address. Write what it takes from the contact as {{ contact.… | url_encode }}.`,
    )
  return header
}

/** Names that the message asks for and the contact has no value of. */
function missingNames({ subject, html }: MessageTemplate, scope: Record<string, Record<string, unknown>>, where: string): string[] {
  const asked = [subject, html].flatMap((text) => liquidNames(text, where))
  const missing = asked.filter(([holder = '', name]) => name === undefined || (scope[holder]?.[name] ?? null) === null)
  return [...new Set(missing.map((segments) => segments.join('.')))].sort()
}

function notesOf(programme: Programme, message: MessageContent, { isBrief }: MessageTemplate, missing: readonly string[]): string[] {
  const owed = programme.transactional.some(({ id }) => id === message.id)
  return [
    ...(isBrief ? ['Nobody has written this message yet: what stands in it is the brief.'] : []),
    ...(message.subjects.length === 0 ? ['It has no subject yet: its name stands in its place.'] : []),
    ...(programme.sender === null ? ['Nobody said who sends it.'] : []),
    ...(programme.unsubscribe === null && !owed ? ['There is no address to unsubscribe: such a message must not be sent.'] : []),
    ...(missing.length === 0 ? [] : [`Not known of this contact, so nothing stands in their place: ${missing.join(', ')}.`]),
  ]
}
