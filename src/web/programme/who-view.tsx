import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { addressOf } from '../../api/contract.ts'
import { countOf, day, days, instant } from '../../map/format.ts'
import type { JourneyMap } from '../../map/journey-map.ts'
import type { NextRow } from '../../map/who-is-next.ts'
import { PageButtons } from '../drawer/page-links.tsx'
import { type Address, withoutProgramme } from '../shell/address.ts'
import { Failed, Skeleton } from '../shell/states.tsx'
import { FieldsLink } from './fields-link.tsx'
import { NoteList } from './note-list.tsx'
import { targetsQuery, whoQuery } from './programme-requests.ts'

const pageSize = 50

/** Why nothing is due to someone, in words. */
const whyWords: ReadonlyMap<string, string> = new Map([
  ['holdout', 'kept without messages'],
  ['noConsent', 'no consent'],
  ['allSent', 'all messages are behind them'],
  ['left', 'left the stage'],
  ['acted', 'acted by then'],
  ['cap', 'the cap is reached'],
  ['hadIt', 'had it already'],
  ['tooLate', 'too late for it'],
  ['noTime', 'no time is allowed'],
])

interface WhoViewProps {
  programme: string
  map: JourneyMap
  address: Address
}

/** Who is where now, and what each is due next; of one message or one day alone where the address says so. */
export function WhoView({ programme, map, address }: WhoViewProps) {
  const [page, setPage] = useState(1)
  const { message, day: on } = address
  const asked = useQuery({
    ...whoQuery(programme, { message, day: on }, pageSize, (page - 1) * pageSize),
    placeholderData: keepPreviousData,
  })
  const stageName = (id: string) => map.stages.find((stage) => stage.id === id)?.name ?? id
  const { data, error, isPlaceholderData, refetch } = asked
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton rows={12} label="Finding who is where" />
  return (
    <section aria-label="Who is due next" aria-busy={isPlaceholderData}>
      <p className="plan-lead">
        <b role="status">
          {countOf(data.total, 'person')} {message || on ? whichWords(message, on) : 'in a stage now'}
          {data.horizon === null ? '' : `, by the data up to ${instant(data.horizon)} UTC`}
        </b>
        {message || on ? (
          <Link
            className="quiet"
            to="/journeys/$journey/programme"
            params={{ journey: map.journey.id }}
            search={{ ...address, message: undefined, day: undefined }}
          >
            Show everyone
          </Link>
        ) : null}
        <a className="quiet" href={addressOf('programmeWhoCsv', { programme }, { message, day: on })} download>
          Download as CSV
        </a>
      </p>
      {data.paused === null ? null : <p className="lead-in">Paused: nothing goes until it is resumed.</p>}
      {data.rows.length === 0 ? null : (
        <div className="table-frame" tabIndex={-1}>
          <table className="programme-table">
            <thead>
              <tr>
                <th scope="col">contact</th>
                <th scope="col">stage</th>
                <th scope="col">there for</th>
                <th scope="col">due next</th>
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row) => (
                <tr key={`${row.contact}${row.stage}${row.enteredAt}`}>
                  <th scope="row">
                    <Contact row={row} map={map} address={address} />
                  </th>
                  <td data-label="stage">{stageName(row.stage)}</td>
                  <td data-label="there for">{days(row.days)}</td>
                  <td data-label="due next">
                    <Due row={row} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {message || on ? null : <FieldsDownload programme={programme} />}
      <PageButtons page={page} pages={Math.ceil(data.total / pageSize)} show={setPage} />
      <NoteList notes={data.notes} />
    </section>
  )
}

function Due({ row: { next, why } }: { row: NextRow }) {
  if (next === null) return <span className="tag">nothing: {why === null ? 'not known' : (whyWords.get(why) ?? why)}</span>
  return (
    <>
      {next.name} <small>{next.at === null ? 'when the open deal is closed' : `${instant(next.at)} UTC`}</small>
    </>
  )
}

function whichWords(message: string | undefined, on: string | undefined): string {
  return `due ${message ? `“${message}”` : 'a message'}${on ? ` on ${day(Date.parse(on))}` : ''}`
}

/** A contact; in a journey of contacts it leads to its timeline. */
function Contact({ row, map, address }: { row: NextRow; map: JourneyMap; address: Address }) {
  if (map.journey.subjectType !== 'contact') return row.contact
  return (
    <Link
      to="/journeys/$journey/stages/$stage"
      params={{ journey: map.journey.id, stage: row.stage }}
      search={{ ...withoutProgramme(address), set: 'stillIn', subject: row.contact }}
    >
      {row.contact}
    </Link>
  )
}

/** What a tool is told of each contact, as a file under the names of its export. */
function FieldsDownload({ programme }: { programme: string }) {
  const { data: targets } = useQuery(targetsQuery)
  const [chosen, setChosen] = useState('')
  if (targets === undefined) return null
  return (
    <p className="plan-lead fields-lead">
      <label className="field">
        <span>Contact fields for</span>
        <select value={chosen} onChange={(event) => setChosen(event.target.value)}>
          {targets.map(({ id, name }) => (
            <option key={id} value={id === targets[0]?.id ? '' : id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <FieldsLink programme={programme} target={chosen || (targets[0]?.id ?? '')} />
    </p>
  )
}
