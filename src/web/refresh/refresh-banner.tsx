import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { addressOf } from '../../api/contract.ts'
import { endedWords, pendingWords, shownWords, stepText } from '../../map/refresh-words.ts'
import { send } from '../shell/ask.ts'
import { refreshQuery } from '../shell/queries.ts'
import '../styles/refresh.css'

/** Says, while a journey's figures are being computed, how far that is and which figures are shown meanwhile, and lets people stop it; afterwards how to go on. */
export function RefreshBanner({ journey }: { journey: string }) {
  const { data: state } = useQuery(refreshQuery(journey))
  if (state === undefined || state.state === 'current' || state.state === 'outdated') return null
  const isPending = state.state === 'running' || state.state === 'waiting'
  const percent = Math.floor(state.share * 100)
  return (
    <section className="refresh-banner" aria-label="Refresh">
      <div className="refresh-words">
        {/* Steps and seconds are not read aloud each time: what counts is that it began and ended. */}
        <p role="status">
          {isPending ? (
            <>
              <b>{pendingWords(state)}</b> {shownWords(state)}
            </>
          ) : (
            endedWords(state)
          )}
        </p>
        {isPending ? (
          <>
            <progress max={100} value={percent} aria-label="Share of the refresh that is done" />
            <p className="refresh-step">{stepText(state)}</p>
          </>
        ) : null}
      </div>
      {isPending ? (
        <RefreshButton key="stop" journey={journey} method="DELETE" words="Stop" after="Stopping…" />
      ) : (
        <RefreshButton
          key="begin"
          journey={journey}
          method="POST"
          words={state.state === 'failed' ? 'Try again' : 'Compute now'}
          after="Beginning…"
        />
      )}
    </section>
  )
}

interface ButtonProps {
  journey: string
  method: 'POST' | 'DELETE'
  words: string
  /** What it says once it was pressed. */
  after: string
}

function RefreshButton({ journey, method, words, after }: ButtonProps) {
  const [asked, setAsked] = useState(false)
  const [failure, setFailure] = useState('')
  const cache = useQueryClient()
  const press = async () => {
    setAsked(true)
    setFailure('')
    try {
      await send(method, addressOf('refresh', { journey }))
    } catch (error) {
      setAsked(false)
      setFailure(error instanceof Error ? error.message : String(error))
    }
    // How far it is, the server tells by itself; figures that failed are asked for again.
    if (method === 'POST') await cache.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== refreshQuery(journey).queryKey[0] })
  }
  return (
    <>
      <button type="button" className="quiet" disabled={asked} onClick={() => void press()}>
        {asked ? after : words}
      </button>
      {failure === '' ? null : <p role="alert">{failure}</p>}
    </>
  )
}
