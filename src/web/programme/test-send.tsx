import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type Answers, addressOf, answers } from '../../api/contract.ts'
import { send } from '../shell/ask.ts'
import { DraftField } from './draft-field.tsx'
import { NoteList } from './note-list.tsx'
import { previewTestQuery, whoQuery } from './programme-requests.ts'

/** Contacts offered to choose from; any other can be typed. */
const offered = 200

interface TestSendProps {
  programme: string
  message: { id: string; name: string }
  /** Contacts who are in it now are offered first; null: none are. */
  stage: string | null
}

/** A look at one message with a contact's data, and a test of it to one address that is typed here. */
export function TestSend({ programme, message, stage }: TestSendProps) {
  const [open, setOpen] = useState(false)
  if (!open) {
    return (
      <button type="button" className="quiet" onClick={() => setOpen(true)}>
        See it with a contact’s data, send a test<span className="hidden"> of {message.name}</span>
      </button>
    )
  }
  return (
    <section className="test-send" aria-label={`Test of ${message.name}`}>
      <p>The message as it was last kept. A test goes to one address of yours, never to the contact.</p>
      <Contact programme={programme} message={message} stage={stage} />
      <button type="button" className="quiet" onClick={() => setOpen(false)}>
        Close the test
      </button>
    </section>
  )
}

function Contact({ programme, message, stage }: TestSendProps) {
  const [typed, setTyped] = useState('')
  const [contact, setContact] = useState('')
  const { data } = useQuery(whoQuery(programme, {}, offered, 0))
  const rows = data?.rows ?? []
  const known = [...rows.filter((row) => row.stage === stage), ...rows.filter((row) => row.stage !== stage)].map((row) => row.contact)
  const choose = (event: FormEvent) => {
    event.preventDefault()
    setContact(typed.trim())
  }
  return (
    <>
      <form className="kept-fields" onSubmit={choose}>
        <DraftField
          label="Contact whose data it shows"
          value={typed}
          set={setTyped}
          known={[...new Set(known)]}
          hint={known[0] === undefined ? 'its id' : `such as ${known[0]}`}
        />
        <p>
          <button type="submit" className="button" disabled={typed.trim() === ''}>
            Show it
          </button>
        </p>
      </form>
      {contact === '' ? null : <Shown key={contact} programme={programme} message={message.id} contact={contact} />}
    </>
  )
}

function Shown({ programme, message, contact }: { programme: string; message: string; contact: string }) {
  const { data, error } = useQuery(previewTestQuery(programme, message, contact))
  if (error)
    return (
      <p className="failure" role="alert">
        {error.message}
      </p>
    )
  if (data === undefined) return <p role="status">Filling in the data of {contact}…</p>
  return (
    <>
      <p>
        Subject: <b>{data.subject}</b>
      </p>
      <iframe className="mail-preview" title={`The message with the data of ${contact}`} sandbox="" srcDoc={data.html} />
      <details className="sources">
        <summary>As plain text</summary>
        <pre className="mail-text">{data.text}</pre>
      </details>
      <NoteList notes={data.notes} />
      {data.blocked === null ? <SendForm programme={programme} message={message} contact={contact} /> : <Blocked why={data.blocked} />}
    </>
  )
}

function Blocked({ why }: { why: string }) {
  return (
    <p className="failure" role="status">
      No test can be sent. {why}
    </p>
  )
}

function SendForm({ programme, message, contact }: { programme: string; message: string; contact: string }) {
  const [to, setTo] = useState('')
  const sent = useMutation({
    mutationFn: async (): Promise<Answers['sendTest']> => {
      const response = await send('POST', addressOf('sendTest', { programme, message }), JSON.stringify({ contact, to }))
      return answers.sendTest.parse(await response.json())
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    sent.mutate()
  }
  return (
    <>
      <form className="kept-fields" onSubmit={submit}>
        <DraftField label="Send the test to" value={to} set={setTo} hint="me@example.com" />
        <p>
          <button type="submit" className="button" disabled={to.trim() === '' || sent.isPending}>
            {sent.isPending ? 'Sending…' : 'Send the test'}
          </button>
        </p>
      </form>
      <p role="status">
        {sent.data === undefined ? '' : `Sent to ${sent.data.to} through ${sent.data.server}, which answered: ${sent.data.answer}.`}
      </p>
      {sent.error ? (
        <p className="failure" role="alert">
          {sent.error.message}
        </p>
      ) : null}
    </>
  )
}
