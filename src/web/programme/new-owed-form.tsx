import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { namesQuery } from '../editor/requests.ts'
import { AddedMessageForm } from './added-message-form.tsx'
import { ContentDraft } from './content-draft.tsx'
import type { DocumentEdit } from './document-edit.ts'
import { DraftField } from './draft-field.tsx'
import { emptyContent, owedInsertion } from './new-message.ts'

/** A message that an event owes, such as the confirmation of an order: which event, and what it says. */
export function NewOwedForm({ programme, edit, close }: DocumentEdit & { close(): void }) {
  const { data: names } = useQuery(namesQuery)
  const [event, setEvent] = useState('')
  const [content, setContent] = useState(emptyContent)
  const operation = owedInsertion(programme, event, content)
  return (
    <AddedMessageForm
      label="New message that an event owes"
      edit={edit}
      operation={operation}
      close={close}
      fields={
        <>
          <DraftField label="Event that owes it" value={event} set={setEvent} known={names?.names ?? []} hint="such as order placed" />
          <ContentDraft content={content} set={setContent} stage={undefined} />
        </>
      }
    >
      <p>It goes out at once to whoever the event happens to: no cap, no holdout, no consent asked.</p>
    </AddedMessageForm>
  )
}
