import { fill, GrowingColumns, parseJson } from './ndjson.ts'
import { type Reject, reject, shown } from './reject.ts'
import type { Row } from './row-reader.ts'

/** Stands before the columns of the row that a part is in. */
export const aboveMark = '^.'
/** The column of the key under which a list stands, where the path holds a star. */
export const keyColumn = '^key'
/** The most items that a list may have, and the most characters: more is a reject, and none of them is read. */
export const maxParts = 50_000
const maxListLength = 16 * 1024 * 1024

/** The lists that a path names among a file's columns; `key`: what stands for the star. */
export function listsAt(path: string, columns: readonly string[]): { index: number; key: string }[] {
  if (!path.includes('*')) {
    const index = columns.indexOf(path)
    return index < 0 ? [] : [{ index, key: '' }]
  }
  const pattern = patternOf(path)
  return columns.flatMap((column, index) => {
    const found = pattern.exec(column)
    return found === null ? [] : [{ index, key: found[1] ?? '' }]
  })
}

/** True where a path names a column. */
export function isAtPath(path: string, column: string): boolean {
  return path.includes('*') ? patternOf(path).test(column) : path === column
}

function patternOf(path: string): RegExp {
  const [before = '', after = ''] = path.split('*').map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${before}(.+)${after}$`)
}

/**
 * Makes rows of the items of lists that stand inside of rows. `steps`: the path of the list, in each list found the path of the next. Columns: an item's own keys
 * (an item that is no object is its column `value`), `^key`, and those of the row above behind `^.`, all or, where `wanted` is given, these.
 */
export class PartRows {
  private readonly table = new GrowingColumns()
  private readonly path: string
  private readonly deeper: PartRows | null
  private readonly wanted: ReadonlySet<string> | null
  private width = -1
  private lists: { index: number; key: string }[] = []
  private above: readonly { from: number; to: number }[] = []

  constructor(steps: readonly string[], wanted: ReadonlySet<string> | null) {
    const [path = '', ...others] = steps
    this.path = path
    this.deeper = others.length === 0 ? null : new PartRows(others, wanted)
    this.wanted = wanted === null || this.deeper === null ? wanted : new Set(fromAbove(wanted))
  }

  /** The columns of the rows made so far; they may grow. */
  get columns(): readonly string[] {
    return this.deeper?.columns ?? this.table.names
  }

  /** The rows of one row's parts, one at a time. They have its line, and their place is that in the list. */
  *of(row: Row, columns: readonly string[]): Generator<Row | Reject> {
    if (columns.length !== this.width) this.look(columns)
    for (const { index, key } of this.lists) {
      const text = row.cells[index] ?? ''
      for (const part of text === '' ? [] : this.items(row, text, key)) {
        if (this.deeper === null || !('cells' in part)) yield part
        else yield* this.deeper.of(part, this.table.names)
      }
    }
  }

  private look(columns: readonly string[]) {
    this.width = columns.length
    this.lists = listsAt(this.path, columns)
    const lists = new Set(this.lists.map(({ index }) => index))
    this.above = columns.flatMap((column, from) => {
      const name = aboveMark + column
      if (lists.has(from) || !(this.wanted?.has(name) ?? true)) return []
      return [{ from, to: this.table.indexOf(name) }]
    })
  }

  private *items(row: Row, text: string, key: string): Generator<Row | Reject> {
    const items = listOf(text)
    if (items === null) {
      yield reject(row.line, 'noList', row.raw, `${this.path} is ${shown(text)}.`)
      return
    }
    if (items.length > maxParts || text.length > maxListLength) {
      yield reject(
        row.line,
        'tooManyParts',
        row.raw,
        `${this.path} has ${items.length === 0 ? 'more than can be read' : `${items.length.toLocaleString('en')} items`}.`,
      )
      return
    }
    for (const [index, item] of items.entries()) if (item !== null) yield this.rowOf(row, item, key, index + 1)
  }

  private rowOf(row: Row, item: unknown, key: string, place: number): Row | Reject {
    const cells: string[] = []
    const own = typeof item === 'object' && !Array.isArray(item) ? (item as Record<string, unknown>) : { value: item }
    const raw = JSON.stringify(item)
    if (!fill(own, '', cells, this.table, 0)) return reject(row.line, 'tooManyColumns', raw)
    if (key !== '') cells[this.table.indexOf(keyColumn)] = key
    for (const { from, to } of this.above) if (to >= 0 && row.cells[from] !== undefined) cells[to] = row.cells[from]
    return { line: row.line, raw, cells, place }
  }
}

function fromAbove(wanted: ReadonlySet<string>): string[] {
  return [...wanted].flatMap((name) => (name.startsWith(aboveMark) ? [name.slice(aboveMark.length)] : []))
}

/** The items of a list in JSON; null where the text is none. Of a text that is too long, none are read. */
function listOf(text: string): unknown[] | null {
  if (!text.trimStart().startsWith('[')) return null
  if (text.length > maxListLength) return []
  try {
    const value = parseJson(text)
    return Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
