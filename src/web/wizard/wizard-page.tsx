import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { ImportCard } from '../imports/import-card.tsx'
import { importsQuery, uploadsQuery } from '../shell/queries.ts'
import { Failed } from '../shell/states.tsx'
import '../styles/imports.css'
import '../styles/wizard.css'
import { type Begun, FileWizard } from './file-wizard.tsx'
import { TakeFiles } from './take-files.tsx'

/** Adds data: send files, look at what becomes of them, import, and go on to a map. */
export function WizardPage() {
  const kept = useQuery(uploadsQuery)
  const { data: imports } = useQuery(importsQuery)
  const [begun, setBegun] = useState<readonly Begun[]>([])
  useEffect(() => {
    document.title = 'Add data · Desirepath'
  }, [])
  const mine = begun.flatMap((one) => (imports ?? []).filter(({ id }) => id === one.importId))
  const running = mine.some(({ state }) => state === 'running')
  const complete = mine.filter(({ state }) => state === 'complete').map(({ id }) => id)
  const taken = new Set(begun.flatMap(({ importId, fileId }) => (complete.includes(importId) ? [fileId] : [])))
  // A file that was taken over is kept no longer; one that was not can be read otherwise.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when an import has come to an end
  useEffect(() => {
    if (mine.length > 0 && !running) void kept.refetch()
  }, [running, mine.length])
  return (
    <main className="page wizard">
      <h1>Add data</h1>
      <TakeFiles taken={() => kept.refetch()} />
      {kept.error ? <Failed error={kept.error} retry={() => void kept.refetch()} /> : null}
      {mine.length > 0 ? (
        <ul className="imports" aria-label="Imported now">
          {mine.map((progress) => (
            <ImportCard key={progress.id} progress={progress} />
          ))}
        </ul>
      ) : null}
      {complete.length > 0 && !running ? <NextSteps subject={begun.at(-1)?.subject ?? null} /> : null}
      {running
        ? null
        : kept.data
            ?.filter(({ id }) => !taken.has(id))
            .map((file) => (
              <FileWizard key={file.id} file={file} begun={(one) => setBegun([...begun, one])} dropped={() => void kept.refetch()} />
            ))}
    </main>
  )
}

function NextSteps({ subject }: { subject: string | null }) {
  return (
    <section className="next-steps" aria-label="What next">
      <h2>What next?</h2>
      <p className="wizard-actions">
        <a className="button" href={subject === null ? '/draft' : `/draft?subject=${encodeURIComponent(subject)}`}>
          Draft a journey from this
        </a>
        <Link className="quiet" to="/new">
          Apply a template
        </Link>
        <Link className="quiet" to="/">
          See the journeys
        </Link>
      </p>
    </section>
  )
}
