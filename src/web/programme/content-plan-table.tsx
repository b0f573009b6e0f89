import { useQuery } from '@tanstack/react-query'
import { addressOf } from '../../api/contract.ts'
import { countOf } from '../../map/format.ts'
import type { ContentRow } from '../../model/content-plan.ts'
import { Empty, Failed, Skeleton } from '../shell/states.tsx'
import { contentPlanQuery } from './programme-requests.ts'
import { Assumed } from './source-list.tsx'

/** Which question of which stage is answered by what; those that nothing answers come first. */
export function ContentPlanTable({ programme }: { programme: string }) {
  const { data, error, refetch } = useQuery(contentPlanQuery(programme))
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton rows={10} label="Loading the content plan" />
  const open = data.rows.filter(({ answers }) => answers === 0).length
  if (data.rows.length === 0) {
    return (
      <Empty title="No questions yet">
        <p>Write on the map what people ask in each stage; here you then see which of it is answered.</p>
      </Empty>
    )
  }
  return (
    <section aria-labelledby="content-plan">
      <p className="plan-lead">
        <b id="content-plan">
          {open === 0 ? 'Every question is answered' : `${countOf(open, 'question')} of ${data.rows.length} that nothing answers`}
        </b>
        <a className="quiet" href={addressOf('contentPlanCsv', { programme })} download>
          Download as CSV
        </a>
      </p>
      <div className="table-frame" tabIndex={-1}>
        <table className="programme-table">
          <thead>
            <tr>
              <th scope="col">question or concern</th>
              <th scope="col">stage</th>
              <th scope="col">answered by</th>
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <PlanRow key={`${row.stage}${row.question}`} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      {data.loose.length === 0 ? null : <p className="lead-in">Answer no question: {data.loose.join(', ')}.</p>}
    </section>
  )
}

function PlanRow({ row: { question, kind, stageName, answers, missing, cells } }: { row: ContentRow }) {
  const given = cells.filter(({ by }) => by.length > 0)
  return (
    <tr data-open={answers === 0 || undefined}>
      <th scope="row">
        {question} <Assumed />
        <small>{kind}</small>
      </th>
      <td data-label="stage">{stageName}</td>
      <td data-label="answered by">
        {answers === 0 ? <span className="tag tag-against">nothing yet</span> : null}
        {given.map(({ format, language, by }) => (
          <span key={`${format}${language}`} className="plan-cell">
            {format}, {language}: {by.join(', ')}
          </span>
        ))}
        {answers > 0 && missing.length > 0 ? <small>not in {missing.join(', ')}</small> : null}
      </td>
    </tr>
  )
}
