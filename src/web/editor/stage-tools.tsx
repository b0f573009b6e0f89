import { useState } from 'react'
import type { EditOperation } from '../../model/edit/edit-operation.ts'
import { useEditor } from './editor-context.ts'

/** Moving and removing a stage. */
export function StageTools({
  name,
  position,
  count,
  references,
}: {
  name: string
  position: number
  count: number
  references: readonly string[]
}) {
  const { edit } = useEditor()
  const [asked, setAsked] = useState(false)
  const move = (to: number) => edit({ kind: 'move', path: ['stages'], from: position, to })
  const remove = () => {
    const gone = references.map((reference): EditOperation => ({ kind: 'remove', path: ['handOffs', Number(reference)] }))
    edit(...gone.reverse(), { kind: 'remove', path: ['stages', position] })
  }
  if (asked) {
    return (
      <div className="stage-tools" role="alert">
        <span>
          Remove “{name}”
          {references.length > 0
            ? ` and ${references.length === 1 ? 'the hand-off' : `the ${references.length} hand-offs`} that name it`
            : ''}
          ?
        </span>
        <button type="button" className="button" onClick={remove}>
          Remove
        </button>
        <button type="button" className="quiet" onClick={() => setAsked(false)}>
          Leave it
        </button>
      </div>
    )
  }
  return (
    <div className="stage-tools">
      <b>{position + 1}</b>
      <button
        type="button"
        className="quiet"
        disabled={position === 0}
        aria-label={`Move ${name} earlier`}
        onClick={() => move(position - 1)}
      >
        Earlier
      </button>
      <button
        type="button"
        className="quiet"
        disabled={position === count - 1}
        aria-label={`Move ${name} later`}
        onClick={() => move(position + 1)}
      >
        Later
      </button>
      <button type="button" className="quiet" disabled={count === 1} onClick={() => setAsked(true)} aria-label={`Remove ${name}`}>
        Remove
      </button>
    </div>
  )
}
