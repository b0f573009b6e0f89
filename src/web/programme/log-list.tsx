import { instant } from '../../map/format.ts'
import type { ProgrammeLogEntry } from '../../model/programme-log.ts'

/** What was done to a programme, newest first. */
export function LogList({ log }: { log: readonly ProgrammeLogEntry[] }) {
  if (log.length === 0) return <p>Nothing was done yet.</p>
  return (
    <ol className="programme-log">
      {log.map(({ at, by, act, reason, changes, programme }) => (
        <li key={`${at}${act}${programme}`}>
          <b>{act}</b>
          {programme === null ? ', with all others' : ''}
          {by === '' ? '' : ` by ${by}`}
          {reason === '' ? '' : `: ${reason}`} <small>{instant(at)} UTC</small>
          {changes.length === 0 ? null : (
            <details className="sources">
              <summary>
                {changes.length} {changes.length === 1 ? 'part' : 'parts'} changed
              </summary>
              <ul className="source-list">
                {changes.map(({ part, before, after }) => (
                  <li key={part}>
                    {part}: {before === '' ? 'nothing' : before} → {after === '' ? 'nothing' : after}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </li>
      ))}
    </ol>
  )
}
