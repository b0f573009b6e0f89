import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { mapQuery } from '../shell/queries.ts'
import { Failed } from '../shell/states.tsx'
import { useEditor } from './editor-context.ts'
import { EffectTable } from './effect-table.tsx'
import { previewQuery } from './requests.ts'

const settleMs = 900

/** What the changes do to the figures, before they are saved. */
export function Effect() {
  const { sync, findings } = useEditor()
  const { text, draft } = sync.state()
  const errors = findings.filter(({ kind }) => kind === 'error')
  const isSound = errors.length === 0
  const settled = useSettled(text, settleMs)
  const [cancelled, setCancelled] = useState<string | null>(null)
  const isCancelled = cancelled === settled
  const asked = previewQuery(settled)
  const preview = useQuery({ ...asked, enabled: isSound && !isCancelled, placeholderData: (before) => before })
  const kept = useQuery(mapQuery(draft.journey, {}))
  const cache = useQueryClient()
  const cancel = () => {
    setCancelled(settled)
    void cache.cancelQueries({ queryKey: asked.queryKey })
  }
  const map = isSound && !isCancelled ? (preview.data?.map ?? null) : null
  return (
    <section className="effect-part" aria-labelledby="effect" aria-busy={preview.isFetching}>
      <h2 id="effect">What it does to the figures</h2>
      {preview.error && !isCancelled ? <Failed error={preview.error} /> : null}
      {isSound ? null : <Errors />}
      {preview.isFetching ? <Counting key={settled} cancel={cancel} /> : null}
      {isCancelled && isSound ? (
        <p className="counting">
          <span role="status">Not counted for the text as it stands.</span>
          <button type="button" className="quiet" onClick={() => setCancelled(null)}>
            Count now
          </button>
        </p>
      ) : null}
      {map && kept.data ? (
        <>
          <p aria-live="polite">
            {preview.isFetching ? 'Of the text before your latest change.' : 'The kept version, and what your changes make of it.'} Nothing
            is saved as a version yet.
          </p>
          <EffectTable before={kept.data} after={map} caption="Figures of the kept version and with your changes" />
        </>
      ) : null}
    </section>
  )
}

function Errors() {
  const { findings } = useEditor()
  return (
    <>
      <p>As long as something is wrong, there are no figures:</p>
      <ul className="findings">
        {findings
          .filter(({ kind }) => kind === 'error')
          .map(({ path, line, message }) => (
            <li key={path + message} data-kind="error">
              <b>{path || 'text'}</b> {line ? `(line ${line}) ` : ''}
              {message}
            </li>
          ))}
      </ul>
    </>
  )
}

/** That the figures are being counted; after a second for how long, and the way to stop it. */
function Counting({ cancel }: { cancel: () => void }) {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <div className="counting">
      <p role="status">Counting…</p>
      {seconds > 0 ? (
        <>
          <progress aria-label="Counting the figures" />
          <span aria-hidden="true">{seconds} s</span>
          <button type="button" className="quiet" onClick={cancel}>
            Stop counting
          </button>
        </>
      ) : null}
    </div>
  )
}

/** A value once it has not changed for so many ms. */
function useSettled<Value>(value: Value, ms: number): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}
