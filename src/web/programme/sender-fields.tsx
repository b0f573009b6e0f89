import { useState } from 'react'
import type { Programme } from '../../model/programme.ts'
import type { Remark } from './check-findings.ts'
import type { DocumentEdit } from './document-edit.ts'
import { Field } from './field.tsx'

interface SenderProps {
  sender: Programme['sender']
  edit: DocumentEdit['edit']
  remarks: readonly Remark[]
}

/** Who sends: name and address stand in the document together, as soon as both are written. */
export function SenderFields({ sender, edit, remarks }: SenderProps) {
  const [draft, setDraft] = useState<{ name?: string; email?: string }>({})
  const name = draft.name ?? sender?.name ?? ''
  const email = draft.email ?? sender?.email ?? ''
  const write = (part: { name?: string; email?: string }) => {
    const all = { name, email, ...part }
    setDraft({ ...draft, ...part })
    if (all.name === '' && all.email === '' && sender !== null) edit({ kind: 'remove', path: ['sender'] })
    if (all.name === '' || all.email === '') return
    edit({ kind: 'set', path: ['sender'], value: { ...all, ...(sender?.replyTo ? { replyTo: sender.replyTo } : {}) } })
    setDraft({})
  }
  return (
    <>
      <Field label="Sender’s name" value={name} commit={(text) => write({ name: text })} />
      <Field label="Sender’s address" value={email} remarks={remarks} commit={(text) => write({ email: text })} />
    </>
  )
}
