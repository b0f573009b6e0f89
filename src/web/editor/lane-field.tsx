import { type DocumentPath, pathText } from '../../model/document-path.ts'
import type { EditOperation } from '../../model/edit/edit-operation.ts'
import type { emptyLanes } from '../../model/journey.ts'
import { useEditor } from './editor-context.ts'
import { FindingsAt, TextField } from './fields.tsx'

type Group = Record<string, unknown>

/** What the human cells are called on the page, in the order of the map. */
export const laneNames: Record<keyof typeof emptyLanes, string> = {
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

/** One human cell: an entry a line. A single text stays one, and `goal` stays `goal`. */
export function LaneField({ lane, stage, path }: { lane: keyof typeof emptyLanes; stage: Group; path: DocumentPath }) {
  const { edit } = useEditor()
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
  return (
    <>
      <TextField label={laneNames[lane]} rows={2} hint="one a line" value={lines.join('\n')} commit={commit} />
      <FindingsAt path={pathText(here)} />
    </>
  )
}
