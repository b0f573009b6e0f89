import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { addressOf } from '../../api/contract.ts'
import { count, countOf, instant } from '../../map/format.ts'
import type { CampaignCollision, DueDay, PlannedProgramme, ProgrammeCalendar } from '../../map/programme-calendar.ts'
import { AxisMonths } from './axis-months.tsx'
import { placeOn, type TimeAxis } from './time-axis.ts'
import { daysText } from './trend-marks.ts'

const dayMs = 86_400_000
/** So many rows stand there before someone asks for all. */
const firstRows = 12

/** The days on which kept programmes write to those in them now, on the months of the campaigns; each number opens its people. */
export function ProgrammeDays({ calendar, axis }: { calendar: ProgrammeCalendar; axis: TimeAxis }) {
  const { programmes, days, closed, collisions, notes } = calendar
  return (
    <section aria-labelledby="programme-days" className="programme-days">
      <h2 id="programme-days">E-mail programmes</h2>
      {programmes.length === 0 ? (
        <p>No programme is kept yet. Design one on the page of a journey, under E-mails; its messages then stand here day by day.</p>
      ) : (
        <>
          <div className="strip-frame">
            <AxisMonths axis={axis} />
            <ul className="deadline-rows">
              {programmes.map((programme) => (
                <Row key={programme.id} programme={programme} days={days.filter((one) => one.programme === programme.id)} axis={axis} />
              ))}
            </ul>
          </div>
          <Collisions collisions={collisions} />
          <Agenda days={days} programmes={programmes} />
          <Closed closed={closed} programmes={programmes} />
        </>
      )}
      {notes.length === 0 ? null : (
        <ul className="campaign-notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Row({ programme, days, axis }: { programme: PlannedProgramme; days: readonly DueDay[]; axis: TimeAxis }) {
  const { id, name, journey, horizon, paused, people, withoutDay } = programme
  const byDay = new Map<string, number>()
  for (const { day, people: due } of days) byDay.set(day, (byDay.get(day) ?? 0) + due)
  const most = Math.max(1, ...byDay.values())
  const waiting = withoutDay === 0 ? '' : `, ${count(withoutDay)} of them when a deal is closed`
  return (
    <li>
      <p>
        <Link to="/journeys/$journey/programme" params={{ journey: journey.id }} search={{ programme: id, part: 'who' }}>
          {name}
        </Link>{' '}
        {paused === null ? null : <b>paused</b>}{' '}
        <small>
          {journey.name} · {countOf(people, 'person')} due a message{waiting}
          {horizon === null ? ' · no data yet' : ` · by the data up to ${instant(horizon)} UTC`}
          {paused === null ? '' : ` · paused: ${paused.reason}`}
        </small>
      </p>
      <div className="due-days" data-paused={paused !== null || undefined} aria-hidden="true">
        {[...byDay].map(([day, due]) => (
          <i
            key={day}
            style={{
              left: `${placeOn(axis, Date.parse(day)) * 100}%`,
              width: `${(dayMs / (axis.last - axis.first)) * 100}%`,
              height: `${15 + (85 * due) / most}%`,
            }}
          />
        ))}
      </div>
    </li>
  )
}

function Collisions({ collisions }: { collisions: readonly CampaignCollision[] }) {
  if (collisions.length === 0) return null
  return (
    <ul className="collisions" aria-label="Campaigns that meet messages">
      {collisions.map(({ campaign, programme, text }) => (
        <li key={`${campaign} ${programme}`}>
          {text}{' '}
          <Link to="/calendar" search={{ campaign }} resetScroll={false}>
            Look at the campaign
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** Day by day which message goes to how many, and what moved it there. */
function Agenda({ days, programmes }: { days: readonly DueDay[]; programmes: readonly PlannedProgramme[] }) {
  const [all, setAll] = useState(false)
  if (days.length === 0) return <p>Nobody is due a message now.</p>
  return (
    <>
      <div className="table-frame" tabIndex={-1}>
        <table className="figures agenda">
          <caption className="hidden">Messages by day</caption>
          <thead>
            <tr>
              <th scope="col">day</th>
              <th scope="col">message</th>
              <th scope="col" className="number">
                people
              </th>
              <th scope="col">moved there by</th>
            </tr>
          </thead>
          <tbody>
            {(all ? days : days.slice(0, firstRows)).map((one) => (
              <AgendaRow
                key={`${one.day} ${one.programme} ${one.message}`}
                one={one}
                programme={programmes.find(({ id }) => id === one.programme)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p className="calendar-actions">
        {days.length > firstRows ? (
          <button type="button" className="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${count(days.length)} rows`}
          </button>
        ) : null}
        <a className="quiet" href={addressOf('programmeCalendarFile')} download>
          Download for a calendar
        </a>
      </p>
    </>
  )
}

function AgendaRow({ one, programme }: { one: DueDay; programme: PlannedProgramme | undefined }) {
  const { day, message, name, people, held } = one
  return (
    <tr>
      <th scope="row">{daysText(day, day)}</th>
      <td data-label="message">
        {name}{' '}
        <small>
          {programme?.name ?? one.programme}
          {programme?.paused ? ', paused' : ''}
        </small>
      </td>
      <td className="number" data-label="people">
        <Link
          to="/journeys/$journey/programme"
          params={{ journey: programme?.journey.id ?? '' }}
          search={{ programme: one.programme, part: 'who', message, day }}
          aria-label={`${name}, ${daysText(day, day)}: ${countOf(people, 'person')}. Show them.`}
        >
          {count(people)}
        </Link>
      </td>
      <td data-label="moved there by">{held.map(({ why, people: moved }) => `${why} (${count(moved)})`).join(', ')}</td>
    </tr>
  )
}

function Closed({ closed, programmes }: Pick<ProgrammeCalendar, 'closed' | 'programmes'>) {
  if (closed.length === 0) return null
  const nameOf = (id: string) => programmes.find((one) => one.id === id)?.name ?? id
  return (
    <ul className="campaign-notes" aria-label="Days without messages">
      {closed.map(({ programme, name, from, to }) => (
        <li key={`${programme} ${name} ${from}`}>
          {daysText(from, to)}: no messages of {nameOf(programme)}, {name}.
        </li>
      ))}
    </ul>
  )
}
