import { useState } from 'react'
import type { MapStage } from '../../map/journey-map.ts'
import type { Programme, Sequence } from '../../model/programme.ts'
import { AddedMessageForm } from './added-message-form.tsx'
import { ContentDraft } from './content-draft.tsx'
import type { DocumentEdit } from './document-edit.ts'
import { DraftField } from './draft-field.tsx'
import { reachWords, type StayCurve } from './kept-curves.ts'
import { dayDoubts, emptyContent, messageInsertion, proposedDay, type Whose, wholeDays } from './new-message.ts'

interface NewMessageProps extends DocumentEdit {
  whose: Whose
  /** The messages of the sequence that it joins. */
  messages: Sequence['messages']
  stage: MapStage | undefined
  curves: readonly StayCurve[] | null
  /** For whom it is, in words. */
  title: string
  close(): void
}

/** A whole message for a sequence: its day, with whom it still reaches, and what it says. It stands in the document when it is added, and is kept with it. */
export function NewMessageForm({ programme, edit, whose, messages, stage, curves, title, close }: NewMessageProps) {
  const { minGapDays } = programme.limits
  const beforeDeadline = stage?.until !== null && stage?.until !== undefined
  const [day, setDay] = useState(String(proposedDay(messages, minGapDays, beforeDeadline)))
  const [content, setContent] = useState(emptyContent)
  const known = wholeDays(day, -3660) && Number(day) <= 3660
  const operation = known ? messageInsertion(programme, whose, Number(day), content) : null
  return (
    <AddedMessageForm
      label={`New message for ${title}`}
      edit={edit}
      operation={operation}
      close={close}
      fields={
        <>
          <DraftField
            label={beforeDeadline ? 'Day; below 0: days before the deadline' : 'Day since entering the stage'}
            kind="number"
            value={day}
            set={setDay}
          >
            <output className="draft-reach">
              {known ? reachWords(curves, whose.stage, whose.persona, Number(day)) : 'Write a whole day, from −3660 to 3660.'}
            </output>
          </DraftField>
          <ContentDraft content={content} set={setContent} stage={stage} />
        </>
      }
    >
      <Doubts programme={programme} messages={messages} day={known ? Number(day) : null} />
    </AddedMessageForm>
  )
}

function Doubts({ programme, messages, day }: { programme: Programme; messages: Sequence['messages']; day: number | null }) {
  const doubts = day === null ? [] : dayDoubts(messages, day, programme.limits.minGapDays)
  return (
    <div role="status">
      {doubts.map((doubt) => (
        <p key={doubt} className="caution">
          {doubt}
        </p>
      ))}
    </div>
  )
}
