import { useEffect, useState } from 'react'
import { addressOf, answers } from '../../api/contract.ts'
import { bytes } from '../../map/format.ts'
import { send } from '../shell/ask.ts'
import { Failed, Skeleton } from '../shell/states.tsx'
import { AsFile } from './as-file.tsx'
import { ColumnTable } from './column-table.tsx'
import { Decisions } from './decisions.tsx'
import { MappingForm } from './mapping-form.tsx'
import { SampleView } from './sample-view.tsx'
import { type Preview, usePreview } from './use-preview.ts'

/** An import that was begun here, and whom its file is mostly about. */
export interface Begun {
  importId: string
  fileId: string
  subject: string | null
}

/** One kept file: what it is, what becomes of it, how to read it otherwise, and the way in. */
export function FileWizard({
  file,
  begun,
  dropped,
}: {
  file: { id: string; name: string; bytes: number }
  begun: (begun: Begun) => void
  dropped: () => void
}) {
  const { preview, failure, pending, look } = usePreview(file.id)
  return (
    <section className="file-wizard" aria-label={file.name} aria-busy={pending}>
      <header className="file-head">
        <h2>{file.name}</h2>
        <span>
          {preview?.format ? `${preview.format}, ` : ''}
          {bytes(file.bytes)}
        </span>
        <DropButton id={file.id} name={file.name} dropped={dropped} />
      </header>
      {failure ? <Failed error={failure} retry={() => look({})} /> : null}
      {preview === null && failure === null ? <Skeleton rows={5} label={`Looking at ${file.name}`} /> : null}
      {preview === null ? null : <Previewed id={file.id} preview={preview} look={look} pending={pending} begun={begun} />}
    </section>
  )
}

function Previewed({
  id,
  preview,
  look,
  pending,
  begun,
}: {
  id: string
  preview: Preview
  look: ReturnType<typeof usePreview>['look']
  pending: boolean
  begun: (begun: Begun) => void
}) {
  const { mapping, problem, sample, notes, sentences, recognised, columns } = preview
  const known = columns.length > 0
  return (
    <>
      {recognised === null ? null : <p className="recognised">Recognised: {recognised}</p>}
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
      {sample === null ? null : <SampleView name={preview.name} sample={sample} />}
      {known || mapping ? <StartImport id={id} preview={preview} pending={pending} begun={begun} /> : null}
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
      const objects = (preview.sample?.objects ?? []).toSorted((a, b) => b.count - a.count)
      begun({ importId, fileId: id, subject: objects[0]?.type ?? null })
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

function DropButton({ id, name, dropped }: { id: string; name: string; dropped: () => void }) {
  const [failure, setFailure] = useState<string | null>(null)
  const drop = async () => {
    try {
      await send('DELETE', addressOf('upload', { upload: id }))
      dropped()
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <>
      <button type="button" className="quiet" onClick={() => void drop()}>
        Put away<span className="hidden"> {name}</span>
      </button>
      {failure ? <span role="alert">{failure}</span> : null}
    </>
  )
}
