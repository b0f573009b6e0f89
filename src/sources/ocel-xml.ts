import { type LogEntry, ObjectLog } from './object-log.ts'
import type { RowReader } from './row-reader.ts'
import { xmlPart } from './xlsx-xml.ts'

type ReadAgain = (heard: boolean) => AsyncIterable<Uint8Array>

/** Reads an OCEL 2.0 log in its XML form, twice: first which object is of which type, then the rest. Errors: `invalid` for broken XML. */
export function readOcelXml(bytes: ReadAgain, file: string): RowReader {
  const log = new ObjectLog()
  return {
    columns: log.table.names,
    notes: [],
    async *batches() {
      for await (const _ of parse(
        bytes(false),
        file,
        (section, entry) => noteType(log, section, entry),
        (name) => log.addType(name),
      ));
      const add = (section: Section, entry: LogEntry) => (section === 'events' ? log.event(entry) : log.object(entry))
      for await (const _ of parse(bytes(true), file, add, () => {})) yield log.take()
    },
  }
}

type Section = 'objects' | 'events'

function noteType(log: ObjectLog, section: Section, { id, type }: LogEntry) {
  if (section !== 'objects' || id === '' || type === '') return
  log.addType(type)
  log.know(id, type)
}

/** Yields after each piece of the file; whole entries are told as they close. */
async function* parse(
  bytes: AsyncIterable<Uint8Array>,
  file: string,
  onEntry: (section: Section, entry: LogEntry) => void,
  onType: (name: string) => void,
): AsyncGenerator<void> {
  const path: string[] = []
  let entry:
    | (LogEntry & { attributes: { name: string; value: string; time: string }[]; relations: { id: string; qualifier: string }[] })
    | null = null
  let attribute: { name: string; value: string; time: string } | null = null
  const parser = xmlPart(file, 'OCEL', {
    open: (name, attributes) => {
      path.push(name)
      const { id = '', type = '', time = '', qualifier = '', name: named = '' } = attributes
      if (path.length === 3 && (path[1] === 'objects' || path[1] === 'events'))
        entry = { id, type, time, attributes: [], relations: [], line: parser.line(), raw: '' }
      else if (name === 'object-type' && path.length === 3) onType(named)
      else if (entry !== null && name === 'attribute') attribute = { name: named, value: attributes.value ?? '', time }
      else if (entry !== null && attributes['object-id'] !== undefined) entry.relations.push({ id: attributes['object-id'], qualifier })
    },
    text: (piece) => {
      if (attribute !== null) attribute.value += piece
    },
    close: () => {
      const section = path[1] as Section
      if (entry !== null && attribute !== null && path.at(-1) === 'attribute') entry.attributes.push(attribute)
      if (path.at(-1) === 'attribute') attribute = null
      if (entry !== null && path.length === 3) {
        onEntry(section, { ...entry, raw: JSON.stringify(entry) })
        entry = null
      }
      path.pop()
    },
  })
  const decoder = new TextDecoder('utf-8')
  for await (const chunk of bytes) {
    parser.push(decoder.decode(chunk, { stream: true }))
    yield
  }
  parser.push(decoder.decode())
  parser.end()
  yield
}
