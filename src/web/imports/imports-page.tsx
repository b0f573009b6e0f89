import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { importsQuery } from '../shell/queries.ts'
import { Failed, Skeleton } from '../shell/states.tsx'
import '../styles/imports.css'
import { DropZone } from './drop-zone.tsx'
import { ImportCard } from './import-card.tsx'

/** Bring files in, watch them, and see what was not taken. */
export function ImportsPage() {
  const { data, error, isPending, refetch } = useQuery(importsQuery)
  useEffect(() => {
    document.title = 'Imports · Desirepath'
  }, [])
  const imports = data?.toSorted((a, b) => b.startedAt - a.startedAt) ?? []
  return (
    <main className="page">
      <h1>Imports</h1>
      <DropZone />
      {isPending ? <Skeleton rows={4} label="Loading the imports" /> : null}
      {error ? <Failed error={error} retry={() => void refetch()} /> : null}
      {data?.length === 0 ? <p className="none">Nothing has been imported yet.</p> : null}
      <ul className="imports" aria-label="Imports">
        {imports.map((progress) => (
          <ImportCard key={progress.id} progress={progress} />
        ))}
      </ul>
    </main>
  )
}
