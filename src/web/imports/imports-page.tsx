import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { importsQuery } from '../shell/queries.ts'
import { Failed, Skeleton } from '../shell/states.tsx'
import '../styles/imports.css'
import { ImportCard } from './import-card.tsx'

/** All imports: how far they are, and what was not taken. */
export function ImportsPage() {
  const { data, error, isPending, refetch } = useQuery(importsQuery)
  useEffect(() => {
    document.title = 'Imports · Desirepath'
  }, [])
  const imports = data?.toSorted((a, b) => b.startedAt - a.startedAt) ?? []
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
      <ul className="imports" aria-label="Imports">
        {imports.map((progress) => (
          <ImportCard key={progress.id} progress={progress} />
        ))}
      </ul>
    </main>
  )
}
