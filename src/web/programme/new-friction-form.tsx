import { useState } from 'react'
import type { MapStage } from '../../map/journey-map.ts'
import { AddedMessageForm } from './added-message-form.tsx'
import { ContentDraft } from './content-draft.tsx'
import type { DocumentEdit } from './document-edit.ts'
import { DraftField } from './draft-field.tsx'
import { type DraftSignal, emptyContent, frictionInsertion } from './new-message.ts'
import { SignalDraft } from './signal-draft.tsx'

interface NewFrictionProps extends DocumentEdit {
  stages: readonly MapStage[]
  close(): void
}

const usual: DraftSignal = { kind: 'event', event: '', times: '1', days: '14' }

/** A message for those who stumble: what triggers it, how long it waits, when it stops, and what it says. */
export function NewFrictionForm({ programme, edit, stages, close }: NewFrictionProps) {
  const [stage, setStage] = useState(programme.sequences[0]?.stage ?? stages[0]?.id ?? '')
  const [signal, setSignal] = useState(usual)
  const [delay, setDelay] = useState('2')
  const [content, setContent] = useState(emptyContent)
  const operation = frictionInsertion(programme, { stage, signal, delay }, content)
  return (
    <AddedMessageForm
      label="New message for those who stumble"
      edit={edit}
      operation={operation}
      close={close}
      fields={
        <>
          <label className="field">
            <span>In the stage</span>
            <select value={stage} onChange={(event) => setStage(event.target.value)}>
              {stages.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <SignalDraft signal={signal} set={setSignal} />
          <DraftField label="Send after" kind="number" unit="days" value={delay} set={setDelay} />
          <ContentDraft content={content} set={setContent} stage={stages.find(({ id }) => id === stage)} />
        </>
      }
    >
      <p>It stops by itself: who has moved on, has left, or has done something by then does not get it (R5).</p>
      <p role="status">
        {operation === null ? 'Still missing: the sign with its event or its days, or a whole number of days to wait.' : ''}
      </p>
    </AddedMessageForm>
  )
}
