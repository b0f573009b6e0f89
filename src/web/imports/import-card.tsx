import { useState } from 'react'
import type { Answers } from '../../api/contract.ts'
import { bytes, count, countOf, instant, percent, timeLeft } from '../../map/format.ts'
import { CancelImport } from './cancel-import.tsx'
import { RejectList } from './reject-list.tsx'
import { UndoImport } from './undo-import.tsx'

type Progress = Answers['imports'][number]

const stateNames: Record<Progress['state'], string> = {
  running: 'running',
  complete: 'complete',
  cancelled: 'cancelled',
  failed: 'failed',
  interrupted: 'interrupted: send the file again, every event is kept once',
  undoing: 'being undone',
  undone: 'undone: nothing of it is left',
}
const phaseNames: Record<Progress['phase'], string> = {
  reading: 'reading',
  storing: 'storing',
  refreshing: 'refreshing the maps',
  done: 'done',
}

/** One import: how far it is, what came of it, and what was not taken. */
export function ImportCard({ progress }: { progress: Progress }) {
  const [open, setOpen] = useState(false)
  const running = progress.state === 'running'
  return (
    <li className="import" data-state={progress.state}>
      <div className="import-head">
        <h2 title={progress.file}>{fileName(progress.file)}</h2>
        <span className="import-state">{running ? phaseNames[progress.phase] : stateNames[progress.state]}</span>
        {running ? <CancelImport id={progress.id} route="import" words="Cancel" /> : null}
      </div>
      {running ? <Running progress={progress} /> : null}
      {progress.message ? (
        <p className={progress.state === 'complete' ? 'lead' : 'failure'}>{plainMessage(progress.message, progress.file)}</p>
      ) : null}
      <dl className="import-counts">
        <Fact name="rows read" value={progress.rows} />
        <Fact name="events added" value={progress.added} />
        <Fact name="known already" value={progress.duplicates} />
        <Fact name="not taken" value={progress.rejected} />
      </dl>
      <p className="import-facts">
        source {progress.source} · {instant(progress.startedAt)} UTC
        {progress.finishedAt === null ? null : ` · took ${timeLeft((progress.finishedAt - progress.startedAt) / 1000)}`}
        {running ? null : ` · ${bytes(progress.totalBytes)}`}
      </p>
      {progress.state === 'complete' ? <UndoImport id={progress.id} name={fileName(progress.file)} /> : null}
      {progress.rejected > 0 && progress.state !== 'undone' ? (
        <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{countOf(progress.rejected, 'row')} not taken: see why</summary>
          {open ? <RejectList id={progress.id} /> : null}
        </details>
      ) : null}
    </li>
  )
}

/** The last part of a path, whichever way its slashes lean. */
function fileName(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? path
}

/** A message as the card says it: the file by its name, numbers of rows grouped. */
function plainMessage(message: string, file: string): string {
  return message.replaceAll(file, fileName(file)).replace(/\b\d{4,}(?= (?:row|event)s?\b)/g, (digits) => count(Number(digits)))
}

function Running({ progress }: { progress: Progress }) {
  const share = progress.totalBytes > 0 ? Math.min(1, progress.bytes / progress.totalBytes) : 0
  return (
    <div className="running">
      <progress value={share} max={1} aria-label={`Importing ${fileName(progress.file)}`} />
      <p>
        {percent(share)} · {bytes(progress.bytes)} of {bytes(progress.totalBytes)} · {count(progress.rate)} rows/s
        {progress.secondsLeft === null ? null : ` · ${timeLeft(progress.secondsLeft)} left`}
      </p>
    </div>
  )
}

function Fact({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{count(value)}</dd>
    </div>
  )
}
