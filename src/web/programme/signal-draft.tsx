import { useQuery } from '@tanstack/react-query'
import { namesQuery } from '../editor/requests.ts'
import { DraftField } from './draft-field.tsx'
import type { DraftSignal } from './new-message.ts'

const kinds: readonly { kind: DraftSignal['kind']; words: string }[] = [
  { kind: 'event', words: 'an event, such as a failed step or a call to support' },
  { kind: 'silence', words: 'nothing heard for some days' },
  { kind: 'longStay', words: 'in the stage for some days' },
  { kind: 'returned', words: 'came back to the stage' },
]

/** What shows that someone stumbles: chosen, with its event or its days. */
export function SignalDraft({ signal, set }: { signal: DraftSignal; set(signal: DraftSignal): void }) {
  const { data: names } = useQuery(namesQuery)
  const change = (part: Partial<DraftSignal>) => set({ ...signal, ...part })
  return (
    <>
      <label className="field">
        <span>Sign that someone stumbles</span>
        <select value={signal.kind} onChange={(event) => change({ kind: event.target.value as DraftSignal['kind'] })}>
          {kinds.map(({ kind, words }) => (
            <option key={kind} value={kind}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {signal.kind === 'event' ? (
        <>
          <DraftField label="Event" value={signal.event} set={(event) => change({ event })} known={names?.names ?? []} />
          <DraftField label="At least so often" kind="number" unit="times" value={signal.times} set={(times) => change({ times })} />
        </>
      ) : null}
      {signal.kind === 'returned' || (signal.kind === 'event' && Number(signal.times) < 2) ? null : (
        <DraftField
          label={signal.kind === 'event' ? 'Within; empty: ever' : 'For'}
          kind="number"
          unit="days"
          value={signal.days}
          set={(days) => change({ days })}
        />
      )}
    </>
  )
}
