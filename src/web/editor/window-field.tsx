import { type DocumentPath, pathText } from '../../model/document-path.ts'
import { useEditor } from './editor-context.ts'
import { Choice, FindingsAt, TextField } from './fields.tsx'
import { removeIfThere } from './remove-if-there.ts'

type Group = Record<string, unknown>

/** By when a stay should convert: within a time, or by a deadline of the journey, or days or weeks before it (rules M2, K7). */
export function WindowField({ stage, path, deadlines }: { stage: Group; path: DocumentPath; deadlines: readonly Group[] }) {
  const { edit } = useEditor()
  const { window } = stage
  const until = typeof window === 'object' && window !== null ? (window as Group) : null
  const id = String(until?.until ?? '')
  const known = deadlines.some((deadline) => String(deadline.id) === id)
  const options: [string, string][] = [
    ['', 'within a time'],
    ...deadlines.map((deadline): [string, string] => [String(deadline.id), `by ${String(deadline.name ?? deadline.id)}`]),
    ...(until !== null && !known ? [[id, `by ${id} (unknown)`] as [string, string]] : []),
  ]
  const choose = (chosen: string) =>
    edit(chosen === '' ? removeIfThere(stage, path) : { kind: 'set', path, value: { ...until, until: chosen } })
  return (
    <>
      {options.length > 1 ? <Choice label="Moving on counts" value={id} options={options} commit={choose} /> : null}
      {until === null ? (
        <TextField
          label="By when"
          hint="30d"
          value={String(window ?? '')}
          commit={(value) => edit(value === '' ? removeIfThere(stage, path) : { kind: 'set', path, value })}
        />
      ) : (
        <TextField
          label="So long before it"
          hint="on the day, or 8w"
          value={String(until.before ?? '')}
          commit={(value) =>
            edit(value === '' ? removeIfThere(until, [...path, 'before']) : { kind: 'set', path: [...path, 'before'], value })
          }
        />
      )}
      <FindingsAt path={pathText(path)} />
    </>
  )
}
