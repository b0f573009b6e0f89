import { useQueryClient } from '@tanstack/react-query'
import { type DragEvent, useState } from 'react'
import { bytes, percent } from '../../map/format.ts'
import { importsQuery } from '../shell/queries.ts'
import { uploadFile } from './upload-file.ts'

interface Sending {
  name: string
  size: number
  sent: number
}

/** Takes a file by choosing or dropping, sends it, and shows how far it is. */
export function DropZone() {
  const [over, setOver] = useState(false)
  const [sending, setSending] = useState<Sending | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [source, setSource] = useState('')
  const [mapping, setMapping] = useState('')
  const cache = useQueryClient()
  const take = async (file: File | undefined) => {
    if (!file) return
    setFailure(null)
    setSending({ name: file.name, size: file.size, sent: 0 })
    try {
      await uploadFile(file, { source, mapping }, (sent) => setSending({ name: file.name, size: file.size, sent }))
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
    setSending(null)
    await cache.invalidateQueries({ queryKey: importsQuery.queryKey })
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer.files[0])
  }
  return (
    <section aria-label="Bring in a file">
      <label
        className="drop"
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <input
          type="file"
          accept=".csv,.tsv,.txt,.ndjson,.jsonl,.json,.xes,.gz"
          disabled={sending !== null}
          onChange={(event) => {
            void take(event.target.files?.[0])
            event.target.value = ''
          }}
        />
        <b>{sending ? `Sending ${sending.name}` : 'Drop a file here, or choose one'}</b>
        {sending ? (
          <>
            <progress value={sending.sent} max={Math.max(1, sending.size)} aria-label={`Sending ${sending.name}`} />
            <span>
              {bytes(sending.sent)} of {bytes(sending.size)}, {percent(sending.size > 0 ? sending.sent / sending.size : 1)}
            </span>
          </>
        ) : (
          <span>CSV, TSV, NDJSON or XES, also as .gz. The same file twice adds nothing.</span>
        )}
      </label>
      {failure ? (
        <p className="failure" role="alert">
          {failure}
        </p>
      ) : null}
      <details className="options">
        <summary>Name the source, or say how to read the file</summary>
        <label>
          Source
          <input type="text" value={source} placeholder="the file’s name" onChange={(event) => setSource(event.target.value)} />
        </label>
        <label>
          Mapping (YAML or JSON)
          <textarea
            rows={6}
            value={mapping}
            maxLength={8000}
            placeholder="empty: guessed from the columns"
            onChange={(event) => setMapping(event.target.value)}
          />
        </label>
      </details>
    </section>
  )
}
