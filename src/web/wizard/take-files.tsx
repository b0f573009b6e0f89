import { useState } from 'react'
import { bytes, percent } from '../../map/format.ts'
import { DropZone } from '../shell/drop-zone.tsx'
import { Skeleton } from '../shell/states.tsx'
import { sendFile } from './send-file.ts'

interface Sending {
  name: string
  size: number
  sent: number
}

/** Takes files by dropping or choosing, or pasted rows, sends them to be kept aside, and shows how far it is. */
export function TakeFiles({ taken }: { taken: () => Promise<unknown> }) {
  const [sending, setSending] = useState<Sending | null>(null)
  const [looking, setLooking] = useState(false)
  const [failures, setFailures] = useState<readonly string[]>([])
  const take = async (files: readonly File[]) => {
    setFailures([])
    const failed: string[] = []
    for (const file of files) {
      setSending({ name: file.name, size: file.size, sent: 0 })
      try {
        await sendFile(file, (sent) => setSending({ name: file.name, size: file.size, sent }))
      } catch (error) {
        failed.push(error instanceof Error ? error.message : String(error))
      }
    }
    setSending(null)
    setFailures(failed)
    setLooking(true)
    await taken()
    setLooking(false)
  }
  return (
    <section aria-label="Bring in data">
      <DropZone several disabled={sending !== null} take={(files) => void take(files)}>
        <b>{sending ? `Sending ${sending.name}` : 'Drop files or a folder here, or choose them'}</b>
        {sending ? (
          <>
            <progress value={sending.sent} max={Math.max(1, sending.size)} aria-label={`Sending ${sending.name}`} />
            <span>
              {bytes(sending.sent)} of {bytes(sending.size)}, {percent(sending.size > 0 ? sending.sent / sending.size : 1)}
            </span>
          </>
        ) : (
          <span>
            An export of your CRM, e-mail tool or shop: CSV, Excel (XLSX), JSON, Parquet, XES or OCEL. Several files are read as one data
            set. Nothing is imported before you say so.
          </span>
        )}
      </DropZone>
      {looking ? <Skeleton rows={6} label="Looking at the files" /> : null}
      {failures.map((failure) => (
        <p key={failure} className="failure" role="alert">
          {failure}
        </p>
      ))}
      <Paste disabled={sending !== null} take={take} />
    </section>
  )
}

function Paste({ disabled, take }: { disabled: boolean; take: (files: readonly File[]) => Promise<void> }) {
  const [text, setText] = useState('')
  const send = async () => {
    const name = `pasted rows.${text.trimStart().startsWith('{') ? 'ndjson' : 'csv'}`
    await take([new File([text.endsWith('\n') ? text : `${text}\n`], name)])
    setText('')
  }
  return (
    <details className="options paste">
      <summary>Or paste rows</summary>
      <label>
        Rows with their column names, as copied from a spreadsheet
        <textarea rows={7} value={text} spellCheck={false} onChange={(event) => setText(event.target.value)} />
      </label>
      <p className="wizard-actions">
        <button type="button" className="quiet" disabled={disabled || text.trim() === ''} onClick={() => void send()}>
          Look at these rows
        </button>
      </p>
    </details>
  )
}
