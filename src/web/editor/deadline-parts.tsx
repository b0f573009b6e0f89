import type { DocumentPath } from '../../model/document-path.ts'
import type { EditOperation } from '../../model/edit/edit-operation.ts'
import { useEditor } from './editor-context.ts'
import { Choice, TextField } from './fields.tsx'
import { IdParts } from './id-parts.tsx'
import { removeIfThere } from './remove-if-there.ts'

type Group = Record<string, unknown>

const comes = [
  ['yearly', 'every year'],
  ['dates', 'on these days'],
] as const

/** The days that people work towards, to be added and edited (rule K6). */
export function DeadlineParts({ deadlines }: { deadlines: readonly Group[] }) {
  const { edit } = useEditor()
  const put = (group: Group, path: DocumentPath) => (value: string) =>
    edit(value === '' ? removeIfThere(group, path) : { kind: 'set', path, value })
  return (
    <IdParts
      title="Deadlines"
      list="deadlines"
      items={deadlines}
      fresh={(id) => ({ id, name: 'New deadline', yearly: '12-31' })}
      render={(deadline, path) => (
        <>
          <TextField label="Name" value={String(deadline.name ?? deadline.id)} commit={put(deadline, [...path, 'name'])} />
          <div className="line">
            <Choice
              label="Comes"
              value={deadline.dates === undefined ? 'yearly' : 'dates'}
              options={comes}
              commit={(kind) => edit(...otherKind(deadline, path, kind))}
            />
            {deadline.dates === undefined ? (
              <TextField label="Month-day" hint="09-01" value={String(deadline.yearly ?? '')} commit={put(deadline, [...path, 'yearly'])} />
            ) : (
              <TextField
                label="Days"
                hint="2025-05-17, 2026-05-16"
                value={daysOf(deadline).join(', ')}
                commit={(value) =>
                  edit({ kind: 'set', path: [...path, 'dates'], value: value.split(/[\s,;]+/).filter((day) => day !== '') })
                }
              />
            )}
            <TextField label="Time zone" hint="UTC" value={String(deadline.timeZone ?? '')} commit={put(deadline, [...path, 'timeZone'])} />
          </div>
        </>
      )}
    />
  )
}

function daysOf({ dates }: Group): string[] {
  return Array.isArray(dates) ? dates.map(String) : []
}

/** The other way to tell the days takes the place of this one; the day is kept where it can be. */
function otherKind(deadline: Group, path: DocumentPath, kind: string): EditOperation[] {
  if (kind === 'yearly') {
    const day = daysOf(deadline)[0]?.slice(5) ?? '12-31'
    return [
      { kind: 'set', path: [...path, 'yearly'], value: day },
      { kind: 'remove', path: [...path, 'dates'] },
    ]
  }
  const next = `${new Date().getFullYear()}-${String(deadline.yearly ?? '12-31')}`
  return [
    { kind: 'set', path: [...path, 'dates'], value: [next] },
    { kind: 'remove', path: [...path, 'yearly'] },
  ]
}
