import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { countOf, day, days } from '../../map/format.ts'
import { PageButtons } from '../drawer/page-links.tsx'
import { Failed, Skeleton } from '../shell/states.tsx'
import { auditSendsQuery } from './programme-requests.ts'
import type { ShownSends } from './send-number.tsx'

const pageSize = 25

interface SendPeopleProps {
  journey: string
  options: object
  shown: ShownSends
  close(): void
  stages: readonly { id: string; name: string }[]
}

/** The e-mails behind a number of the audit, page by page, newest first. */
export function SendPeople({ journey, options, shown, close, stages }: SendPeopleProps) {
  const [page, setPage] = useState(1)
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (shown.set) setPage(1)
    head.current?.focus()
  }, [shown])
  const list = { set: shown.set, message: shown.message, limit: pageSize, offset: (page - 1) * pageSize }
  const { data, error, refetch } = useQuery({ ...auditSendsQuery(journey, options, list), placeholderData: keepPreviousData })
  return (
    <section className="send-people" aria-labelledby="send-people">
      <header>
        <h2 id="send-people" ref={head} tabIndex={-1}>
          {shown.message === null ? '' : `${shown.message}: `}
          {shown.words}
        </h2>
        <button type="button" className="quiet" onClick={close}>
          Close
        </button>
      </header>
      {error ? <Failed error={error} retry={() => void refetch()} /> : null}
      {data === undefined ? (
        <Skeleton rows={6} label="Loading the e-mails" />
      ) : (
        <>
          <p className="lead-in">
            {data.unit === 'sends' ? `${countOf(data.total, 'e-mail')} to` : `${countOf(data.total, 'stay')} of`}{' '}
            {countOf(data.people, 'person')}
          </p>
          <div className="table-frame" tabIndex={-1}>
            <table className="programme-table">
              <thead>
                <tr>
                  <th scope="col">{data.unit === 'sends' ? 'to' : 'who'}</th>
                  <th scope="col">message</th>
                  <th scope="col">{data.unit === 'sends' ? 'on' : 'entered'}</th>
                  <th scope="col">was in</th>
                  <th scope="col">since the one before</th>
                </tr>
              </thead>
              <tbody>
                {data.rows.map((row) => (
                  <tr key={`${row.recipient}${row.subject}${row.message}${row.at}`}>
                    <th scope="row">
                      <Link
                        to="/journeys/$journey/stages/$stage"
                        params={{ journey, stage: row.stage ?? stages[0]?.id ?? '' }}
                        search={{ set: 'entered', subject: row.subject }}
                      >
                        {row.recipient || row.subject}
                      </Link>
                    </th>
                    <td data-label="message">{row.message}</td>
                    <td data-label="on">{day(row.at)}</td>
                    <td data-label="was in">{stages.find(({ id }) => id === row.stage)?.name ?? 'no stage'}</td>
                    <td data-label="since the one before">{days(row.sinceLastDays)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <PageButtons page={page} pages={Math.ceil(data.total / pageSize)} show={setPage} />
        </>
      )}
    </section>
  )
}
