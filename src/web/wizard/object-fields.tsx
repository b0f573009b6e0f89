import type { DocumentChange } from '../../model/file-preview.ts'
import { columnsAt, valueAt } from './document-values.ts'
import { ColumnPicker, TextField } from './fields.tsx'

const types = ['contact', 'account', 'deal', 'case', 'ticket', 'anonymous']

/** The objects that a row names: their type and the column of their id. `only`: exactly one, as the key of a table. */
export function ObjectFields({
  legend,
  part,
  only = false,
  document,
  columns,
  change,
}: {
  legend: string
  part: 'objects' | 'key'
  only?: boolean
  document: Record<string, unknown>
  columns: readonly string[]
  change: (changes: DocumentChange[]) => void
}) {
  const objects = columnsAt(document, [part])
  const free = types.find((type) => objects.every(({ name }) => name !== type)) ?? 'other'
  const rename = (from: string, to: string) => {
    if (to === '' || objects.some(({ name }) => name === to)) return
    change([
      { place: [part, from], value: null },
      { place: [part, to], value: valueAt(document, [part, from]) },
    ])
  }
  return (
    <fieldset className="group">
      <legend>{legend}</legend>
      {objects.map(({ name, column }) => (
        <div className="pair" key={name}>
          <TextField label="Type" value={name} known={types} onText={(text) => rename(name, text)} />
          <ColumnPicker
            label={`Column of the ${name}`}
            value={column}
            columns={columns}
            onPick={(picked) => change([{ place: [part, name], value: picked }])}
          />
          {only ? null : (
            <button type="button" className="quiet" onClick={() => change([{ place: [part, name], value: null }])}>
              Remove<span className="hidden"> the {name}</span>
            </button>
          )}
        </div>
      ))}
      {only && objects.length > 0 ? null : (
        <ColumnPicker
          key={objects.length}
          label={objects.length === 0 ? 'Column of its id' : 'Another one'}
          value=""
          columns={columns}
          none={objects.length === 0 ? 'choose a column' : 'add a column'}
          onPick={(picked) => picked && change([{ place: [part, free], value: picked }])}
        />
      )}
    </fieldset>
  )
}
