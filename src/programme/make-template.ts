import { AppError } from '../core/error.ts'
import { literalText } from '../model/literal-text.ts'
import type { Asset, MessageContent, Programme } from '../model/programme.ts'
import { footerWords } from './footer-words.ts'
import { messageBrief } from './message-brief.ts'
import { liquidNames } from './message-liquid.ts'
import { type Markup, newMarkup } from './message-markup.ts'
import type { MailHeader, MessageTemplate } from './message-template.ts'

/** Stands where an address to unsubscribe is missing. */
export const noUnsubscribe = 'There is no address to unsubscribe: do not send this message.'

/** The parts of a message as Liquid, before they become MJML and text. */
interface Parts {
  subject: string
  body: string
  asset: Asset | null
  sentBy: string | null
  /** Null: none is owed, as of a transactional message. */
  unsubscribe: { words: string; url: string | null } | null
  language: string
}

/** A message as MJML, HTML, text and headers, with its Liquid and without anybody's data. Errors: `invalid` where its Liquid cannot be read or its addresses are none. */
export async function makeTemplate(programme: Programme, message: MessageContent): Promise<MessageTemplate> {
  const where = `message "${message.id}"`
  const parts = partsOf(programme, message)
  const markup = newMarkup()
  const source = mjmlOf(parts, markup, where)
  const html = await compile(source, where)
  liquidNames(parts.subject, `${where}, subject`)
  return {
    id: message.id,
    subject: parts.subject,
    mjml: markup.restore(source),
    html: markup.restore(html),
    text: textOf(parts),
    headers: headersOf(programme, parts, where),
    isBrief: isBrief(message),
  }
}

/** Whether nobody wrote a message's body yet. */
export function isBrief({ body }: MessageContent): boolean {
  return body.trim() === ''
}

function partsOf(programme: Programme, message: MessageContent): Parts {
  const asset = programme.assets.find(({ id }) => id === message.asset) ?? null
  const { sentBy, unsubscribe } = footerWords(message.language)
  const owed = programme.transactional.some(({ id }) => id === message.id)
  const { sender } = programme
  return {
    subject: oneLine(message.subjects[0] ?? literalText(message.name)),
    body: isBrief(message) ? messageBrief(message, asset) : message.body,
    asset,
    sentBy: sender === null ? null : `${sentBy} ${literalText(sender.name)}, ${literalText(sender.email)}`,
    unsubscribe: owed ? null : { words: unsubscribe, url: programme.unsubscribe },
    language: message.language === '' ? 'en' : message.language,
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

async function compile(source: string, where: string): Promise<string> {
  // Loaded when the first message is made: it is large, and most commands make none.
  const { default: mjml2html } = await import('mjml')
  try {
    const { html } = await mjml2html(source, { validationLevel: 'strict', ignoreIncludes: true, keepComments: false })
    return html
  } catch (error) {
    throw new AppError('internal', `${where}: its layout cannot be made: ${error instanceof Error ? error.message : error}`, null, error)
  }
}

/** One column, dark where the reader's device is, as wide as a phone where it is narrow; tables are marked as layout by MJML. */
function mjmlOf(parts: Parts, markup: Markup, where: string): string {
  const { asset } = parts
  const button =
    asset === null || asset.url === ''
      ? ''
      : `
        <mj-button href="${markup.line(literalText(asset.url), where)}" align="left">${markup.line(literalText(asset.title), where)}</mj-button>`
  return `<mjml lang="${markup.line(literalText(parts.language), where)}">
  <mj-head>
    <mj-title>${markup.line(parts.subject, `${where}, subject`)}</mj-title>
    <mj-attributes>
      <mj-all font-family="Arial, Helvetica, sans-serif" />
      <mj-text font-size="16px" line-height="24px" color="#1a1b1e" />
      <mj-button font-size="16px" background-color="#1c5d99" color="#ffffff" border-radius="4px" />
    </mj-attributes>
    <mj-style>:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page, .page > div { background: #141517 !important; }
  .card, .card table { background: #25262b !important; }
  .words div, .foot div { color: #e9ecef !important; }
  .words a, .foot a { color: #a5d8ff !important; }
}</mj-style>
    <mj-raw><meta name="color-scheme" content="light dark" /><meta name="supported-color-schemes" content="light dark" /></mj-raw>
  </mj-head>
  <mj-body background-color="#f1f3f5" css-class="page">
    <mj-section background-color="#ffffff" css-class="card">
      <mj-column>
        <mj-text css-class="words">
${markup.paragraphs(parts.body, `${where}, body`)}
        </mj-text>${button}
      </mj-column>
    </mj-section>
    <mj-section>
      <mj-column>
        <mj-text css-class="foot" font-size="14px" line-height="20px" color="#495057">${footHtml(parts, markup, where)}</mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`
}

function footHtml({ sentBy, unsubscribe }: Parts, markup: Markup, where: string): string {
  const url = unsubscribe?.url ?? null
  const link = url === null ? noUnsubscribe : `<a href="${markup.line(url, `${where}, unsubscribe`)}">${unsubscribe?.words}</a>`
  const lines = [...(sentBy === null ? [] : [markup.line(sentBy, where)]), ...(unsubscribe === null ? [] : [link])]
  return lines.map((line) => `<p>${line}</p>`).join('')
}

function textOf({ body, asset, sentBy, unsubscribe }: Parts): string {
  const carried = asset === null || asset.url === '' ? [] : [`${literalText(asset.title)}: ${literalText(asset.url)}`]
  const foot = [
    ...(sentBy === null ? [] : [sentBy]),
    ...(unsubscribe === null ? [] : [unsubscribe.url === null ? noUnsubscribe : `${unsubscribe.words}: ${unsubscribe.url}`]),
  ]
  return `${[body.replaceAll('\r\n', '\n').trim(), ...carried, ...(foot.length === 0 ? [] : [`-- \n${foot.join('\n')}`])].join('\n\n')}\n`
}

/** Those of RFC 8058 where unsubscribing is owed; both are to be covered by the DKIM signature of whoever sends. */
function headersOf({ sender }: Programme, { unsubscribe, language }: Parts, where: string): MailHeader[] {
  const url = unsubscribe?.url ?? null
  if (url !== null && !/^https:\/\/[^\s<>]+$/.test(url.replaceAll(/\{\{[^}]*\}\}/g, 'x')))
    throw new AppError(
      'invalid',
      `${where}: ${JSON.stringify(url)} is no https address to unsubscribe. One-click unsubscribing needs https.`,
    )
  return [
    ...(sender === null ? [] : [{ name: 'From', value: literalText(mailbox(sender.name, sender.email)) }]),
    ...(sender?.replyTo == null ? [] : [{ name: 'Reply-To', value: literalText(oneLine(sender.replyTo)) }]),
    { name: 'Content-Language', value: literalText(oneLine(language)) },
    ...(url === null
      ? []
      : [
          { name: 'List-Unsubscribe', value: `<${url}>` },
          { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
        ]),
  ]
}

function mailbox(name: string, email: string): string {
  const shown = oneLine(name).replaceAll(/["\\]/g, '\\$&')
  return shown === '' ? oneLine(email) : `"${shown}" <${oneLine(email)}>`
}
