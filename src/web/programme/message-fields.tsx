import type { DocumentPath } from '../../model/document-path.ts'
import { durationText } from '../../model/duration.ts'
import type { MessageContent, Sequence } from '../../model/programme.ts'
import { dayWords } from './day-words.ts'
import { type DocumentEdit, wholeWritten, written } from './document-edit.ts'
import { Field } from './field.tsx'

interface MessageFieldsProps extends DocumentEdit {
  stageName(id: string): string
  personaName(id: string | null): string | null
}

/** Every message of the programme, stage by stage, then those for people who stumble, then those that an event owes. */
export function MessageFields({ stageName, personaName, programme, edit }: MessageFieldsProps) {
  const { sequences, friction, transactional } = programme
  return (
    <>
      {sequences.map((sequence, i) => (
        <SequenceFields
          key={`${sequence.stage}/${sequence.persona}`}
          sequence={sequence}
          path={['sequences', i]}
          title={[stageName(sequence.stage), personaName(sequence.persona)].filter(Boolean).join(', ')}
          edit={edit}
        />
      ))}
      {friction.length === 0 ? null : (
        <section className="kept-sequence" aria-labelledby="kept-friction">
          <h3 id="kept-friction">When someone stumbles</h3>
          {friction.map((message, i) => (
            <Message key={message.id} message={message} path={['friction', i]} edit={edit} lead={stageName(message.stage)}>
              <Field
                label="Send after"
                value={durationText(message.delayMs)}
                commit={(text) => edit(written(['friction', i, 'delay'], text || durationText(message.delayMs)))}
              />
            </Message>
          ))}
        </section>
      )}
      {transactional.length === 0 ? null : (
        <section className="kept-sequence" aria-labelledby="kept-transactional">
          <h3 id="kept-transactional">What an event owes: never capped</h3>
          {transactional.map((message, i) => (
            <Message key={message.id} message={message} path={['transactional', i]} edit={edit} lead="" />
          ))}
        </section>
      )}
    </>
  )
}

interface SequenceFieldsProps {
  sequence: Sequence
  path: DocumentPath
  title: string
  edit: DocumentEdit['edit']
}

function SequenceFields({ sequence, path, title, edit }: SequenceFieldsProps) {
  const id = `kept-${path.join('-')}`
  return (
    <section className="kept-sequence" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {sequence.messages.map((message, j) => {
        const place: DocumentPath = [...path, 'messages', j]
        return (
          <Message key={message.id} message={message} path={place} edit={edit} lead={dayWords(message.day)}>
            <Field
              label="Day"
              kind="number"
              value={String(message.day)}
              commit={(text) => {
                const operation = wholeWritten([...place, 'day'], text)
                if (operation !== null) edit(operation)
              }}
            />
            <button type="button" className="quiet" onClick={() => edit({ kind: 'remove', path: place })}>
              Remove<span className="hidden"> message {message.name}</span>
            </button>
          </Message>
        )
      })}
    </section>
  )
}

interface MessageProps {
  message: MessageContent
  path: DocumentPath
  edit: DocumentEdit['edit']
  /** When it goes, or whom it is for. */
  lead: string
  children?: React.ReactNode
}

/** One message: what it answers and leads to in sight, its text to be opened. */
function Message({ message, path, edit, lead, children }: MessageProps) {
  return (
    <details className="kept-message">
      <summary>
        <b>{message.name}</b> <span>{lead}</span>{' '}
        <span className="kept-question">{message.question === null ? 'answers no question yet' : `“${message.question}”`}</span>{' '}
        {message.body === '' ? <span className="tag">not written</span> : null}
      </summary>
      <div className="kept-fields">
        <Field label="Name" value={message.name} commit={(text) => edit(written([...path, 'name'], text))} />
        {children}
        <Field
          label="Question or concern that it answers"
          value={message.question ?? ''}
          commit={(text) => edit(written([...path, 'question'], text))}
        />
        <Field label="Leads to" value={message.leadsTo} commit={(text) => edit(written([...path, 'leadsTo'], text))} />
        <Field
          label="Ideas for the subject, one a line"
          kind="lines"
          value={message.subjects.join('\n')}
          commit={(text) => edit(linesWritten([...path, 'subjects'], text))}
        />
        <Field
          label="Text; {{ contact.first_name }} and the like are filled in"
          kind="lines"
          value={message.body}
          commit={(text) => edit(written([...path, 'body'], text))}
        />
      </div>
    </details>
  )
}

function linesWritten(path: DocumentPath, text: string): ReturnType<typeof written> {
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  return lines.length === 0 ? { kind: 'remove', path } : { kind: 'set', path, value: lines }
}
