import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addressOf } from '../../api/contract.ts'
import { count } from '../../map/format.ts'
import { keyed } from '../shell/keyed.ts'
import { rejectsQuery } from '../shell/queries.ts'
import { Failed, Skeleton } from '../shell/states.tsx'

const pageSize = 50

/** The rows of an import that were not taken: line, reason, and the row itself. */
export function RejectList({ id }: { id: string }) {
  const [page, setPage] = useState(0)
  const { data, error, isPending, refetch } = useQuery({
    ...rejectsQuery(id, pageSize, page * pageSize),
    placeholderData: keepPreviousData,
  })
  if (isPending) return <Skeleton rows={4} label="Loading the rows" />
  if (error) return <Failed error={error} retry={() => void refetch()} />
  const pages = Math.ceil(data.total / pageSize)
  return (
    <>
      <div className="table-frame">
        <table className="rejects">
          <caption className="hidden">Rows not taken</caption>
          <thead>
            <tr>
              <th scope="col">line</th>
              <th scope="col">why</th>
              <th scope="col">row</th>
            </tr>
          </thead>
          <tbody>
            {keyed(data.rows, (row) => `${row.line}:${row.code}`).map(({ key, row }) => (
              <tr key={key}>
                <td>{count(row.line)}</td>
                <td>
                  {row.message} <small>{row.code}</small>
                </td>
                <td>
                  <code>{row.raw}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="reject-tools">
        <a className="quiet" href={addressOf('rejectsCsv', { import: id })} download>
          Download all as CSV
        </a>
        {pages > 1 ? (
          <span>
            <button type="button" className="quiet" disabled={page === 0} onClick={() => setPage(page - 1)}>
              Before
            </button>{' '}
            page {page + 1} of {pages}{' '}
            <button type="button" className="quiet" disabled={page >= pages - 1} onClick={() => setPage(page + 1)}>
              Next
            </button>
          </span>
        ) : null}
      </p>
    </>
  )
}
