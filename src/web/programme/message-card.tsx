import { percent, percentInterval } from '../../map/format.ts'
import type { SequenceDesign, Slot } from '../../model/programme-design.ts'
import type { Address } from '../shell/address.ts'
import { reachOn } from './curve-reading.ts'
import { dayWords } from './day-words.ts'
import { tooClose } from './moved-days.ts'
import { Assumed, SourceDetails } from './source-list.tsx'

interface MessageCardProps {
  journey: string
  sequence: SequenceDesign
  slot: Slot
  at: number
  days: readonly number[]
  minGapDays: number
  slice: Address
}

/** The brief of one message: when, whom it still reaches, what it answers. */
export function MessageCard({ journey, sequence, slot, at, days, minGapDays, slice }: MessageCardProps) {
  const day = days[at] ?? slot.day
  const close = tooClose(days, at, minGapDays)
  return (
    <li className="message-card">
      <h3>
        <i className="pin-number" aria-hidden="true">
          {at + 1}
        </i>
        <span className="hidden">Message {at + 1}: </span>
        {dayWords(day)}
        {day === slot.day ? null : <small>moved from {dayWords(slot.day)}</small>}
      </h3>
      <Reach sequence={sequence} day={day} />
      {close === null ? null : (
        <p className="caution">
          Only {close} {close === 1 ? 'day' : 'days'} after message {at}: the least is {minGapDays}.
        </p>
      )}
      <Answers question={slot.question} />
      <Ideas ideas={slot.subjectIdeas} />
      <SourceDetails words="Where this comes from" journey={journey} sources={slot.sources} slice={slice} />
    </li>
  )
}

function Reach({ sequence, day }: { sequence: SequenceDesign; day: number }) {
  const point = reachOn(sequence.curve, day)
  if (point === null) return <p className="card-reach">Nobody was followed so long: it is not known whom this reaches.</p>
  const interval = percentInterval(point.low, point.high)
  return (
    <p className="card-reach">
      still reaches <b>{percent(point.still)}</b> {interval === null ? null : <small>{interval}</small>}
    </p>
  )
}

function Answers({ question }: { question: Slot['question'] }) {
  if (question === null) return <p className="none">No question yet: write on the map what people ask here.</p>
  return (
    <div className="card-question">
      <p>“{question.text}”</p>
      <p className="card-kind">
        {question.count === null ? (
          <>
            {question.kind} <Assumed />
          </>
        ) : (
          `${question.kind}, asked by ${question.count}${question.firstAskedDay === null ? '' : `, first around day ${question.firstAskedDay}`}`
        )}
      </p>
      {question.quotes.map((quote) => (
        <blockquote key={quote}>{quote}</blockquote>
      ))}
    </div>
  )
}

function Ideas({ ideas }: { ideas: readonly string[] }) {
  if (ideas.length === 0) return null
  return (
    <div className="card-ideas">
      <p>Ideas for the subject line</p>
      <ul>
        {ideas.map((idea) => (
          <li key={idea}>{idea}</li>
        ))}
      </ul>
    </div>
  )
}
