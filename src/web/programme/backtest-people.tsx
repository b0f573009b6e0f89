import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { BacktestChoice, BacktestList } from '../../map/backtest-list.ts'
import { fateWords } from '../../map/fate-words.ts'
import { count, countOf, day, instant } from '../../map/format.ts'
import { PageButtons } from '../drawer/page-links.tsx'
import { Failed, Skeleton } from '../shell/states.tsx'
import { backtestDefinitions } from './backtest-definitions.ts'
import type { OpenFigure } from './backtest-number.tsx'

import { backtestListQuery } from './programme-requests.ts'

const pageSize = 25

interface BacktestPeopleProps {
  programme: string
  open: OpenFigure
  close(): void
  stageName(id: string): string
}

/** What a figure of a backtest means, and the people, weeks or messages behind it, page by page. */
export function BacktestPeople({ programme, open, close, stageName }: BacktestPeopleProps) {
  const head = useRef<HTMLHeadingElement>(null)
  const { plain, rule } = backtestDefinitions[open.figure]
  useEffect(() => {
    if (open.words) head.current?.focus()
  }, [open])
  return (
    <section className="send-people" aria-labelledby="backtest-people">
      <header>
        <h3 id="backtest-people" ref={head} tabIndex={-1}>
          {open.words}
        </h3>
        <button type="button" className="quiet" onClick={close}>
          Close
        </button>
      </header>
      <p className="lead-in">
        {plain} <small>{rule}</small>
      </p>
      {open.choice === null ? null : (
        <Rows key={JSON.stringify(open.choice)} programme={programme} choice={open.choice} stageName={stageName} />
      )}
    </section>
  )
}

function Rows({ programme, choice, stageName }: { programme: string; choice: BacktestChoice; stageName(id: string): string }) {
  const [page, setPage] = useState(1)
  const list = { choice, limit: pageSize, offset: (page - 1) * pageSize }
  const { data, error, isPlaceholderData, refetch } = useQuery({ ...backtestListQuery(programme, list), placeholderData: keepPreviousData })
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton rows={6} label="Replaying for the list" />
  return (
    <div aria-busy={isPlaceholderData}>
      <p className="lead-in">{totalWords(data)}</p>
      {data.rows.length === 0 ? null : <ListTable list={data} stageName={stageName} />}
      <PageButtons page={page} pages={Math.ceil(data.total / pageSize)} show={setPage} />
    </div>
  )
}

function totalWords({ unit, total }: BacktestList): string {
  if (unit === 'people') return countOf(total, 'person')
  return unit === 'weeks' ? `${countOf(total, 'week')} of people` : countOf(total, 'message')
}

function ListTable({ list: { unit, rows }, stageName }: { list: BacktestList; stageName(id: string): string }) {
  return (
    <div className="table-frame" tabIndex={-1}>
      <table className="programme-table">
        <thead>
          <tr>
            <th scope="col">contact</th>
            <th scope="col">account</th>
            {unit === 'messages' ? (
              <>
                <th scope="col">message</th>
                <th scope="col">stage</th>
                <th scope="col">due (UTC)</th>
                <th scope="col">what became of it</th>
              </>
            ) : (
              <>
                {unit === 'weeks' ? <th scope="col">week from</th> : null}
                <th scope="col">messages</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.account}${row.contact}${row.message}${row.due}${row.at}${row.stage}`}>
              <th scope="row">{row.contact}</th>
              <td data-label="account">{row.account || '–'}</td>
              {unit === 'messages' ? (
                <>
                  <td data-label="message">{row.name}</td>
                  <td data-label="stage">{row.stage === null ? '–' : stageName(row.stage)}</td>
                  <td data-label="due (UTC)">{row.due === null ? '–' : instant(row.due)}</td>
                  <td data-label="what became of it">
                    {row.fate === null ? '–' : fateWords[row.fate]}
                    {row.fate === 'sent' && row.at !== null ? ` ${instant(row.at)}` : ''}
                  </td>
                </>
              ) : (
                <>
                  {unit === 'weeks' ? <td data-label="week from">{row.at === null ? '–' : day(row.at)}</td> : null}
                  <td data-label="messages">{row.sends === null ? '–' : count(row.sends)}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
