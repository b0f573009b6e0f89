import { useState } from 'react'

/** What can be done with a stage as a whole. */
export interface StageActions {
  move(to: number): void
  duplicate(): void
  remove(): void
  /** What else speaks of the stage, told before it is removed. */
  removalWords(): readonly string[]
}

/** Moving, copying and removing a stage. */
export function StageTools({ name, position, count, actions }: { name: string; position: number; count: number; actions: StageActions }) {
  const [asked, setAsked] = useState(false)
  if (asked) {
    return (
      <div className="stage-tools" role="alert">
        <span>
          Remove “{name}”? {actions.removalWords().join(' ')}
        </span>
        {/* biome-ignore lint/a11y/noAutofocus: the question took the place of the button that was pressed. */}
        <button type="button" className="button" autoFocus onClick={actions.remove}>
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
        data-tool="earlier"
        disabled={position === 0}
        aria-label={`Move ${name} earlier`}
        onClick={() => actions.move(position - 1)}
      >
        Earlier
      </button>
      <button
        type="button"
        className="quiet"
        data-tool="later"
        disabled={position === count - 1}
        aria-label={`Move ${name} later`}
        onClick={() => actions.move(position + 1)}
      >
        Later
      </button>
      <button type="button" className="quiet" aria-label={`Copy ${name}`} onClick={actions.duplicate}>
        Copy
      </button>
      <button type="button" className="quiet" disabled={count === 1} onClick={() => setAsked(true)} aria-label={`Remove ${name}`}>
        Remove
      </button>
    </div>
  )
}
