import { type DocumentPath, pathText } from '../../model/document-path.ts'
import type { EditOperation } from '../../model/edit/edit-operation.ts'
import type { emptyLanes } from '../../model/journey.ts'
import { useEditor } from './editor-context.ts'
import { FindingsAt, TextField } from './fields.tsx'

type Group = Record<string, unknown>

/** The key of a human cell. */
export type Lane = keyof typeof emptyLanes

/** What the human cells are called on the page, in the order of the map. */
export const laneNames: Record<Lane, string> = {
  goals: 'Goals',
  actions: 'Actions',
  questions: 'Questions',
  concerns: 'Concerns',
  touchpoints: 'Touchpoints',
  thoughts: 'Thoughts',
  emotions: 'Emotions',
  friction: 'Friction',
  confusion: 'Confusion',
  opportunities: 'Opportunities',
}

/** One human cell: an entry a line. A single text stays one, and `goal` stays `goal`. With `of`, the stage's name, the label is for screen readers only. */
export function LaneField({ lane, stage, path, of }: { lane: Lane; stage: Group; path: DocumentPath; of?: string }) {
  const { edit, sync } = useEditor()
  const key = lane === 'goals' && stage.goals === undefined && stage.goal !== undefined ? 'goal' : lane
  const here = [...path.slice(0, -1), key]
  const value = stage[key]
  const lines = value === undefined || value === null ? [] : Array.isArray(value) ? value.map(String) : [String(value)]
  const commit = (text: string) => {
    const next = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
    if (next.length === 0) edit(...(value === undefined ? [] : [{ kind: 'remove', path: here } as EditOperation]))
    else edit({ kind: 'set', path: here, value: typeof value === 'string' && next.length === 1 ? next[0] : next })
  }
  const isChanged = sync.state().changedByOthers.some(({ path: changed }) => changed === pathText(here))
  return (
    <div className="lane-field" data-changed={isChanged || undefined}>
      <TextField
        label={of === undefined ? laneNames[lane] : `${laneNames[lane]} of ${of}`}
        bare={of !== undefined}
        rows={2}
        hint={of === undefined ? 'one a line' : ''}
        value={lines.join('\n')}
        commit={commit}
      />
      <FindingsAt path={pathText(here)} />
    </div>
  )
}
