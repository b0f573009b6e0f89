import type { FormEvent, ReactNode } from 'react'
import type { DocumentEdit } from './document-edit.ts'

interface AddedMessageProps extends Pick<DocumentEdit, 'edit'> {
  /** Of what it is, for those who hear the page. */
  label: string
  /** What it adds to the document; null: something is still missing. */
  operation: Parameters<DocumentEdit['edit']>[0] | null
  fields: ReactNode
  /** What follows from the fields, or is still missing. */
  children: ReactNode
  close(): void
}

/** The form of a message that does not stand in the document yet: it adds it, or is put away. */
export function AddedMessageForm({ label, edit, operation, fields, children, close }: AddedMessageProps) {
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (operation === null) return
    edit(operation)
    close()
  }
  return (
    <form className="new-message" aria-label={label} onSubmit={add}>
      <div className="kept-fields">{fields}</div>
      {children}
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
