import { ruleText } from '../../model/rule-text.ts'
import { type Remark, remarksAt } from './check-findings.ts'
import { type DocumentEdit, wholeWritten, written } from './document-edit.ts'
import { Field } from './field.tsx'
import { RemarkList } from './remark-list.tsx'
import { SenderFields } from './sender-fields.tsx'

interface WholeFieldsProps extends DocumentEdit {
  /** What the check says of the document, to be shown where it belongs. */
  remarks: readonly Remark[]
}

/** Name, sender, consent and holdout of a programme. */
export function WholeFields({ programme, edit, remarks }: WholeFieldsProps) {
  const at = (path: string) => remarksAt(remarks, path)
  const { name, timeZone, zoneProperty, sender, unsubscribe, holdout, priority } = programme
  return (
    <section className="kept-limits" aria-labelledby="kept-whole">
      <h3 id="kept-whole">Sender and people</h3>
      <div className="kept-fields">
        <Field label="Name of the programme" value={name} commit={(text) => edit(written(['name'], text))} />
        <SenderFields sender={sender} edit={edit} remarks={at('sender')} />
        <Field
          label="Address to unsubscribe"
          value={unsubscribe ?? ''}
          remarks={at('unsubscribe')}
          hint="https://…"
          commit={(text) => edit(written(['unsubscribe'], text))}
        />
        <Field label="Time zone" value={timeZone} remarks={at('timeZone')} commit={(text) => edit(written(['timeZone'], text))} />
        <Field
          label="Property with a contact’s own time zone"
          value={zoneProperty ?? ''}
          remarks={at('zoneProperty')}
          commit={(text) => edit(written(['zoneProperty'], text))}
        />
        <Field
          label="Kept without messages"
          kind="number"
          unit="%"
          remarks={at('holdout')}
          value={String(Number((holdout * 100).toPrecision(12)))}
          commit={(text) => edit(written(['holdout'], text === '' ? '' : `${text}%`))}
        />
        <Field
          label="Priority, the higher goes first"
          kind="number"
          value={String(priority)}
          commit={(text) => {
            const operation = wholeWritten(['priority'], text)
            if (operation !== null) edit(operation)
          }}
        />
      </div>
      <Consent programme={programme} edit={edit} />
      <RemarkList remarks={at('consent')} />
    </section>
  )
}

/** Who may be written to: nobody until someone says so. */
function Consent({ programme: { consent }, edit }: DocumentEdit) {
  const choose = (kind: string) => {
    if (kind === 'unknown') edit({ kind: 'remove', path: ['consent'] })
    if (kind === 'assumed') edit({ kind: 'set', path: ['consent'], value: { assumed: 'say here why' } })
    if (kind === 'rule') edit({ kind: 'set', path: ['consent'], value: { subject: 'email_consent', is: 'yes' } })
  }
  return (
    <fieldset className="kept-list">
      <legend>Who may be written to</legend>
      <div className="kept-fields">
        <label className="field">
          <span>Consent</span>
          <select value={consent.kind} onChange={(event) => choose(event.target.value)}>
            <option value="unknown">nobody said yet</option>
            <option value="rule">those with a property</option>
            <option value="assumed">everyone, as an assumption</option>
          </select>
        </label>
        {consent.kind === 'assumed' ? (
          <Field
            label="Why everyone"
            value={consent.reason}
            commit={(text) => edit({ kind: 'set', path: ['consent'], value: { assumed: text || consent.reason } })}
          />
        ) : null}
        {consent.kind === 'rule' ? <ConsentRule edit={edit} words={ruleText(consent.rule)} /> : null}
        {consent.kind === 'unknown' ? <p>Until someone says, nobody may be written to.</p> : null}
      </div>
    </fieldset>
  )
}

function ConsentRule({ edit, words }: { edit: DocumentEdit['edit']; words: string }) {
  return (
    <>
      <p>Those of whom {words}.</p>
      <Field
        label="Another property"
        value=""
        hint="email_consent=yes"
        commit={(text) => {
          const at = text.indexOf('=')
          if (at > 0) edit({ kind: 'set', path: ['consent'], value: { subject: text.slice(0, at), is: text.slice(at + 1) } })
        }}
      />
    </>
  )
}
