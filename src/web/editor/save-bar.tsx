import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useEditor } from './editor-context.ts'
import { Others } from './others.tsx'
import { dropDraft, sendKeep } from './requests.ts'

const statusWords = {
  saved: 'Draft saved',
  saving: 'Saving the draft…',
  failed: 'Not saved: no answer from the server. It is tried again.',
} as const

/** Undo, the state of the draft, and keeping it as the next version. */
export function SaveBar({ name, errors }: { name: string; errors: number }) {
  const { sync } = useEditor()
  const { draft, status, canUndo, canRedo, message, text } = sync.state()
  const [failure, setFailure] = useState('')
  const [note, setNote] = useState('')
  const cache = useQueryClient()
  const navigate = useNavigate()
  const changed = draft.revision > 0 || status !== 'saved'
  useUndoKeys()
  const keep = async () => {
    setFailure('')
    try {
      const { revision } = await sync.flush()
      await sendKeep(draft.journey, revision, note)
      void cache.invalidateQueries()
      await navigate({ to: '/journeys/$journey', params: { journey: draft.journey } })
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
  }
  const giveUp = async () => {
    setFailure('')
    try {
      await sync.flush()
      const kept = await dropDraft(draft.journey)
      const before = text
      sync.write(kept.text)
      if (before !== kept.text) await sync.flush()
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
  }
  const blocked = errors > 0 || draft.conflicts.length > 0
  return (
    <header className="save-bar">
      <h1>
        {name} <small>editing, version {draft.number} is kept</small>
      </h1>
      <div className="save-tools">
        <button type="button" className="quiet" disabled={!canUndo} onClick={() => sync.undo()}>
          Undo
        </button>
        <button type="button" className="quiet" disabled={!canRedo} onClick={() => sync.redo()}>
          Redo
        </button>
        <p role="status" data-status={status}>
          {message || (changed || status !== 'saved' ? statusWords[status] : 'No changes')}
        </p>
        <button type="button" className="quiet" disabled={!changed} onClick={() => void giveUp()}>
          Give the draft up
        </button>
        <Link className="quiet" to="/journeys/$journey/versions" params={{ journey: draft.journey }}>
          Versions
        </Link>
        <Link className="quiet" to="/journeys/$journey" params={{ journey: draft.journey }}>
          Map
        </Link>
      </div>
      <Others />
      <form
        className="save-form"
        onSubmit={(event) => {
          event.preventDefault()
          void keep()
        }}
      >
        <label htmlFor="version-note">Note</label>
        <input
          id="version-note"
          value={note}
          maxLength={2000}
          placeholder="What changed, and why"
          onChange={(event) => setNote(event.target.value)}
        />
        <button type="submit" className="button" disabled={!changed || blocked}>
          Save as version {draft.number + 1}
        </button>
        {changed && blocked ? (
          <span className="why-not">
            {errors > 0 ? 'Something is wrong still: see below.' : 'Decide first what stands where two people wrote.'}
          </span>
        ) : null}
      </form>
      {failure === '' ? null : <p role="alert">{failure}</p>}
    </header>
  )
}

/** Ctrl or ⌘ with Z and Y undo and redo, outside of text fields, which have their own undo. */
function useUndoKeys(): void {
  const { sync } = useEditor()
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const inField = event.target instanceof HTMLElement && event.target.matches('input, textarea')
      if (inField || !(event.ctrlKey || event.metaKey)) return
      if (event.key === 'z' && !event.shiftKey) sync.undo()
      else if (event.key === 'y' || (event.key === 'z' && event.shiftKey) || event.key === 'Z') sync.redo()
      else return
      event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [sync])
}
