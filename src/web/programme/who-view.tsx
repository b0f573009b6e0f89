import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addressOf } from '../../api/contract.ts'
import { countOf, days, instant } from '../../map/format.ts'
import type { NextRow } from '../../map/who-is-next.ts'
import { PageButtons } from '../drawer/page-links.tsx'
import { Failed, Skeleton } from '../shell/states.tsx'
import { whoQuery } from './programme-requests.ts'

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

/** Who is where now, and what each is due next. */
export function WhoView({ programme, stageName }: { programme: string; stageName(id: string): string }) {
  const [page, setPage] = useState(1)
  const asked = useQuery({ ...whoQuery(programme, pageSize, (page - 1) * pageSize), placeholderData: keepPreviousData })
  const { data, error, isPlaceholderData, refetch } = asked
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton rows={12} label="Finding who is where" />
  return (
    <section aria-label="Who is due next" aria-busy={isPlaceholderData}>
      <p className="plan-lead">
        <b role="status">
          {countOf(data.total, 'person')} in a stage now
          {data.horizon === null ? '' : `, by the data up to ${instant(data.horizon)} UTC`}
        </b>
        <a className="quiet" href={addressOf('programmeWhoCsv', { programme })} download>
          Download as CSV
        </a>
      </p>
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
                  <th scope="row">{row.contact}</th>
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
      <PageButtons page={page} pages={Math.ceil(data.total / pageSize)} show={setPage} />
      <ul className="panel-notes">
        {data.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
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
