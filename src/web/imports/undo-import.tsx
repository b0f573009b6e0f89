import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type Answers, addressOf } from '../../api/contract.ts'
import { countOf } from '../../map/format.ts'
import { ask, send } from '../shell/ask.ts'

type Plan = Answers['undoImport']

/** Undoes an import after it was said what will go. `route`: of one file, or of several together. */
export function UndoImport({ id, name, route = 'undoImport' }: { id: string; name: string; route?: 'undoImport' | 'undoDataSet' }) {
  const [plan, setPlan] = useState<Plan | null>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const cache = useQueryClient()
  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true)
    setFailure(null)
    try {
      await work()
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
    setBusy(false)
  }
  const show = () => attempt(async () => setPlan(await ask(route, { import: id })))
  const undo = () =>
    attempt(async () => {
      await send('POST', addressOf(route, { import: id }))
      await cache.invalidateQueries()
    })
  return (
    <div className="undo">
      {plan === null ? (
        <button type="button" className="quiet" disabled={busy} onClick={() => void show()}>
          Undo<span className="hidden"> the import of {name}</span>…
        </button>
      ) : (
        <Confirm name={name} plan={plan} busy={busy} undo={undo} keep={() => setPlan(null)} />
      )}
      {failure ? (
        <p className="failure" role="alert">
          {failure}
        </p>
      ) : null}
    </div>
  )
}

function Confirm({
  name,
  plan,
  busy,
  undo,
  keep,
}: {
  name: string
  plan: Plan
  busy: boolean
  undo: () => Promise<void>
  keep: () => void
}) {
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [])
  const going = [
    countOf(plan.events, 'event'),
    plan.properties > 0 ? `${countOf(plan.properties, 'property')} of people or things` : null,
    plan.links > 0 ? countOf(plan.links, 'link') : null,
    plan.rejected > 0 ? `the list of ${countOf(plan.rejected, 'row')} not taken` : null,
  ].filter((part) => part !== null)
  return (
    <fieldset className="decision">
      <legend>Undo the import of {name}?</legend>
      <p>
        This goes: {going.join(', ')}. What another file brought too stays, and a value that this file replaced comes back. All maps are
        computed anew.
      </p>
      <p className="wizard-actions">
        <button ref={first} type="button" className="button" disabled={busy} onClick={() => void undo()}>
          {busy ? 'Undoing…' : 'Undo this import'}
        </button>
        <button type="button" className="quiet" disabled={busy} onClick={keep}>
          Keep it
        </button>
      </p>
    </fieldset>
  )
}
