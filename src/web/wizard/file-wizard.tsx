import { type ReactNode, useEffect, useState } from 'react'
import { addressOf, answers } from '../../api/contract.ts'
import { bytes } from '../../map/format.ts'
import { send } from '../shell/ask.ts'
import { Failed, Skeleton } from '../shell/states.tsx'
import { AsFile } from './as-file.tsx'
import { ColumnTable } from './column-table.tsx'
import { Decisions } from './decisions.tsx'
import { DropButton } from './drop-button.tsx'
import { MappingForm } from './mapping-form.tsx'
import { SampleSum, SampleTables, SampleView } from './sample-view.tsx'
import { type Preview, usePreview } from './use-preview.ts'

/** Whom files are mostly about: the objects that their events name most; null where there are none. */
export function subjectOf(previews: readonly Preview[]): string | null {
  const counts = new Map<string, number>()
  for (const { sample } of previews)
    for (const { type, count } of sample !== null && sample.events > 0 ? sample.objects : [])
      counts.set(type, (counts.get(type) ?? 0) + count)
  // An account is seldom whom a file is about, though it may name as many.
  return [...counts].toSorted((a, b) => b[1] - a[1] || Number(a[0] === 'account') - Number(b[0] === 'account'))[0]?.[0] ?? null
}

/** An import that was begun here, and whom its file is mostly about. */
export interface Begun {
  importId: string
  fileId: string
  subject: string | null
}

interface FileWizardProps {
  file: { id: string; name: string; bytes: number }
  /** The ids of the files that are read as one data set with it; empty: it is alone, and imported by itself. */
  among: string
  begun: (begun: Begun) => void
  /** Told each preview. */
  seen: (id: string, preview: Preview) => void
  dropped: () => void
  leaveOut: (id: string) => void
}

/** One kept file: what it is, what becomes of it, how to read it otherwise, and, alone, the way in. */
export function FileWizard({ file, among, begun, seen, dropped, leaveOut }: FileWizardProps) {
  const { preview, failure, pending, look } = usePreview(file.id, among)
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for each preview
  useEffect(() => {
    if (preview !== null) seen(file.id, preview)
  }, [preview])
  return (
    <section className="file-wizard" aria-label={file.name} aria-busy={pending}>
      <header className="file-head">
        <h2>{file.name}</h2>
        <span>
          {preview?.format ? `${preview.format}, ` : ''}
          {bytes(file.bytes)}
        </span>
        <span className="file-tools">
          {among === '' ? null : (
            <button type="button" className="quiet" onClick={() => leaveOut(file.id)}>
              Leave out<span className="hidden"> {file.name}</span>
            </button>
          )}
          <DropButton id={file.id} name={file.name} dropped={dropped} />
        </span>
      </header>
      {failure ? <Failed error={failure} retry={() => look({})} /> : null}
      {preview === null && failure === null ? <Skeleton rows={5} label={`Looking at ${file.name}`} /> : null}
      {preview === null ? null : (
        <Previewed preview={preview} look={look} alone={among === ''}>
          {among === '' ? <StartImport id={file.id} preview={preview} pending={pending} begun={begun} /> : null}
        </Previewed>
      )}
    </section>
  )
}

interface PreviewedProps {
  preview: Preview
  look: ReturnType<typeof usePreview>['look']
}

function Previewed({ preview, look, alone, children }: PreviewedProps & { alone: boolean; children: ReactNode }) {
  const { mapping, problem, sample, notes, recognised, columns } = preview
  return (
    <>
      {recognised === null ? null : <p className="recognised">Recognised: {recognised}</p>}
      {preview.changed ? (
        <p className="sample-note">
          Read as you set it.{' '}
          <button type="button" className="quiet" onClick={() => look({ anew: true })}>
            Forget what I set<span className="hidden"> of {preview.name}</span>
          </button>
        </p>
      ) : null}
      {problem === null ? null : (
        <p className="failure" role="alert">
          {problem}
        </p>
      )}
      <Decisions decisions={preview.decisions} change={(changes) => look({ changes })} />
      {notes.map((note) => (
        <p key={note} className="sample-note">
          {note}
        </p>
      ))}
      {sample === null ? null : alone ? <SampleView name={preview.name} sample={sample} /> : <SampleSum sample={sample} />}
      {columns.length > 0 || mapping ? children : null}
      {alone ? (
        <Details preview={preview} look={look} />
      ) : (
        <details>
          <summary>
            Look closer<span className="hidden"> at {preview.name}</span>, or change how it is read
          </summary>
          {sample === null ? null : <SampleTables name={preview.name} sample={sample} />}
          <Details preview={preview} look={look} />
        </details>
      )}
    </>
  )
}

/** How the file is read: as a form, in words, column by column, and as a document. */
function Details({ preview, look }: PreviewedProps) {
  const { mapping, problem, sentences, columns } = preview
  const known = columns.length > 0
  return (
    <>
      {known ? (
        <details open={problem !== null}>
          <summary>Change how it is read</summary>
          <MappingForm preview={preview} look={look} />
        </details>
      ) : null}
      {sentences.length === 0 ? null : (
        <details>
          <summary>In words</summary>
          <ul className="in-words">
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      )}
      {known ? <ColumnTable name={preview.name} columns={columns} /> : null}
      {mapping ? <AsFile key={mapping} mapping={mapping} read={(text) => look({ mapping: text })} /> : null}
    </>
  )
}

function StartImport({ id, preview, pending, begun }: { id: string; preview: Preview; pending: boolean; begun: (begun: Begun) => void }) {
  const [asked, setAsked] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  // What was refused may pass once it is read otherwise.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new mapping clears the refusal of the one before
  useEffect(() => setFailure(null), [preview.mapping])
  const start = async () => {
    setAsked(true)
    try {
      const body = JSON.stringify({ mapping: preview.mapping })
      const response = await send('POST', addressOf('importUpload', { upload: id }), body)
      const { id: importId } = answers.startImport.parse(await response.json())
      begun({ importId, fileId: id, subject: subjectOf([preview]) })
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
    setAsked(false)
  }
  return (
    <>
      <p className="wizard-actions">
        <button type="button" className="button" disabled={asked || pending || preview.problem !== null} onClick={() => void start()}>
          {asked ? 'Beginning…' : 'Import'}
        </button>
      </p>
      {failure ? (
        <p className="failure" role="alert">
          {failure}
        </p>
      ) : null}
    </>
  )
}
