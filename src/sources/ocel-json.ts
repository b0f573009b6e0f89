import { JsonCutter, type JsonElement } from './json-cutter.ts'
import { parseJson } from './ndjson.ts'
import { type LogEntry, ObjectLog } from './object-log.ts'
import type { RowReader } from './row-reader.ts'

/** The file's text from its beginning, UTF-8; each call reads it anew. */
type ReadAgain = (heard: boolean) => AsyncIterable<Uint8Array>

/** Reads an OCEL 2.0 log in its JSON form, twice: first which object is of which type, then the rest, one element at a time. Errors: `invalid` for broken JSON. */
export function readOcelJson(bytes: ReadAgain, file: string): RowReader {
  const log = new ObjectLog()
  return {
    columns: log.table.names,
    notes: [],
    async *batches() {
      for await (const elements of elementsOf(bytes(false), file, ['objectTypes', 'objects']))
        for (const element of elements) noteType(log, element)
      for await (const elements of elementsOf(bytes(true), file, ['objects', 'events'])) {
        for (const element of elements) addEntry(log, element)
        yield log.take()
      }
    },
  }
}

async function* elementsOf(bytes: AsyncIterable<Uint8Array>, file: string, lists: readonly string[]): AsyncGenerator<JsonElement[]> {
  const cutter = new JsonCutter(file, (path) => lists.includes(path))
  const decoder = new TextDecoder('utf-8')
  for await (const chunk of bytes) yield cutter.push(decoder.decode(chunk, { stream: true }))
  yield cutter.push(decoder.decode())
  cutter.end()
}

function noteType(log: ObjectLog, { list, raw, tooLong }: JsonElement) {
  const value = tooLong ? null : parsed(raw)
  if (value === null) return
  const { name, id, type } = value
  if (list === 'objectTypes' && typeof name === 'string') log.addType(name)
  else if (typeof id === 'string' && typeof type === 'string') {
    log.addType(type)
    log.know(id, type)
  }
}

function addEntry(log: ObjectLog, { list, raw, line, tooLong }: JsonElement) {
  if (tooLong) return log.reject(line, raw, 'lineTooLong')
  const value = parsed(raw)
  if (value === null) return log.reject(line, raw, 'json')
  const entry: LogEntry = {
    id: textOf(value.id),
    type: textOf(value.type),
    time: textOf(value.time),
    attributes: itemsOf(value.attributes).map(({ name, value: content, time }) => ({
      name: textOf(name),
      value: textOf(content),
      time: textOf(time),
    })),
    relations: itemsOf(value.relationships).map(({ objectId, qualifier }) => ({ id: textOf(objectId), qualifier: textOf(qualifier) })),
    line,
    raw,
  }
  if (list === 'events') log.event(entry)
  else log.object(entry)
}

function parsed(raw: string): Record<string, unknown> | null {
  try {
    const value = parseJson(raw)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

function itemsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter((item): item is Record<string, unknown> => typeof item === 'object' && item !== null) : []
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
