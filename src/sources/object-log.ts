import { GrowingColumns } from './ndjson.ts'
import type { ObjectFact } from './object-fact.ts'
import { type Reject, reject, shown } from './reject.ts'
import { maxColumns, type Row, type RowBatch } from './row-reader.ts'

/** Columns that every object-centric event log has. */
export const objectLogColumns = { id: 'ocel:eid', name: 'ocel:activity', time: 'ocel:timestamp' } as const
/** Before the name of an object type: the column of its ids. */
export const objectTypePrefix = 'ocel:type:'
/** Before the name of an object type: the column of what the object is to the event. */
const qualifierPrefix = 'qualifier:'

/** An object or an event of a log. Relations name an object and what it is to the one at hand; `time` of an attribute "": always. */
export interface LogEntry {
  id: string
  type: string
  /** Of an event; "" for an object. */
  time: string
  attributes: readonly { name: string; value: string; time: string }[]
  relations: readonly { id: string; qualifier: string }[]
  line: number
  raw: string
}

/** Gathers an object-centric log as rows of events and facts of objects. The types of objects must be known before the first event. */
export class ObjectLog {
  readonly table = new GrowingColumns()
  private readonly types = new Map<string, string>()
  private rows: Row[] = []
  private rejects: Reject[] = []
  private objects: ObjectFact[] = []

  constructor() {
    for (const name of [objectLogColumns.id, objectLogColumns.name, objectLogColumns.time]) this.table.indexOf(name)
  }

  addType(type: string) {
    this.table.indexOf(objectTypePrefix + type)
  }

  /** Says of which type an object is. */
  know(id: string, type: string) {
    this.types.set(id, type)
  }

  typeOf(id: string): string | undefined {
    return this.types.get(id)
  }

  event(entry: LogEntry) {
    const { id, type, time, line, raw } = entry
    if (id === '' || type === '' || time === '')
      return void this.rejects.push(reject(line, 'objectLog', raw, 'An event needs an id, a type and a time.'))
    const cells = new Map<string, string>([
      [objectLogColumns.id, id],
      [objectLogColumns.name, type],
      [objectLogColumns.time, time],
    ])
    for (const { name, value } of entry.attributes) cells.set(name, value)
    const unknown = this.relate(entry, cells)
    if (unknown !== null) return void this.rejects.push(reject(line, 'unknownObject', raw, `It is ${shown(unknown)}.`))
    const row: Row = { line, raw, cells: [] }
    for (const [name, value] of cells) {
      const index = this.table.indexOf(name)
      if (index < 0) return void this.rejects.push(reject(line, 'tooManyColumns', raw, `The limit is ${maxColumns}.`))
      row.cells[index] = value
    }
    this.rows.push(row)
  }

  object(entry: LogEntry) {
    const { id, type, line, raw } = entry
    if (id === '' || type === '') return void this.rejects.push(reject(line, 'objectLog', raw, 'An object needs an id and a type.'))
    const cells = new Map<string, string>()
    const unknown = this.relate(entry, cells)
    if (unknown !== null) this.rejects.push(reject(line, 'unknownObject', raw, `It is ${shown(unknown)}.`))
    const qualifiers = [...cells].filter(([name]) => name.startsWith(qualifierPrefix)).map(([name, value]) => ({ name, value, from: '' }))
    const properties = [...entry.attributes.map(({ name, value, time }) => ({ name, value, from: time })), ...qualifiers]
    const links = entry.relations.flatMap((other) => {
      const otherType = this.typeOf(other.id)
      return otherType === undefined ? [] : [{ column: objectTypePrefix + otherType, id: other.id }]
    })
    this.objects.push({ line, raw, column: objectTypePrefix + type, id, properties, links })
  }

  reject(line: number, raw: string, why: 'lineTooLong' | 'json') {
    this.rejects.push(reject(line, why, raw))
  }

  take(): RowBatch {
    const batch = { rows: this.rows, rejects: this.rejects, objects: this.objects }
    this.rows = []
    this.rejects = []
    this.objects = []
    return batch
  }

  /** Puts the ids of related objects into the columns of their types, and what they are to the entry beside them. Gives an object of no known type, else null. */
  private relate({ relations }: LogEntry, cells: Map<string, string>): string | null {
    const byType = new Map<string, Map<string, string>>()
    for (const { id, qualifier } of relations) {
      const type = this.typeOf(id)
      if (type === undefined) return id
      const ids = byType.get(type) ?? new Map<string, string>()
      const before = ids.get(id) ?? ''
      ids.set(id, before === '' || qualifier === '' || before === qualifier ? before || qualifier : `${before}, ${qualifier}`)
      byType.set(type, ids)
    }
    for (const [type, ids] of byType) {
      const [first = ''] = ids.keys()
      cells.set(objectTypePrefix + type, ids.size === 1 && !first.startsWith('[') ? first : JSON.stringify([...ids.keys()]))
      const named = [...ids].filter(([, qualifier]) => qualifier !== '')
      if (named.length > 0)
        cells.set(qualifierPrefix + type, ids.size === 1 ? (named[0]?.[1] ?? '') : JSON.stringify(Object.fromEntries(named)))
    }
    return null
  }
}
