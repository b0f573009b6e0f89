import type { KeyboardEvent } from 'react'
import type { DocumentPath } from '../../model/document-path.ts'
import { stagesOf } from '../../model/edit/stage-edits.ts'
import { useEditor } from './editor-context.ts'
import { FindingsAt, TextField } from './fields.tsx'
import { type Lane, LaneField, laneNames } from './lane-field.tsx'

type Group = Record<string, unknown>

/** The human cells as the map has them: a row a lane, a column a stage. Arrow keys at the edge of a text go on to the next cell. */
export function LaneTable({ document }: { document: Group }) {
  const { edit } = useEditor()
  const stages = stagesOf(document).map((stage, position) => ({ stage, position, name: String(stage.name ?? stage.id) }))
  return (
    <div className="lane-scroll">
      <table className="lane-table" onKeyDown={goByArrows}>
        <caption>Arrow keys at the edge of a text go to the next cell. One entry a line.</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            {stages.map(({ stage, position, name }) => (
              <th scope="col" key={String(stage.id)} data-lifecycle={String(stage.lifecycle)}>
                <TextField
                  bare
                  label={`Name of stage ${position + 1}`}
                  value={name}
                  commit={(value) => (value === '' ? undefined : edit({ kind: 'set', path: ['stages', position, 'name'], value }))}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(Object.keys(laneNames) as Lane[]).map((lane) => (
            <tr key={lane}>
              <th scope="row">{laneNames[lane]}</th>
              {stages.map(({ stage, position, name }) => (
                <td key={String(stage.id)}>
                  <LaneField lane={lane} stage={stage} path={laneAt(position, lane)} of={name} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {stages.map(({ stage, position }) => (
        <FindingsAt key={String(stage.id)} path={`stages[${position}].name`} />
      ))}
    </div>
  )
}

function laneAt(position: number, lane: Lane): DocumentPath {
  return ['stages', position, lane]
}

const steps: Record<string, readonly [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** Goes to the next cell where the caret cannot go further in this one. */
function goByArrows(event: KeyboardEvent<HTMLTableElement>): void {
  const { target, key, shiftKey, ctrlKey, metaKey, altKey } = event
  const step = steps[key]
  if (!step || shiftKey || ctrlKey || metaKey || altKey || event.nativeEvent.isComposing) return
  if (!(target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement) || !isAtEdge(target, key)) return
  const cell = target.closest<HTMLTableCellElement>('th, td')
  const row = cell?.closest('tr')
  if (!cell || !row) return
  const rows = [...event.currentTarget.rows]
  const next = rows[rows.indexOf(row) + step[0]]?.cells[cell.cellIndex + step[1]]?.querySelector<typeof target>('textarea, input')
  if (!next) return
  event.preventDefault()
  next.focus()
  const caret = step[0] + step[1] < 0 ? next.value.length : 0
  next.setSelectionRange(caret, caret)
}

function isAtEdge({ value, selectionStart, selectionEnd }: HTMLTextAreaElement | HTMLInputElement, key: string): boolean {
  if (selectionStart === null || selectionStart !== selectionEnd) return false
  if (key === 'ArrowLeft') return selectionStart === 0
  if (key === 'ArrowRight') return selectionStart === value.length
  return key === 'ArrowUp' ? !value.slice(0, selectionStart).includes('\n') : !value.slice(selectionStart).includes('\n')
}
