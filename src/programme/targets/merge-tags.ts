import { liquidNames, liquidPieces } from '../message-liquid.ts'
import type { MessageTemplate } from '../message-template.ts'
import type { Loss } from './target.ts'

/** How a tool writes a contact's property: null where it takes Liquid as it stands. */
export type TagWriter = (property: string) => string

/** A message's subject, HTML and text with the tags of a tool, and what it could not write so. */
export interface TaggedMessage {
  subject: string
  html: string
  text: string
  losses: readonly Loss[]
}

const plainProperty = /^\{\{-?\s*contact\.(\w+)\s*(?:\|\s*(?:escape|url_encode)\s*)*-?\}\}$/
const brace = /^\{\{-?\s*'\{'\s*(?:\|\s*escape\s*)?-?\}\}$/

/** A message for a tool that knows no Liquid: plain properties become its tags; anything else stays as written and is told. */
export function withTags(template: MessageTemplate, tool: string, write: TagWriter): TaggedMessage {
  const left = new Set<string>()
  const rewrite = (text: string): string =>
    liquidPieces(text, `message "${template.id}"`)
      .map((piece) => {
        if (piece.kind === 'words') return piece.text
        if (brace.test(piece.text)) return '{'
        const [, property] = plainProperty.exec(piece.text) ?? []
        if (property === undefined) left.add(piece.text.trim())
        return property === undefined ? piece.text : write(property)
      })
      .join('')
  const written = { subject: rewrite(template.subject), html: rewrite(template.html), text: rewrite(template.text) }
  return { ...written, losses: left.size === 0 ? [] : [tagLoss(template.id, tool, [...left])] }
}

function tagLoss(id: string, tool: string, left: readonly string[]): Loss {
  return {
    part: 'days',
    where: id,
    kind: 'byHand',
    text: `The message holds what only Liquid can say, and ${tool} would print it: ${left.join(', ')}.`,
    wayOut: `Write it anew in ${tool} before the message is switched on.`,
  }
}

/** A message for a tool that knows Liquid, where a contact goes by another name; what it asks of others than the contact is told. */
export function withContactNamed(template: MessageTemplate, tool: string, name: string): TaggedMessage {
  const rewrite = (text: string): string =>
    liquidPieces(text, `message "${template.id}"`)
      .map((piece) => (piece.kind === 'words' ? piece.text : piece.text.replaceAll(/\bcontact\./g, `${name}.`)))
      .join('')
  const asked = [template.subject, template.html].flatMap((text) => liquidNames(text, `message "${template.id}"`))
  const others = new Set(asked.filter(([of]) => of !== 'contact').map((segments) => segments.join('.')))
  const written = { subject: rewrite(template.subject), html: rewrite(template.html), text: rewrite(template.text) }
  return { ...written, losses: others.size === 0 ? [] : [unknownLoss(template.id, tool, [...others])] }
}

function unknownLoss(id: string, tool: string, others: readonly string[]): Loss {
  return {
    part: 'days',
    where: id,
    kind: 'byHand',
    text: `The message asks for what ${tool} is not told, and would print nothing there: ${others.join(', ')}.`,
    wayOut: `Give it to the contact in ${tool}, or write the message without it.`,
  }
}
