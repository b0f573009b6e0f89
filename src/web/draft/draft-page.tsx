import { useNavigate } from '@tanstack/react-router'
import { useEffect, useId, useState } from 'react'
import { addressOf, answers } from '../../api/contract.ts'
import { count, countOf } from '../../map/format.ts'
import type { ProposedJourney } from '../../model/draft/proposed-journey.ts'
import { send } from '../shell/ask.ts'
import { Empty, Failed, Skeleton } from '../shell/states.tsx'
import '../styles/draft.css'
import { DraftEnds } from './draft-ends.tsx'
import { DraftStages } from './draft-stages.tsx'
import { NotProposed } from './not-proposed.tsx'
import { useDraft } from './use-draft.ts'

/** A journey proposed from the data, shown with its figures at once: arrange it, then keep it. */
export function DraftPage() {
  const { asked, draft, preview, choose, callIt, change, undo } = useDraft()
  useEffect(() => {
    document.title = 'Draft a journey · Desirepath'
  }, [])
  const proposed = draft.data?.draft ?? null
  return (
    <main className="page draft-page" aria-busy={draft.isFetching}>
      <h1>Draft a journey</h1>
      <p className="draft-lead">Read from what people did. Change what you know better; nothing is kept until you keep it.</p>
      {draft.isPending ? <Skeleton rows={6} label="Reading the data" /> : null}
      {draft.error ? <Failed error={draft.error} retry={() => void draft.refetch()} /> : null}
      {undo !== null && draft.error ? <UndoButton undo={undo} /> : null}
      {draft.data?.message ? <TooLittle message={draft.data.message} /> : null}
      {proposed === null || draft.error ? null : (
        <>
          <Choices proposed={proposed} stages={asked.stages} choose={choose} undo={undo} />
          <p className="draft-status" role="status">
            {draft.isFetching || preview.isFetching
              ? 'Working out the figures…'
              : `${countOf(proposed.stages.length, 'stage')}, from ${count(proposed.read)} of ${count(proposed.subjects)} ${proposed.subjectType} histories.`}
          </p>
          <h2 className="hidden">Stages</h2>
          <DraftStages proposed={proposed} map={preview.data ?? null} change={(step) => change(proposed, step)} />
          <DraftEnds proposed={proposed} change={(step) => change(proposed, step)} />
          <Whole proposed={proposed} />
          <NotProposed proposed={proposed} change={(step) => change(proposed, step)} />
          <details className="draft-text">
            <summary>The document</summary>
            <pre>{proposed.text}</pre>
          </details>
          <Keep proposed={proposed} name={asked.name} callIt={callIt} busy={draft.isFetching} />
        </>
      )}
    </main>
  )
}

function TooLittle({ message }: { message: string }) {
  return (
    <Empty title="No draft yet">
      <p>{message}</p>
      <p>
        <a href="/add">Add data</a>, then come back here.
      </p>
    </Empty>
  )
}

function UndoButton({ undo }: { undo: (() => void) | null }) {
  return (
    <button type="button" className="quiet" disabled={undo === null} onClick={() => undo?.()}>
      Undo
    </button>
  )
}

interface ChoicesProps {
  proposed: ProposedJourney
  stages: number | undefined
  choose: (change: { subject?: string; stages?: number | undefined }) => void
  undo: (() => void) | null
}

const stageChoices = [2, 3, 4, 5, 6, 7, 8] as const

function Choices({ proposed, stages, choose, undo }: ChoicesProps) {
  return (
    <div className="draft-choices">
      <label>
        Whose journey
        <select value={proposed.subjectType} onChange={(event) => choose({ subject: event.target.value })}>
          {proposed.types.map(({ type, cases }) => (
            <option key={type} value={type}>
              {type} ({count(cases)})
            </option>
          ))}
        </select>
      </label>
      <label>
        Stages at most
        <select
          value={stages ?? ''}
          onChange={(event) => choose({ stages: event.target.value === '' ? undefined : Number(event.target.value) })}
        >
          <option value="">as the data say</option>
          {stageChoices.map((number) => (
            <option key={number} value={number}>
              {number}
            </option>
          ))}
        </select>
      </label>
      <UndoButton undo={undo} />
    </div>
  )
}

/** Reasons and notes that belong to the journey as a whole. */
function Whole({ proposed }: { proposed: ProposedJourney }) {
  const lines = [...proposed.reasons.map(({ text }) => text).filter((text) => text !== ''), ...proposed.notes]
  return (
    <section className="draft-whole" aria-labelledby="draft-whole">
      <h2 id="draft-whole">Of the journey as a whole</h2>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}

interface KeepProps {
  proposed: ProposedJourney
  name: string | undefined
  callIt: (name: string) => void
  busy: boolean
}

/** Names the journey and keeps it: from then on it is a journey like any other. */
function Keep({ proposed, name, callIt, busy }: KeepProps) {
  const field = useId()
  const navigate = useNavigate()
  const [state, setState] = useState<{ kind: 'idle' | 'keeping' } | { kind: 'failed'; message: string }>({ kind: 'idle' })
  const keep = async () => {
    setState({ kind: 'keeping' })
    try {
      const response = await send('POST', addressOf('journeys'), proposed.text)
      const { summary } = answers.applyJourney.parse(await response.json())
      await navigate({ to: '/journeys/$journey', params: { journey: summary.id } })
    } catch (error) {
      setState({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
    }
  }
  return (
    <form
      className="draft-keep"
      onSubmit={(event) => {
        event.preventDefault()
        void keep()
      }}
    >
      <label htmlFor={field}>Name of the journey</label>
      <input
        key={name ?? ''}
        id={field}
        type="text"
        defaultValue={name ?? ''}
        placeholder={`Journey of a ${proposed.subjectType}`}
        maxLength={200}
        onBlur={(event) => {
          if (event.target.value.trim() !== (name ?? '')) callIt(event.target.value)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.currentTarget.value.trim() === (name ?? '')) return
          event.preventDefault()
          callIt(event.currentTarget.value)
        }}
      />
      <button type="submit" className="button" disabled={busy || state.kind === 'keeping'}>
        {state.kind === 'keeping' ? 'Keeping it…' : 'Keep this journey'}
      </button>
      {state.kind === 'failed' ? (
        <p role="alert">{state.message}</p>
      ) : (
        <p className="draft-hint">Then its map opens. A journey of the same name gets a new version.</p>
      )}
    </form>
  )
}
