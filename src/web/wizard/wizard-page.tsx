import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { addressOf } from '../../api/contract.ts'
import { instant } from '../../map/format.ts'
import { DataSetCard } from '../imports/data-set-card.tsx'
import { ImportCard } from '../imports/import-card.tsx'
import { send } from '../shell/ask.ts'
import { dataSetImportsQuery, dataSetQuery, importsQuery, uploadsQuery } from '../shell/queries.ts'
import { Failed, Skeleton } from '../shell/states.tsx'
import '../styles/imports.css'
import '../styles/wizard.css'
import { DataSetHead, LeftOut } from './data-set.tsx'
import { type Begun, FileWizard, subjectOf } from './file-wizard.tsx'
import { TakeFiles } from './take-files.tsx'
import type { Preview } from './use-preview.ts'

/** Adds data: send files, look at what becomes of them, import, and go on to a map. */
export function WizardPage() {
  const kept = useQuery(uploadsQuery)
  const { data: imports } = useQuery(importsQuery)
  const { data: wholes } = useQuery(dataSetImportsQuery)
  const [begun, setBegun] = useState<readonly Begun[]>([])
  const [together, setTogether] = useState<readonly { id: string; subject: string | null }[]>([])
  useEffect(() => {
    document.title = 'Add data · Desirepath'
  }, [])
  const mine = begun.flatMap((one) => (imports ?? []).filter(({ id }) => id === one.importId))
  const wholesHere = (wholes ?? []).filter(({ id, state }) => state === 'running' || together.some((one) => one.id === id))
  const running =
    mine.some(({ state }) => state === 'running') || wholesHere.some(({ state }) => state === 'running' || state === 'undoing')
  const complete = mine.filter(({ state }) => state === 'complete').map(({ id }) => id)
  const taken = new Set(begun.flatMap(({ importId, fileId }) => (complete.includes(importId) ? [fileId] : [])))
  for (const { state, files } of wholesHere) if (state === 'complete') for (const { upload } of files) taken.add(upload)
  const done = complete.length > 0 || wholesHere.some(({ state }) => state === 'complete')
  // A file that was taken over is kept no longer; one that was not can be read otherwise.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when an import has come to an end
  useEffect(() => {
    if ((mine.length > 0 || wholesHere.length > 0) && !running) void kept.refetch()
  }, [running, mine.length, wholesHere.length])
  const files = kept.data?.filter(({ id }) => !taken.has(id)) ?? []
  return (
    <main className="page wizard">
      <h1>Add data</h1>
      <TakeFiles taken={() => kept.refetch()} />
      {kept.error ? <Failed error={kept.error} retry={() => void kept.refetch()} /> : null}
      {wholesHere.map((whole) => (
        <DataSetCard key={whole.id} whole={whole} />
      ))}
      {mine.length > 0 ? (
        <ul className="imports" aria-label="Imported now">
          {mine.map((progress) => (
            <ImportCard key={progress.id} progress={progress} />
          ))}
        </ul>
      ) : null}
      {done && !running ? <NextSteps subject={(together.at(-1) ?? begun.at(-1))?.subject ?? null} /> : null}
      {running || files.length === 0 ? null : (
        <Files
          files={files}
          begun={(one) => setBegun([...begun, one])}
          allBegun={(id, subject) => setTogether([...together, { id, subject }])}
          changed={() => kept.refetch()}
        />
      )}
    </main>
  )
}

interface FilesProps {
  files: readonly { id: string; name: string; bytes: number; expiresAt: number }[]
  begun: (one: Begun) => void
  allBegun: (id: string, subject: string | null) => void
  changed: () => Promise<unknown>
}

/** The kept files that are not left out: one by itself, several as one data set. */
function Files({ files, begun, allBegun, changed }: FilesProps) {
  const [previews, setPreviews] = useState<ReadonlyMap<string, Preview>>(new Map())
  const { data, error, refetch } = useQuery(dataSetQuery)
  const ids = files.map(({ id }) => id).join(' ')
  const mappings = files.map(({ id }) => previews.get(id)?.mapping).join('\0')
  // biome-ignore lint/correctness/useExhaustiveDependencies: joins are told anew when the files, or how one is read, change
  useEffect(() => void refetch(), [ids, mappings])
  const leaveOut = async (wanted: readonly string[], leftOut: boolean) => {
    for (const id of wanted) await send('POST', addressOf('leaveOut', { upload: id }), JSON.stringify({ leftOut }))
    await refetch()
  }
  const seen = (id: string, preview: Preview) => setPreviews((known) => new Map(known).set(id, preview))
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton rows={6} label="Looking at the files" />
  const known = data.files.filter(({ id }) => files.some((file) => file.id === id))
  const taken = known.filter(({ leftOut }) => !leftOut)
  const several = taken.length > 1
  const subject = subjectOf(taken.flatMap(({ id }) => previews.get(id) ?? []))
  return (
    <>
      {several ? (
        <DataSetHead
          dataSet={data}
          previews={previews}
          leaveOut={(wanted) => leaveOut(wanted, true)}
          begun={(id) => allBegun(id, subject)}
        />
      ) : null}
      {taken.map((file) => (
        <FileWizard
          key={file.id}
          file={file}
          among={several ? taken.map(({ id }) => id).join(' ') : ''}
          begun={begun}
          seen={seen}
          dropped={() => void changed()}
          leaveOut={(id) => void leaveOut([id], true)}
        />
      ))}
      <LeftOut files={known.filter((file) => file.leftOut)} takeIn={(id) => void leaveOut([id], false)} dropped={() => void changed()} />
      <p className="sample-note kept-until">
        Kept on the machine that runs Desirepath, with what you set, until {instant(Math.min(...files.map(({ expiresAt }) => expiresAt)))}{' '}
        UTC: a day after it came. “Put away” deletes a file and what you set of it at once.
      </p>
    </>
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
