import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { AppError } from '../core/error.ts'
import { GrowingColumns } from './ndjson.ts'
import { type Reject, reject } from './reject.ts'
import { maxColumns, type Row, type RowBatch, type RowReader } from './row-reader.ts'

/** The most XML text between two tags, in characters: more is no log, and would have to be kept in memory. */
export const maxXmlGap = 16 << 20

/** Prefix of the columns that hold the attributes of an event's trace, as other process-mining tools write it. */
export const tracePrefix = 'case:'

/**
 * Reads UTF-8 bytes as an XES log (IEEE 1849): one row an event, its attributes as columns, those of its trace with "case:" before the name.
 * Each row has its place in the trace, whose order the standard gives a meaning. A nested attribute is a column `outer.inner`; a list is JSON text. The log's defaults (`global`) only declare, they fill nothing in; each event
 * classifier is a column "classifier:<name>". Errors: `invalid` with the line, where the XML is broken or no log.
 */
export function readXes(bytes: AsyncIterable<Uint8Array>, file: string): RowReader {
  const log = new LogReader(file)
  return {
    columns: log.table.names,
    notes: log.notes,
    async *batches() {
      const decoder = new TextDecoder('utf-8')
      for await (const chunk of bytes) yield log.push(decoder.decode(chunk, { stream: true }))
      yield log.end(decoder.decode())
    },
  }
}

interface Attribute {
  key: string
  value: string
  list: boolean
  children: Attribute[]
}

const attributeTags = new Set(['string', 'date', 'int', 'float', 'boolean', 'id', 'list', 'container'])
const skippedTags = new Set(['global', 'extension'])

class LogReader {
  readonly table = new GrowingColumns()
  readonly notes: string[] = []
  private readonly parser = new SaxesParser()
  private readonly file: string
  private rows: Row[] = []
  private rejects: Reject[] = []
  private path: string[] = []
  private attributes: Attribute[] = []
  private trace: Attribute[] = []
  private place = 0
  private event: Attribute[] = []
  private eventLine = 0
  private lastTagAt = 0
  private classifiers: { name: string; keys: string[] }[] = []
  private declared = new Set<string>()
  private unknown = new Set<string>()

  constructor(file: string) {
    this.file = file
    this.parser.on('error', (error) => {
      throw this.broken(error.message.replace(/^\d+:\d+:\s*/, ''))
    })
    this.parser.on('opentag', (tag) => this.open(tag))
    this.parser.on('closetag', (tag) => this.close(tag.name))
    for (const name of ['concept:name', 'time:timestamp']) this.table.indexOf(name)
  }

  push(text: string): RowBatch {
    this.parser.write(text)
    if (this.parser.position - this.lastTagAt > maxXmlGap) throw this.broken(`More than ${maxXmlGap >> 20} MiB without a tag.`)
    return this.take()
  }

  end(text: string): RowBatch {
    this.parser.write(text)
    this.parser.close()
    return this.take()
  }

  private take(): RowBatch {
    const batch = { rows: this.rows, rejects: this.rejects }
    this.rows = []
    this.rejects = []
    return batch
  }

  private broken(what: string): AppError {
    const message = `${this.file} is no readable XES log: line ${this.parser.line}, column ${this.parser.column}: ${what} Nothing of it was imported.`
    return new AppError('invalid', message, { line: this.parser.line, column: this.parser.column })
  }

  private open(tag: SaxesTagPlain) {
    const { name } = tag
    this.lastTagAt = this.parser.position
    if (this.path.length === 0 && name !== 'log') throw this.broken(`The outermost element is <${name}>; an XES log begins with <log>.`)
    const parent = this.path.at(-1)
    this.path.push(name)
    if (name === 'classifier' && parent === 'log') this.classifier(tag)
    else if (name === 'trace' && parent === 'log') this.startTrace()
    else if (name === 'event' && (parent === 'trace' || parent === 'log')) this.startEvent(parent)
    else if (name === 'trace' || name === 'event' || name === 'log') this.misplaced(name, parent)
    else if (attributeTags.has(name)) this.attribute(tag)
    else if (name !== 'values' && !skippedTags.has(name)) this.unknownTag(name)
  }

  private misplaced(name: string, parent: string | undefined) {
    if (parent !== undefined) throw this.broken(`<${name}> stands inside <${parent}>, where XES allows none.`)
  }

  private unknownTag(name: string) {
    if (this.unknown.has(name) || this.unknown.size >= 100) return
    this.unknown.add(name)
    this.notes.push(`<${name}> (first on line ${this.parser.line}) is no XES element; it was left out.`)
  }

  private startEvent(parent: string) {
    this.event = []
    this.eventLine = this.parser.line
    if (parent === 'log') this.startTrace()
    this.place += 1
  }

  private startTrace() {
    this.trace = []
    this.place = 0
  }

  private classifier({ attributes }: SaxesTagPlain) {
    const { name = '', keys = '', scope = 'event' } = attributes
    const parts = classifierKeys(keys, this.declared)
    if (scope === 'event' && name !== '' && parts.length > 0) this.classifiers.push({ name, keys: parts })
  }

  private attribute({ name, attributes }: SaxesTagPlain) {
    this.attributes.push({ key: attributes.key ?? '', value: attributes.value ?? '', list: name === 'list', children: [] })
  }

  private close(name: string) {
    this.lastTagAt = this.parser.position
    this.path.pop()
    if (attributeTags.has(name)) this.endAttribute()
    else if (name === 'event') this.endEvent()
    else if (name === 'trace') this.trace = []
  }

  private endAttribute() {
    const attribute = this.attributes.pop()
    if (attribute === undefined || attribute.key === '') return
    const outer = this.attributes.at(-1)
    if (outer !== undefined) outer.children.push(attribute)
    else if (this.path.at(-1) === 'event') this.event.push(attribute)
    else if (this.path.at(-1) === 'trace') this.trace.push(attribute)
    else if (this.path.at(-1) === 'global') this.declared.add(attribute.key)
  }

  private endEvent() {
    const values = new Map<string, string>()
    const clash = spread(this.trace, tracePrefix, values) ?? spread(this.event, '', values)
    const raw = JSON.stringify(Object.fromEntries(values))
    if (clash !== null) {
      this.rejects.push(reject(this.eventLine, 'repeatedAttribute', raw, `It is ${clash}.`))
      return
    }
    for (const { name, keys } of this.classifiers) values.set(`classifier:${name}`, keys.map((key) => values.get(key) ?? '').join('+'))
    const cells: string[] = []
    for (const [column, value] of values) {
      const index = this.table.indexOf(column)
      if (index < 0) {
        this.rejects.push(reject(this.eventLine, 'tooManyColumns', raw, `The limit is ${maxColumns}.`))
        return
      }
      cells[index] = value
    }
    this.rows.push({ line: this.eventLine, raw, cells, place: this.place })
  }
}

/** Puts attributes into `values`; gives the key that stands twice with different values, else null. */
function spread(attributes: readonly Attribute[], prefix: string, values: Map<string, string>): string | null {
  let clash: string | null = null
  for (const { key, value, list, children } of attributes) {
    const name = prefix + key
    const text = list ? JSON.stringify(children.map((child) => child.value)) : value
    const known = values.get(name)
    if (known !== undefined && known !== text) clash = name
    values.set(name, text)
    if (!list) clash = spread(children, `${name}.`, values) ?? clash
  }
  return clash
}

/** Keys of a classifier: quoted where they hold spaces; unquoted, the longest declared key fits first, as older logs write them. */
function classifierKeys(text: string, declared: ReadonlySet<string>): string[] {
  if (text.includes("'"))
    return [...text.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '').filter((key) => key !== '')
  const words = text.trim().split(/\s+/)
  const keys: string[] = []
  for (let at = 0; at < words.length; ) {
    let size = words.length - at
    while (size > 1 && !declared.has(words.slice(at, at + size).join(' '))) size--
    keys.push(words.slice(at, at + size).join(' '))
    at += size
  }
  return keys.filter((key) => key !== '')
}
