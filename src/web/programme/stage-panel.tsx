import { Link } from '@tanstack/react-router'
import { count, countOf } from '../../map/format.ts'
import type { SequenceDesign } from '../../model/programme-design.ts'
import type { Address } from '../shell/address.ts'
import { CurveChart } from './curve-chart.tsx'
import { dayRange } from './curve-reading.ts'
import { HoldoutLine } from './holdout-line.tsx'
import { MessageCard } from './message-card.tsx'
import { daysOf, type MovedDays, moveTo, sequenceKey } from './moved-days.ts'
import { NoteList } from './note-list.tsx'
import { SourceDetails, SourceList } from './source-list.tsx'

interface StagePanelProps {
  journey: string
  sequence: SequenceDesign
  personaName: string | null
  moved: MovedDays
  setMoved(moved: MovedDays): void
  minGapDays: number
  /** The filter that the design was made under. */
  address: Address
}

/** The messages for the people of one stage: the curve with its pins, who is there, what each message is for. */
export function StagePanel({ journey, sequence, personaName, moved, setMoved, minGapDays, address }: StagePanelProps) {
  const key = sequenceKey(sequence)
  const days = daysOf(sequence, moved)
  const slice = sequence.persona === null ? address : { ...address, persona: sequence.persona }
  const { curve, window, slots } = sequence
  const range = dayRange(curve, window?.value ?? null, days)
  const move = (at: number, to: number) => setMoved({ ...moved, [key]: moveTo(days, at, to, range) })
  const changed = days.some((day, i) => day !== slots[i]?.day)
  return (
    <section className="stage-panel" id={`stage-${key}`} aria-labelledby={`head-${key}`}>
      <header>
        <h2 id={`head-${key}`}>
          {sequence.stageName}
          {personaName === null ? null : <small>{personaName}</small>}
        </h2>
        <p>{slots.length === 0 ? 'no design' : countOf(slots.length, 'message')}</p>
        {changed ? (
          <button type="button" className="quiet" onClick={() => setMoved({ ...moved, [key]: slots.map(({ day }) => day) })}>
            Back to the designed days
          </button>
        ) : null}
      </header>
      <div className="panel-body">
        {curve.days.length > 1 ? <CurveChart sequence={sequence} days={days} move={move} /> : null}
        <Facts journey={journey} sequence={sequence} slice={slice} />
      </div>
      {slots.length === 0 ? null : (
        <ol className="message-cards">
          {slots.map((slot, at) => (
            <MessageCard
              // biome-ignore lint/suspicious/noArrayIndexKey: a message is its place in the sequence.
              key={at}
              journey={journey}
              sequence={sequence}
              slot={slot}
              at={at}
              days={days}
              minGapDays={minGapDays}
              slice={slice}
            />
          ))}
        </ol>
      )}
      <NoteList notes={sequence.notes} />
    </section>
  )
}

/** Who is there now, what the messages are for, and where the window ends. */
function Facts({ journey, sequence, slice }: { journey: string; sequence: SequenceDesign; slice: Address }) {
  const { audience, window, goal, leadsTo, leadsToSources, holdout, slots } = sequence
  const now = audience.sources.find((source) => source.kind === 'figure')
  return (
    <dl className="panel-facts">
      <dt>May be written to now</dt>
      <dd>
        {now === undefined ? (
          count(audience.value)
        ) : (
          <Link
            className="figure"
            to="/journeys/$journey/stages/$stage"
            params={{ journey, stage: now.stage }}
            search={{ ...slice, set: now.set }}
            aria-label={`${sequence.stageName}: ${countOf(audience.value, 'contact')} may be written to now. Show who is in the stage.`}
          >
            {countOf(audience.value, 'contact')}
          </Link>
        )}
        <SourceDetails words="Who counts" journey={journey} sources={audience.sources} slice={slice} />
      </dd>
      {window === null ? null : (
        <>
          <dt>Send in</dt>
          <dd>
            {window.value.first < 0
              ? `the ${countOf(Math.round(window.value.last - window.value.first), 'day')} before the deadline`
              : `days ${window.value.first} to ${Math.round(window.value.last)}`}
            <SourceDetails words="Why these days" journey={journey} sources={window.sources} slice={slice} />
          </dd>
        </>
      )}
      {goal === '' ? null : (
        <>
          <dt>Goal</dt>
          <dd>{goal}</dd>
        </>
      )}
      {leadsTo === '' ? null : (
        <>
          <dt>Leads to</dt>
          <dd>
            {leadsTo}
            <SourceDetails words="Why this one" journey={journey} sources={leadsToSources} slice={slice} />
          </dd>
        </>
      )}
      {slots.length === 0 ? null : (
        <>
          <dt>Kept without messages</dt>
          <dd>
            <HoldoutLine holdout={holdout} />
            <details className="sources">
              <summary>What it can tell</summary>
              <SourceList journey={journey} sources={holdout.sources} slice={slice} />
            </details>
          </dd>
        </>
      )}
    </dl>
  )
}
