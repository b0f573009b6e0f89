import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'
import type { DocumentPath } from '../document-path.ts'
import { behind, inline, keyText, type Writing } from './write-value.ts'

/** A document read: its text, its nodes with their places, its data. */
export interface Source {
  text: string
  contents: unknown
  data: unknown
  writing: Writing
}

type Collection = YAMLMap<unknown, unknown> | YAMLSeq<unknown>

/** Writes a value in the place of the one at a path. */
export function replaceValue({ text, contents, writing }: Source, path: DocumentPath, value: unknown): string | null {
  const found = nodesTo(contents, path)
  const node = found?.at(-1)
  const range = rangeOf(node)
  if (!found || !range) return null
  const [start] = range
  const end = trimmedEnd(text, range)
  const inBrackets = found.some(isFlow)
  if (
    isCollection(node) &&
    !inBrackets &&
    writing === 'yaml' &&
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length > 0
  ) {
    const below = behind(value, columnOf(text, start) - 2, 'dash').slice(1)
    return text.slice(0, start) + below + text.slice(end)
  }
  const gap = start === end && /\S/.test(text[start - 1] ?? ' ') ? ' ' : ''
  return text.slice(0, start) + gap + (inBrackets ? inline(value, writing) : scalarOrLine(value, writing)) + text.slice(end)
}

/** Writes a key that its group does not have yet, at the group's end. */
export function setMissing({ text, contents, writing }: Source, path: DocumentPath, value: unknown): string | null {
  const key = path.at(-1)
  const found = nodesTo(contents, path.slice(0, -1))
  const map = found?.at(-1)
  if (!found || !isMap(map) || typeof key !== 'string') return null
  const last = map.items.at(-1)
  const entry = `${keyText(key, writing)}:`
  if (last === undefined) {
    const range = rangeOf(map)
    return range && `${text.slice(0, range[0])}{ ${entry} ${inline(value, writing)} }${text.slice(range[1])}`
  }
  const end = pairEnd(text, last)
  if (found.some(isFlow)) return `${text.slice(0, end)}, ${entry} ${inline(value, writing)}${text.slice(end)}`
  const indent = columnOf(text, startOf(map.items[0]?.key))
  const at = lineEnd(text, end)
  return `${text.slice(0, at)}\n${' '.repeat(indent)}${entry}${behind(value, indent, 'key')}${text.slice(at)}`
}

/** Writes an item into a list. */
export function insertItem({ text, contents, writing }: Source, path: DocumentPath, at: number, value: unknown): string | null {
  const found = nodesTo(contents, path)
  const list = found?.at(-1)
  if (!found || !isSeq(list)) return null
  const range = rangeOf(list)
  if (list.items.length === 0) return range && `${text.slice(0, range[0])}[${inline(value, writing)}]${text.slice(range[1])}`
  if (found.some(isFlow)) {
    const one = inline(value, writing)
    if (at < list.items.length) return splice(text, startOf(list.items[at]), `${one}, `)
    return splice(text, trimmedEnd(text, rangeOf(list.items.at(-1)) ?? [0, 0]), `, ${one}`)
  }
  const dashes = dashesOf(list)
  const indent = columnOf(text, dashes[0] ?? 0)
  const short = list.items.every(isFlow) && typeof value === 'object' && value !== null
  const item = `${' '.repeat(indent)}-${short ? ` ${inline(value, writing)}` : behind(value, indent, 'dash')}`
  if (at === 0) return isOwnLine(text, dashes[0] ?? 0) ? splice(text, lineStart(text, dashes[0] ?? 0), `${item}\n`) : null
  return splice(text, lineEnd(text, itemEnd(text, list, at - 1)), `\n${item}`)
}

/** Takes a part out of its group or list, with the comment on its own line's end. */
export function removePart({ text, contents }: Source, path: DocumentPath): string | null {
  const found = nodesTo(contents, path.slice(0, -1))
  const parent = found?.at(-1)
  const last = path.at(-1)
  if (!found || !isCollection(parent) || last === undefined) return null
  const position = isMap(parent) ? parent.items.findIndex(({ key }) => isScalar(key) && String(key.value) === String(last)) : Number(last)
  if (position < 0 || position >= parent.items.length) return null
  const starts = parent.items.map((item) => startOf(isMap(parent) ? (item as Pair).key : item))
  const ends = parent.items.map((_, i) => (isMap(parent) ? pairEnd(text, parent.items[i] as Pair) : itemEnd(text, parent as YAMLSeq, i)))
  if (found.some(isFlow)) {
    const [from, to] = position + 1 < starts.length ? [starts[position], starts[position + 1]] : [ends[position - 1], ends[position]]
    return text.slice(0, from) + text.slice(to)
  }
  const begin = isSeq(parent) ? (dashesOf(parent)[position] ?? 0) : (starts[position] ?? 0)
  const end = ends[position] ?? begin
  if (isOwnLine(text, begin)) return text.slice(0, lineStart(text, begin)) + text.slice(lineEnd(text, end) + 1)
  return text.slice(0, begin).trimEnd() + text.slice(end)
}

/** Moves an item within its list, with the comments above it. */
export function moveItem({ text, contents }: Source, path: DocumentPath, from: number, to: number): string | null {
  const found = nodesTo(contents, path)
  const list = found?.at(-1)
  if (!found || !isSeq(list)) return null
  const order = list.items.map((_, i) => i)
  order.splice(to, 0, ...order.splice(from, 1))
  if (found.some(isFlow)) {
    const spans = list.items.map((item): [number, number] => [startOf(item), trimmedEnd(text, rangeOf(item) ?? [0, 0])])
    const pieces = spans.map(([, end], i) => text.slice(end, spans[i + 1]?.[0] ?? end))
    const [first, last] = [spans[0]?.[0] ?? 0, spans.at(-1)?.[1] ?? 0]
    const written = order.map((one, i) => text.slice(...(spans[one] as [number, number])) + (pieces[i] ?? ''))
    return text.slice(0, first) + written.join('') + text.slice(last)
  }
  const dashes = dashesOf(list)
  if (!dashes.every((dash) => isOwnLine(text, dash))) return null
  const first = lineStart(text, dashes[0] ?? 0)
  const ends = list.items.map((_, i) => Math.min(text.length, lineEnd(text, itemEnd(text, list, i)) + 1))
  const segments = ends
    .map((end, i) => text.slice(i === 0 ? first : ends[i - 1], end))
    .map((part) => (part.endsWith('\n') ? part : `${part}\n`))
  const moved = order.map((one) => segments[one]).join('')
  const rest = text.slice(ends.at(-1))
  return text.slice(0, first) + (rest === '' && !text.endsWith('\n') ? moved.slice(0, -1) : moved) + rest
}

function splice(text: string, at: number, inserted: string): string {
  return text.slice(0, at) + inserted + text.slice(at)
}

/** A value on one line outside brackets: plain scalars may hold commas there. */
function scalarOrLine(value: unknown, writing: Writing): string {
  return writing === 'json' || (typeof value === 'object' && value !== null) ? inline(value, writing) : behind(value, 0, 'key').slice(1)
}

/** The nodes on the way to a path, the root first; null where it leads nowhere or through an alias. */
function nodesTo(contents: unknown, path: DocumentPath): unknown[] | null {
  const nodes: unknown[] = [contents]
  for (const segment of path) {
    const node = nodes.at(-1)
    if (!isCollection(node)) return null
    const next: unknown = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment))?.value
      : node.items[Number(segment)]
    if (next === undefined || next === null) return null
    nodes.push(next)
  }
  return nodes
}

function isCollection(node: unknown): node is Collection {
  return isMap(node) || isSeq(node)
}

function isFlow(node: unknown): boolean {
  return isCollection(node) && node.flow === true
}

function rangeOf(node: unknown): [number, number] | null {
  const range = (node as Node | null | undefined)?.range
  return range ? [range[0], range[1]] : null
}

function startOf(node: unknown): number {
  return rangeOf(node)?.[0] ?? 0
}

/** Where a node's last character stands: block parts end with their line's end. */
function trimmedEnd(text: string, [start, end]: [number, number]): number {
  return start + text.slice(start, end).trimEnd().length
}

function pairEnd(text: string, { key, value }: Pair): number {
  const range = rangeOf(value)
  if (range && range[1] > range[0]) return trimmedEnd(text, range)
  const colon = text.indexOf(':', rangeOf(key)?.[1] ?? 0)
  return colon + 1
}

function itemEnd(text: string, list: YAMLSeq, position: number): number {
  const range = rangeOf(list.items[position])
  if (range && range[1] > range[0]) return trimmedEnd(text, range)
  return (dashesOf(list)[position] ?? range?.[0] ?? 0) + 1
}

/** Where the dashes of a list outside brackets stand. */
function dashesOf(list: YAMLSeq): number[] {
  const token = list.srcToken
  if (token?.type !== 'block-seq') return []
  return token.items.flatMap(({ start }) => start.filter(({ type }) => type === 'seq-item-ind').map(({ offset }) => offset))
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

function columnOf(text: string, at: number): number {
  return at - lineStart(text, at)
}

function isOwnLine(text: string, at: number): boolean {
  return text.slice(lineStart(text, at), at).trim() === ''
}
