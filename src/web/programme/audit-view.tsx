import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { differenceText, pointsWords } from '../../map/campaign-words.ts'
import { count, countOf, percent, percentInterval } from '../../map/format.ts'
import type { Estimate } from '../../map/journey-map.ts'
import type { SendAudit, SendMessage } from '../../map/send-audit.ts'
import { holidayCountries } from '../../model/public-holidays.ts'
import type { Address } from '../shell/address.ts'
import { Empty, Failed, Skeleton } from '../shell/states.tsx'
import { type AuditForm, auditAddress, auditForm, auditOptions } from './audit-question.ts'
import { MailEventsForm } from './mail-events-form.tsx'
import { NoteList } from './note-list.tsx'
import { auditQuery } from './programme-requests.ts'
import { type ShownSends, sendNumber } from './send-number.tsx'
import { SendPeople } from './send-people.tsx'

/** Today's e-mails against the stages that they serve (rules R10, R11). */
export function AuditView({ journey, address }: { journey: string; address: Address }) {
  const navigate = useNavigate()
  const asked = auditForm(address)
  const options = auditOptions(asked)
  const setAsked = (form: AuditForm) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...auditAddress(form) }), replace: true, resetScroll: false })
  const { data, error, isPlaceholderData, refetch } = useQuery({ ...auditQuery(journey, options), placeholderData: keepPreviousData })
  if (error)
    return (
      <div className="audit">
        <QuestionForm asked={asked} setAsked={setAsked} quarters={asked.quarter === '' ? [] : [asked.quarter]} />
        <Failed error={error} retry={() => void refetch()} />
        {Object.keys(asked.events).length === 0 ? null : (
          <button type="button" className="quiet" onClick={() => setAsked({ ...asked, events: {} })}>
            Guess the events from the data again
          </button>
        )}
      </div>
    )
  if (data === undefined) return <Skeleton rows={12} label="Reading today’s e-mails" />
  return (
    <div className="audit" aria-busy={isPlaceholderData} data-stale={isPlaceholderData || undefined}>
      <QuestionForm asked={asked} setAsked={setAsked} quarters={data.quarters.map(({ quarter }) => quarter)} />
      <MailEventsForm asked={asked} setAsked={setAsked} audit={data} />
      <Found journey={journey} audit={data} options={options} />
    </div>
  )
}

interface QuestionFormProps {
  asked: AuditForm
  setAsked(asked: AuditForm): void
  quarters: readonly string[]
}

function QuestionForm({ asked, setAsked, quarters }: QuestionFormProps) {
  const names = new Intl.DisplayNames(['en'], { type: 'region' })
  return (
    <section className="design-form" aria-label="What is asked">
      <label className="field">
        <span>Too soon is under</span>
        <span className="with-unit">
          <input
            type="number"
            min={1}
            max={365}
            value={asked.minGapDays}
            onChange={(event) => {
              if (event.target.checkValidity() && event.target.value !== '') setAsked({ ...asked, minGapDays: event.target.valueAsNumber })
            }}
          />
          days
        </span>
      </label>
      <label className="field">
        <span>Quarter</span>
        <select value={asked.quarter} onChange={(event) => setAsked({ ...asked, quarter: event.target.value })}>
          <option value="">all</option>
          {quarters.toReversed().map((quarter) => (
            <option key={quarter}>{quarter}</option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>Public holidays of</span>
        <select value={asked.country} onChange={(event) => setAsked({ ...asked, country: event.target.value })}>
          <option value="">no country</option>
          {holidayCountries.map((code) => (
            <option key={code} value={code}>
              {names.of(code) ?? code}
            </option>
          ))}
        </select>
      </label>
    </section>
  )
}

function Found({ journey, audit, options }: { journey: string; audit: SendAudit; options: object }) {
  const [shown, setShown] = useState<ShownSends | null>(null)
  const [first, ...more] = audit.sentences
  if (audit.totals.sends === 0) {
    return (
      <Empty title="No e-mails in the data">
        {[...audit.sentences, ...audit.notes].map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </Empty>
    )
  }
  const number = sendNumber({ shown, show: setShown })
  return (
    <>
      <section className="audit-lead" aria-label="In short">
        <p className="audit-sentence">{first}</p>
        {more.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <ul className="audit-totals">
          <li>{number(audit.totals.sends, 'all', null, countOf(audit.totals.sends, 'e-mail'))}</li>
          <li>{number(audit.totals.gone, 'gone', null, `${count(audit.totals.gone)} to people who had left`)}</li>
          <li>{number(audit.totals.tooSoon, 'tooSoon', null, `${count(audit.totals.tooSoon)} too soon after another`)}</li>
          <li>{number(audit.totals.weekend, 'weekend', null, `${count(audit.totals.weekend)} at the weekend`)}</li>
          {audit.country === null ? null : (
            <li>{number(audit.totals.holiday, 'holiday', null, `${count(audit.totals.holiday)} on a public holiday`)}</li>
          )}
        </ul>
      </section>
      {shown === null ? null : (
        <SendPeople journey={journey} options={options} shown={shown} close={() => setShown(null)} stages={audit.stages} />
      )}
      <section aria-labelledby="audit-messages">
        <h2 id="audit-messages">Message by message</h2>
        <div className="table-frame" tabIndex={-1}>
          <table className="programme-table">
            <thead>
              <tr>
                <th scope="col">message</th>
                <th scope="col">serves</th>
                <th scope="col" className="number">
                  e-mails
                </th>
                <th scope="col">reached people elsewhere</th>
                <th scope="col" className="number">
                  too soon
                </th>
                <th scope="col">moved on: who clicked against others</th>
              </tr>
            </thead>
            <tbody>
              {audit.messages.map((message) => (
                <MessageRow key={message.message} message={message} audit={audit} number={number} />
              ))}
            </tbody>
          </table>
        </div>
        <p className="lead-in">
          What clicking goes with is an association, not an effect: those who click differ from those who do not.
          {audit.comparisons > 1 ? ` ${audit.comparisons} comparisons are made at once; some stand out by chance.` : ''}
        </p>
      </section>
      <NoteList notes={audit.notes} />
    </>
  )
}

interface MessageRowProps {
  message: SendMessage
  audit: SendAudit
  number: ReturnType<typeof sendNumber>
}

function MessageRow({ message, audit, number }: MessageRowProps) {
  const { elsewhere, effect } = message
  const stage = audit.stages.find(({ id }) => id === message.stage)?.name
  const others = message.sends - message.inStage
  return (
    <tr>
      <th scope="row">
        {message.message}
        <small>{message.question ?? message.sentence}</small>
      </th>
      <td data-label="serves">
        {stage ?? 'no stage'}
        {message.servedBy === null || message.servedBy === 'inventory' ? null : (
          <small>{message.servedBy === 'clicks' ? 'where most clicks fall' : 'where most e-mails fall'}</small>
        )}
      </td>
      <td className="number" data-label="e-mails">
        {number(message.sends, 'all', message.message, count(message.sends))}
      </td>
      <td data-label="reached people elsewhere">
        <i className="share-bar" aria-hidden="true">
          <b style={{ width: `${(elsewhere.value ?? 0) * 100}%` }} />
        </i>
        {number(others, 'elsewhere', message.message, percent(elsewhere.value))}{' '}
        <small>{percentInterval(elsewhere.low, elsewhere.high)}</small>
      </td>
      <td className="number" data-label="too soon">
        {number(message.tooSoon, 'tooSoon', message.message, count(message.tooSoon))}
      </td>
      <td data-label="moved on, who clicked against others">
        {differenceText(effect.difference, pointsWords)}
        {effect.withClick === null || effect.withoutClick === null ? null : (
          <small>
            by day {effect.landmarkDays}, with a click:{' '}
            {number(effect.withClick.denominator, 'withClick', message.message, groupWords(effect.withClick))}; without:{' '}
            {number(effect.withoutClick.denominator, 'withoutClick', message.message, groupWords(effect.withoutClick))}
          </small>
        )}
      </td>
    </tr>
  )
}

/** How many of a group of stays moved on. */
function groupWords({ value, denominator }: Estimate): string {
  return `${percent(value)} of ${countOf(denominator, 'stay')}`
}
