import { stringify } from 'yaml'

const plain = { lineWidth: 0, blockQuote: false, aliasDuplicateObjects: false } as const
/** Groups no longer than this stand on one line, as in `{ event: visit, atLeast: 2 }`. */
const longestLine = 100

/** How a document writes its values: YAML, or JSON where the text is JSON. */
export type Writing = 'yaml' | 'json'

/** A value on one line, fit to stand anywhere in the document. */
export function inline(value: unknown, writing: Writing): string {
  if (writing === 'json') return JSON.stringify(value)
  return stringify([value], { ...plain, collectionStyle: 'flow', flowCollectionPadding: false })
    .trim()
    .slice(1, -1)
    .trim()
}

/** A value behind a key or a dash whose own column is `indent`, outside any brackets: on the same line, or on lines of its own below. */
export function behind(value: unknown, indent: number, after: 'key' | 'dash'): string {
  if (typeof value !== 'object' || value === null) return ` ${stringify({ k: value }, plain).slice(3).trimEnd()}`
  const line = inline(value, 'yaml')
  const isGroup = !Array.isArray(value)
  const short = line.length <= longestLine && !line.includes('\n')
  if (Object.keys(value).length === 0 || (short && isGroup && after === 'key')) return ` ${line}`
  const lines = stringify(value, plain).trimEnd().split('\n')
  const pad = ' '.repeat(indent + 2)
  if (after === 'dash') return ` ${lines.join(`\n${pad}`)}`
  return lines.map((one) => `\n${pad}${one}`).join('')
}

/** A key as it is written in the document. */
export function keyText(key: string, writing: Writing): string {
  return writing === 'json' ? JSON.stringify(key) : inline(key, 'yaml')
}
