import { useState } from 'react'
import type { JourneyMap } from '../../map/journey-map.ts'
import { pathText } from '../../model/document-path.ts'
import { durationText } from '../../model/duration.ts'
import type { FrictionMessage, Sequence } from '../../model/programme.ts'
import { ruleText } from '../../model/rule-text.ts'
import { type Remark, remarksAt } from './check-findings.ts'
import { dayWords } from './day-words.ts'
import { type DocumentEdit, wholeWritten, written } from './document-edit.ts'
import { Field } from './field.tsx'
import { reachWords, type StayCurve, useStayCurves } from './kept-curves.ts'
import { KeptMessage } from './kept-message.tsx'
import { NewFrictionForm } from './new-friction-form.tsx'
import { NewMessageForm } from './new-message-form.tsx'
import { NewOwedForm } from './new-owed-form.tsx'
import { NewSequenceForm } from './new-sequence-form.tsx'
import { SignalChange } from './signal-change.tsx'

interface MessageFieldsProps extends DocumentEdit {
  map: JourneyMap
  /** What the check says of the document, to be shown where it belongs. */
  remarks: readonly Remark[]
  stageName(id: string): string
  personaName(id: string | null): string | null
}

/** Every message of the programme, stage by stage, then those for people who stumble, then those that an event owes; and the ways to add one. */
export function MessageFields(props: MessageFieldsProps) {
  const { programme, edit, map, remarks, stageName, personaName } = props
  const curves = useStayCurves(programme)
  return (
    <>
      {programme.sequences.map((sequence, i) => (
        <SequenceFields
          key={`${sequence.stage}/${sequence.persona}`}
          {...props}
          sequence={sequence}
          at={i}
          title={[stageName(sequence.stage), personaName(sequence.persona)].filter(Boolean).join(', ')}
          curves={curves}
        />
      ))}
      <Adding words="Add messages for another stage">
        {(close) => <NewSequenceForm programme={programme} edit={edit} map={map} curves={curves} close={close} />}
      </Adding>
      <FrictionFields {...props} />
      <section className="kept-sequence" aria-labelledby="kept-transactional">
        <h3 id="kept-transactional">What an event owes: never capped</h3>
        {programme.transactional.map((message, i) => (
          <KeptMessage
            key={message.id}
            message={message}
            programme={programme.id}
            path={['transactional', i]}
            edit={edit}
            lead={ruleText(message.rule)}
            remarks={remarks}
          />
        ))}
        <Adding words="Add a message" more=" that an event owes">
          {(close) => <NewOwedForm programme={programme} edit={edit} close={close} />}
        </Adding>
      </section>
    </>
  )
}

interface SequenceFieldsProps extends MessageFieldsProps {
  sequence: Sequence
  at: number
  title: string
  curves: readonly StayCurve[] | null
}

function SequenceFields({ sequence, at, title, curves, programme, edit, map, remarks }: SequenceFieldsProps) {
  const id = `kept-sequences-${at}`
  const { stage, persona, messages } = sequence
  return (
    <section className="kept-sequence" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {messages.map((message, j) => {
        const path = ['sequences', at, 'messages', j]
        const reach = reachWords(curves, stage, persona, message.day)
        return (
          <KeptMessage
            key={message.id}
            message={message}
            programme={programme.id}
            stage={stage}
            path={path}
            edit={edit}
            lead={[dayWords(message.day), reach].filter(Boolean).join(' · ')}
            remarks={remarks}
          >
            <Field
              label="Day"
              kind="number"
              value={String(message.day)}
              remarks={remarksAt(remarks, pathText([...path, 'day']))}
              commit={(text) => {
                const operation = wholeWritten([...path, 'day'], text)
                if (operation !== null) edit(operation)
              }}
            />
          </KeptMessage>
        )
      })}
      <Adding words="Add a message" more={` to ${title}`}>
        {(close) => (
          <NewMessageForm
            programme={programme}
            edit={edit}
            whose={sequence}
            messages={messages}
            stage={map.stages.find((one) => one.id === stage)}
            curves={curves}
            title={title}
            close={close}
          />
        )}
      </Adding>
    </section>
  )
}

function FrictionFields({ programme, edit, map, remarks, stageName }: MessageFieldsProps) {
  return (
    <section className="kept-sequence" aria-labelledby="kept-friction">
      <h3 id="kept-friction">When someone stumbles</h3>
      {programme.friction.map((message, i) => (
        <KeptMessage
          key={message.id}
          message={message}
          programme={programme.id}
          stage={message.stage}
          path={['friction', i]}
          edit={edit}
          lead={stageName(message.stage)}
          remarks={remarks}
        >
          <Trigger message={message} at={i} edit={edit} />
        </KeptMessage>
      ))}
      <Adding words="Add a message" more=" for those who stumble">
        {(close) => <NewFrictionForm programme={programme} edit={edit} stages={map.stages} close={close} />}
      </Adding>
    </section>
  )
}

function Trigger({ message, at, edit }: { message: FrictionMessage; at: number; edit: DocumentEdit['edit'] }) {
  return (
    <>
      <SignalChange signal={message.signal} path={['friction', at, 'signal']} edit={edit} />
      <Field
        label="Send after"
        value={durationText(message.delayMs)}
        commit={(text) => edit(written(['friction', at, 'delay'], text || durationText(message.delayMs)))}
      />
    </>
  )
}

/** A button that opens a form in its place. */
function Adding({ words, more = '', children }: { words: string; more?: string; children(close: () => void): React.ReactNode }) {
  const [open, setOpen] = useState<boolean | null>(null)
  if (open === true) return children(() => setOpen(false))
  return (
    <p>
      {/* biome-ignore lint/a11y/noAutofocus: whoever closed the form stays where it was. */}
      <button type="button" className="quiet" autoFocus={open === false} onClick={() => setOpen(true)}>
        {words}
        <span className="hidden">{more}</span>
      </button>
    </p>
  )
}
