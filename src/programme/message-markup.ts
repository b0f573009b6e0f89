import { liquidPieces } from './message-liquid.ts'

/** Characters for private use mark where Liquid stands while MJML is compiled: an output, a tag. */
const outputMark = /\u{e000}(\d+)\u{e001}/gu
const tagMark = /\u{e002}(\d+)\u{e003}/gu
const anyMarkCharacter = /[\u{e000}-\u{e003}]/gu

/** An address in a text, outputs in it included; the mark that ends a sentence is none of it. */
const address = /(https?:\/\/[^\s<>"\u{e002}]*[^\s<>"\u{e002}.,;:!?)\]])/u

/** Text as MJML and HTML show it, with marks in place of its Liquid, and the way back. */
export interface Markup {
  /** One line of text, or the value of an attribute. */
  line(text: string, where: string): string
  /** Paragraphs: an empty line parts two, a line break stays one, addresses become links. */
  paragraphs(text: string, where: string): string
  /** Puts the Liquid where its marks stand; outputs are escaped for HTML. */
  restore(marked: string): string
}

/** Makes a markup for one document. */
export function newMarkup(): Markup {
  const kept: string[] = []
  const keep = (liquid: string): number => kept.push(liquid) - 1
  const marked = (text: string, where: string): string =>
    liquidPieces(text, where)
      .map((piece) => {
        if (piece.kind === 'output') return `\u{e000}${keep(escapedOutput(piece.text))}\u{e001}`
        return piece.kind === 'tag' ? `\u{e002}${keep(piece.text)}\u{e003}` : piece.text.replaceAll(anyMarkCharacter, '')
      })
      .join('')
  return {
    line: (text, where) => escapeHtml(marked(text.replaceAll(/\s+/g, ' ').trim(), where)),
    paragraphs: (text, where) => {
      const parts = marked(text.replaceAll('\r\n', '\n').trim(), where).split(/\n[ \t]*\n\s*/)
      // A choice may begin in one paragraph and end in another: only line breaks stay whole whichever way it goes.
      if (parts.some((part) => part.search(tagMark) >= 0)) return parts.map(inlineHtml).join('<br /><br />\n')
      return parts.map((part) => `<p>${inlineHtml(part)}</p>`).join('\n')
    },
    restore: (text) => {
      const back = (_: string, index: string): string => kept[Number(index)] ?? ''
      return text.replaceAll(outputMark, back).replaceAll(tagMark, back)
    },
  }
}

/** Text as HTML shows it, in content and in attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}

/** Text with its line breaks and addresses as HTML. */
function inlineHtml(text: string): string {
  const parts = text.split(address).map((part, index) => (index % 2 === 1 ? linked(part) : escapeHtml(part)))
  return parts.join('').replaceAll('\n', '<br />')
}

function linked(url: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(url)}</a>`
}

/** `{{ x }}` as `{{ x | escape }}`: what a contact's property holds is text, never markup. */
function escapedOutput(output: string): string {
  const [, before = '', inside = '', after = ''] = /^\{\{(-?)([\s\S]*?)(-?)\}\}$/.exec(output) ?? []
  return /\|\s*escape\s*$/.test(inside) ? output : `{{${before} ${inside.trim()} | escape ${after}}}`
}
