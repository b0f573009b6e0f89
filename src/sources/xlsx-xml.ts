import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { AppError } from '../core/error.ts'

/** What happens to the elements and the text of an XML part; names come without prefix. */
export interface XmlHandler {
  open(name: string, attributes: SaxesTagPlain['attributes']): void
  close?(name: string): void
  text?(text: string): void
}

/** A parser fed piece by piece; broken XML is told as `invalid` with the part's name. */
export function xmlPart(path: string, part: string, handler: XmlHandler): { push(text: string): void; end(): void; line(): number } {
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw new AppError(
      'invalid',
      `${path} is damaged (${part}: ${error.message}): save it again in the program it comes from. Nothing of it was imported.`,
    )
  })
  parser.on('opentag', ({ name, attributes }) => handler.open(localName(name), attributes))
  parser.on('closetag', ({ name }) => handler.close?.(localName(name)))
  const text = (piece: string) => handler.text?.(piece)
  parser.on('text', text)
  parser.on('cdata', text)
  return { push: (text) => void parser.write(text), end: () => void parser.close(), line: () => parser.line }
}

/** Reads a whole part. */
export async function readXmlPart(path: string, part: string, text: AsyncIterable<string>, handler: XmlHandler): Promise<void> {
  const parser = xmlPart(path, part, handler)
  for await (const piece of text) parser.push(piece)
  parser.end()
}

/** The name of an element or attribute without its prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** The value of an attribute by its name without prefix. */
export function attributeOf(attributes: SaxesTagPlain['attributes'], name: string): string | undefined {
  if (attributes[name] !== undefined) return attributes[name]
  const found = Object.keys(attributes).find((key) => localName(key) === name)
  return found === undefined ? undefined : attributes[found]
}

/** Text of a cell: `_x000D_` and its like stand for characters that XML cannot hold. */
export function plainText(text: string): string {
  return text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text
}
