import { useQuery } from '@tanstack/react-query'
import { type Answers, addressOf } from '../../api/contract.ts'
import { countOf } from '../../map/format.ts'
import { Empty, Failed, Skeleton } from '../shell/states.tsx'
import { AutomationDrawing } from './automation-drawing.tsx'
import { NoteList } from './note-list.tsx'
import { architectureQuery } from './programme-requests.ts'

type Plan = Answers['programmeArchitecture']['plan']

/** All kept programmes of all journeys on one page: who can be in which, what goes first, what holds back, what they need. */
export function ArchitectureView() {
  const { data, error, refetch } = useQuery(architectureQuery)
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton rows={12} label="Drawing all programmes" />
  const { plan } = data
  if (plan.rows.length === 0) {
    return (
      <Empty title="No programme is kept yet">
        <p>Design one and keep it: then this page shows how all of them work together.</p>
        <NoteList notes={plan.notes} />
      </Empty>
    )
  }
  return (
    <div className="architecture">
      <header className="kept-head">
        <h2>All programmes on one page</h2>
        <p className="download-links">
          <a className="quiet" href={addressOf('programmeArchitectureSvg')} download>
            Picture (SVG)
          </a>
          <a className="quiet" href={addressOf('programmeArchitectureMarkdown')} download>
            Document (Markdown)
          </a>
        </p>
      </header>
      <p role="status">{aboutPlan(plan)} Where a cap leaves room for one message, the programme of higher priority goes first.</p>
      <NoteList notes={plan.notes} />
      <AutomationDrawing rows={plan.rows} about={`${aboutPlan(plan)} All of it stands in words below.`} />
      <Overlaps plan={plan} />
      {plan.rows.map((row) => (
        <ProgrammeRow key={row.id} row={row} />
      ))}
    </div>
  )
}

function aboutPlan({ rows, overlaps }: Plan): string {
  const several =
    overlaps.length === 0 ? 'no stage has messages of two' : `in ${countOf(overlaps.length, 'stage')} one person can be in several`
  return `${countOf(rows.length, 'programme')}; ${several}.`
}

function Overlaps({ plan: { rows, overlaps } }: { plan: Plan }) {
  if (overlaps.length === 0) return null
  const nameOf = (id: string) => rows.find((row) => row.id === id)?.name ?? id
  return (
    <section aria-labelledby="overlaps">
      <h3 id="overlaps">One person in several programmes</h3>
      <div className="table-frame" tabIndex={-1}>
        <table className="programme-table">
          <thead>
            <tr>
              <th scope="col">stage</th>
              <th scope="col">journey</th>
              <th scope="col">programmes</th>
              <th scope="col">goes first</th>
            </tr>
          </thead>
          <tbody>
            {overlaps.map(({ stage, journey, programmes, first }) => (
              <tr key={`${journey}/${stage}`}>
                <th scope="row">{stage}</th>
                <td data-label="journey">{journey}</td>
                <td data-label="programmes">{programmes.map(nameOf).join(', ')}</td>
                <td data-label="goes first">{first === null ? 'not said: they have one priority' : nameOf(first)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function ProgrammeRow({ row }: { row: Plan['rows'][number] }) {
  const parts = [
    { title: 'Who can be in it', items: row.who },
    { title: 'Caps', items: row.caps },
    { title: 'Who is not written to, and when', items: row.suppression },
    { title: 'Data needed', items: row.data },
    { title: 'Systems involved', items: row.systems },
  ]
  return (
    <section className="kept-sequence" aria-labelledby={`architecture-${row.id}`}>
      <h3 id={`architecture-${row.id}`}>
        {row.name} {row.paused === null ? null : <span className="tag tag-against">paused: {row.paused}</span>}
      </h3>
      <p>
        Journey {row.journey} · priority {row.priority} · {countOf(row.messages, 'message')}
      </p>
      <dl className="architecture-parts">
        {parts.map(({ title, items }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              {items.length === 0 ? (
                'none'
              ) : (
                <ul>
                  {items.map((item) => (
                    <li key={item}>{item}</li>
                  ))}
                </ul>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
