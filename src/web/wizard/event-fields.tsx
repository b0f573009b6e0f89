import type { DocumentChange } from '../../model/file-preview.ts'
import { columnAt, textAt, valueAt } from './document-values.ts'
import { ColumnPicker, TextField, WordPicker } from './fields.tsx'

export const initiatorWords = [
  { value: 'customer', label: 'the customer' },
  { value: 'company', label: 'the company' },
  { value: 'machine', label: 'a machine' },
]

interface Form {
  document: Record<string, unknown>
  columns: readonly string[]
  change: (changes: DocumentChange[]) => void
}

/** Where each row is one event: what happened, when, and who set it going. */
export function EventFields({ document, columns, change }: Form) {
  const names = valueAt(document, ['name'])
  const name = Array.isArray(names) ? String(names[0] ?? '') : textAt(document, ['name'])
  return (
    <>
      <ColumnPicker
        label={Array.isArray(names) && names.length > 1 ? `What happened (where empty: ${names.slice(1).join(', ')})` : 'What happened'}
        value={name}
        columns={columns}
        none="one name for all rows"
        onPick={(column) => change([{ place: ['name'], value: column }])}
      />
      {name === '' ? (
        <TextField
          label="Name of all events"
          value={textAt(document, ['constants', 'name'])}
          onText={(text) => change([{ place: ['constants', 'name'], value: text || null }])}
        />
      ) : null}
      <ColumnPicker
        label="When it happened"
        value={columnAt(document, ['time'])}
        columns={columns}
        onPick={(column) => change([{ place: ['time'], value: column === null ? null : { column } }])}
      />
      <WordPicker
        label="Who set it going"
        value={columnAt(document, ['initiator']) ? 'column' : textAt(document, ['constants', 'initiator']) || 'customer'}
        words={[...initiatorWords, { value: 'column', label: 'a column says it' }]}
        onPick={(word) =>
          change(
            word === 'column'
              ? [{ place: ['initiator'], value: columns[0] ?? null }]
              : [
                  { place: ['initiator'], value: null },
                  { place: ['constants', 'initiator'], value: word },
                ],
          )
        }
      />
      {columnAt(document, ['initiator']) ? (
        <ColumnPicker
          label="Column of who set it going"
          value={columnAt(document, ['initiator'])}
          columns={columns}
          onPick={(column) => change([{ place: ['initiator'], value: column }])}
        />
      ) : null}
    </>
  )
}

const moreParts = [
  { part: 'channel', label: 'Channel' },
  { part: 'touchpoint', label: 'Touchpoint' },
  { part: 'id', label: 'The event’s own id' },
  { part: 'sequence', label: 'Order of events of one instant' },
] as const

/** Parts of an event that a file may have. */
export function MoreEventFields({ document, columns, change }: Form) {
  return moreParts.map(({ part, label }) => (
    <ColumnPicker
      key={part}
      label={label}
      value={textAt(document, [part])}
      columns={columns}
      none="none"
      onPick={(column) => change([{ place: [part], value: column }])}
    />
  ))
}
