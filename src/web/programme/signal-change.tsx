import { useState } from 'react'
import type { DocumentPath } from '../../model/document-path.ts'
import { dayMs, durationText } from '../../model/duration.ts'
import type { Signal } from '../../model/programme.ts'
import { ruleText } from '../../model/rule-text.ts'
import type { DocumentEdit } from './document-edit.ts'
import { type DraftSignal, signalSpecOf } from './new-message.ts'
import { SignalDraft } from './signal-draft.tsx'

/** What triggers a message for those who stumble, in words, and the way to another trigger. */
export function SignalChange({ signal, path, edit }: { signal: Signal; path: DocumentPath; edit: DocumentEdit['edit'] }) {
  const [draft, setDraft] = useState<DraftSignal | null>(null)
  const spec = draft === null ? null : signalSpecOf(draft)
  return (
    <fieldset className="kept-list signal-change">
      <legend>Sign that someone stumbles</legend>
      <p>
        {signalWords(signal)}{' '}
        {draft === null ? (
          <button type="button" className="quiet" onClick={() => setDraft(draftOf(signal))}>
            Change<span className="hidden"> the sign</span>
          </button>
        ) : null}
      </p>
      {draft === null ? null : (
        <div className="kept-fields">
          <SignalDraft signal={draft} set={setDraft} />
          <p className="calendar-actions">
            <button
              type="button"
              className="button"
              disabled={spec === null}
              onClick={() => {
                if (spec !== null) edit({ kind: 'set', path, value: spec })
                setDraft(null)
              }}
            >
              Use this sign
            </button>
            <button type="button" className="quiet" onClick={() => setDraft(null)}>
              Cancel
            </button>
          </p>
        </div>
      )}
    </fieldset>
  )
}

function signalWords(signal: Signal): string {
  if (signal.kind === 'event') return `The event: ${ruleText(signal.rule)}.`
  if (signal.kind === 'returned') return 'They came back to the stage.'
  return signal.kind === 'silence' ? `Nothing heard for ${durationText(signal.ms)}.` : `In the stage for ${durationText(signal.ms)}.`
}

/** The form of a signal; of a rule with more to it than a name the form begins anew. */
function draftOf(signal: Signal): DraftSignal {
  const ms = signal.kind === 'silence' || signal.kind === 'longStay' ? signal.ms : 14 * dayMs
  const rule = signal.kind === 'event' ? signal.rule : null
  const event = rule?.kind === 'event' && rule.names.length === 1 ? (rule.names[0] ?? '') : ''
  return { kind: signal.kind, event, times: '1', days: String(Math.max(1, Math.round(ms / dayMs))) }
}
