import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Failed, Skeleton } from '../shell/states.tsx'
import '../styles/imports.css'
import '../styles/map.css'
import '../styles/map-phone.css'
import '../styles/new.css'
import { MapPreview } from './map-preview.tsx'
import { type Reading, readingQuery, type Start } from './reading.ts'
import { RowTable } from './row-table.tsx'
import { TakeTable } from './take-table.tsx'
import { Gallery } from './template-gallery.tsx'
import { Whose } from './whose.tsx'

/** Begins a journey: from a template, or from a map that was drawn elsewhere; shows it, and keeps it when one says so. */
export function NewPage() {
  const [start, setStart] = useState<Start | null>(null)
  useEffect(() => {
    document.title = 'New journey · Desirepath'
  }, [])
  return (
    <main className="page new-page">
      <h1>New journey</h1>
      {start === null ? <Choice choose={setStart} /> : <Begun start={start} change={setStart} />}
    </main>
  )
}

function Choice({ choose }: { choose(start: Start): void }) {
  return (
    <>
      <section aria-labelledby="from-template">
        <h2 id="from-template">Start from a template</h2>
        <p className="lead">
          Every row is written for you to change. Where your data hold the usual events of a stage, it is measured at once. With data you
          can also <Link to="/draft">have a journey drafted from them</Link>.
        </p>
        <Gallery choose={(template) => choose({ kind: 'template', template, title: null, subject: null })} />
      </section>
      <section aria-labelledby="from-table">
        <h2 id="from-table">Bring in a map that you drew</h2>
        <p className="lead">Stages as columns and rows such as Actions, Touchpoints, Pain points, or the other way round.</p>
        <TakeTable
          take={(file) => choose({ kind: 'table', file, at: Date.now(), title: null, subject: null, transposed: null, lanes: {} })}
        />
      </section>
    </>
  )
}

function Begun({ start, change }: { start: Start; change(next: Start | null): void }) {
  const { data, error, isPending, isFetching, isPlaceholderData } = useQuery(readingQuery(start))
  const back = (
    <button type="button" className="quiet" onClick={() => change(null)}>
      Choose something else
    </button>
  )
  if (error) {
    return (
      <>
        <Failed error={error} />
        {back}
      </>
    )
  }
  if (isPending) return <Skeleton rows={8} label="Reading the map" />
  return (
    <div aria-busy={isFetching}>
      <p className="new-back">{back}</p>
      <Whose subject={start.subject ?? data.map?.journey.subjectType ?? null} choose={(subject) => change({ ...start, subject })} />
      <How start={start} reading={data} change={change} />
      <MapPreview reading={data} stale={isPlaceholderData} title={start.title} rename={(title) => change({ ...start, title })} />
    </div>
  )
}

/** How the journey came about: what became of each row, or which stages are bound to the data. */
function How({ start, reading, change }: { start: Start; reading: Reading; change(next: Start): void }) {
  if (start.kind === 'table' && 'rows' in reading) return <RowTable start={start} reading={reading} change={change} />
  if (!('bound' in reading)) return null
  const { bound, unbound } = reading
  return (
    <section aria-labelledby="bound">
      <h2 id="bound">What your data already say</h2>
      {bound.length === 0 ? <p className="lead">None of the usual events of its stages is in your data yet, so the map is drawn.</p> : null}
      <ul className="bound">
        {bound.map(({ stage, events }) => (
          <li key={stage}>
            <b>{stage}</b> begins with {events.join(', ')}
          </li>
        ))}
      </ul>
      {bound.length > 0 && unbound.length > 0 ? (
        <p className="lead">Drawn for now: {unbound.map(({ stage }) => stage).join(', ')}.</p>
      ) : null}
    </section>
  )
}
