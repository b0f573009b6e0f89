import type { DocumentChange } from '../../model/file-preview.ts'
import { textAt, valueAt } from './document-values.ts'
import { initiatorWords } from './event-fields.tsx'
import { ColumnPicker, TextField, WordPicker } from './fields.tsx'

/** Where each row is an object with dates: which date columns become events, and their names. */
export function DateFields({
  document,
  columns,
  change,
}: {
  document: Record<string, unknown>
  columns: readonly string[]
  change: (changes: DocumentChange[]) => void
}) {
  const events = valueAt(document, ['events'])
  const known: unknown[] = Array.isArray(events) ? events : []
  const add = (column: string) => {
    const name = column.replace(/[ _-]*(date|time|at|on)$/i, '') || column
    change([{ place: ['events'], value: [...known, { column, name }] }])
  }
  return (
    <fieldset className="group">
      <legend>Dates that become events</legend>
      {known.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an event is known by its place in the document
        <div className="pair" key={index}>
          <ColumnPicker
            label={`Date ${index + 1}`}
            value={textAt(event, ['column'])}
            columns={columns}
            onPick={(column) =>
              change([
                { place: ['events', index, 'column'], value: column },
                { place: ['events', index, 'format'], value: null },
              ])
            }
          />
          <TextField
            label="Name of the event"
            value={textAt(event, ['name'])}
            onText={(text) => text && change([{ place: ['events', index, 'name'], value: text }])}
          />
          <WordPicker
            label="Who set it going"
            value={textAt(event, ['initiator']) || 'company'}
            words={initiatorWords}
            onPick={(word) => change([{ place: ['events', index, 'initiator'], value: word }])}
          />
          <button type="button" className="quiet" onClick={() => change([{ place: ['events', index], value: null }])}>
            Remove<span className="hidden"> date {index + 1}</span>
          </button>
        </div>
      ))}
      <ColumnPicker
        key={known.length}
        label={known.length === 0 ? 'Column of dates' : 'Another date'}
        value=""
        columns={columns}
        none={known.length === 0 ? 'choose a column' : 'add a column'}
        onPick={(column) => column && add(column)}
      />
    </fieldset>
  )
}
