import type { ReactNode } from 'react'
import { type DocumentPath, pathText } from '../../model/document-path.ts'
import type { MessageContent } from '../../model/programme.ts'
import { type Remark, remarksAt } from './check-findings.ts'
import { type DocumentEdit, written } from './document-edit.ts'
import { Field } from './field.tsx'
import { RemarkList } from './remark-list.tsx'
import { TestSend } from './test-send.tsx'

interface KeptMessageProps {
  message: MessageContent
  programme: string
  /** Whom it serves; left out: nobody in particular. */
  stage?: string
  path: DocumentPath
  edit: DocumentEdit['edit']
  /** When it goes, or whom it is for. */
  lead: string
  remarks: readonly Remark[]
  children?: ReactNode
}

/** Parts of a message beside whose field a remark stands. */
const placed = ['name', 'day', 'question', 'leadsTo', 'subjects', 'body']

/** One message: what it answers and leads to in sight, its text to be opened, what the check says of it, and a test of it. */
export function KeptMessage({ message, programme, stage, path, edit, lead, remarks, children }: KeptMessageProps) {
  const here = remarksAt(remarks, pathText(path))
  const at = (key: string) => remarksAt(here, pathText([...path, key]))
  const elsewhere = here.filter((remark) => !placed.some((key) => at(key).includes(remark)))
  const doubtful = here.filter(({ severity }) => severity !== 'gap').length
  return (
    <details className="kept-message">
      <summary>
        <b>{message.name}</b> <span>{lead}</span>{' '}
        <span className="kept-question">{message.question === null ? 'answers no question yet' : `“${message.question}”`}</span>{' '}
        {message.body === '' ? <span className="tag">not written</span> : null}{' '}
        {doubtful === 0 ? null : <span className="tag tag-against">{doubtful} to look at</span>}
      </summary>
      <div className="kept-fields">
        <Field label="Name" value={message.name} remarks={at('name')} commit={(text) => edit(written([...path, 'name'], text))} />
        {children}
        <Field
          label="Question or concern that it answers"
          value={message.question ?? ''}
          remarks={at('question')}
          commit={(text) => edit(written([...path, 'question'], text))}
        />
        <Field
          label="Leads to"
          value={message.leadsTo}
          remarks={at('leadsTo')}
          commit={(text) => edit(written([...path, 'leadsTo'], text))}
        />
        <Field
          label="Ideas for the subject, one a line"
          kind="lines"
          value={message.subjects.join('\n')}
          remarks={at('subjects')}
          commit={(text) => edit(linesWritten([...path, 'subjects'], text))}
        />
        <Field
          label="Text; {{ contact.first_name }} and the like are filled in"
          kind="lines"
          value={message.body}
          remarks={at('body')}
          commit={(text) => edit(written([...path, 'body'], text))}
        />
      </div>
      <RemarkList remarks={elsewhere} />
      <div className="message-actions">
        <button type="button" className="quiet" onClick={() => edit({ kind: 'remove', path })}>
          Remove<span className="hidden"> message {message.name}</span>
        </button>
        <TestSend programme={programme} message={message} stage={stage ?? null} />
      </div>
    </details>
  )
}

function linesWritten(path: DocumentPath, text: string): ReturnType<typeof written> {
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  return lines.length === 0 ? { kind: 'remove', path } : { kind: 'set', path, value: lines }
}
