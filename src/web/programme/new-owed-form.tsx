import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { namesQuery } from '../editor/requests.ts'
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
  const add = (submitted: FormEvent) => {
    submitted.preventDefault()
    if (operation === null) return
    edit(operation)
    close()
  }
  return (
    <form className="new-message" aria-label="New message that an event owes" onSubmit={add}>
      <div className="kept-fields">
        <DraftField label="Event that owes it" value={event} set={setEvent} known={names?.names ?? []} hint="such as order placed" />
        <ContentDraft content={content} set={setContent} stage={undefined} />
      </div>
      <p>It goes out at once to whoever the event happens to: no cap, no holdout, no consent asked.</p>
      <p className="calendar-actions">
        <button type="submit" className="button" disabled={operation === null}>
          Add this message
        </button>
        <button type="button" className="quiet" onClick={close}>
          Cancel
        </button>
      </p>
    </form>
  )
}
