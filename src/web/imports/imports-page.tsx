import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { dataSetImportsQuery, importsQuery } from '../shell/queries.ts'
import { Failed, Skeleton } from '../shell/states.tsx'
import '../styles/imports.css'
import { DataSetCard } from './data-set-card.tsx'
import { ImportCard } from './import-card.tsx'

/** All imports: how far they are, and what was not taken. */
export function ImportsPage() {
  const { data, error, isPending, refetch } = useQuery(importsQuery)
  useEffect(() => {
    document.title = 'Imports · Desirepath'
  }, [])
  const { data: wholes } = useQuery(dataSetImportsQuery)
  const shown = new Set(
    wholes?.flatMap(({ state, files }) => (state === 'complete' || state === 'running' ? files.map((file) => file.import) : [])),
  )
  const imports = data?.filter(({ id }) => !shown.has(id)).toSorted((a, b) => b.startedAt - a.startedAt) ?? []
  return (
    <main className="page">
      <h1>Imports</h1>
      <p className="imports-actions">
        <Link to="/add" className="button">
          Add data
        </Link>
      </p>
      {isPending ? <Skeleton rows={4} label="Loading the imports" /> : null}
      {error ? <Failed error={error} retry={() => void refetch()} /> : null}
      {data?.length === 0 ? <p className="none">Nothing has been imported yet. Add data to begin.</p> : null}
      {wholes
        ?.filter(({ state }) => state === 'complete' || state === 'running')
        .map((whole) => (
          <DataSetCard key={whole.id} whole={whole} />
        ))}
      <ul className="imports" aria-label="Imports">
        {imports.map((progress) => (
          <ImportCard key={progress.id} progress={progress} />
        ))}
      </ul>
    </main>
  )
}
