import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { addressOf } from '../../api/contract.ts'
import { tellsTimes } from '../../map/case-words.ts'
import { count, countOf, day, days } from '../../map/format.ts'
import type { PathCases } from '../../map/paths.ts'
import { PageLinks } from '../drawer/page-links.tsx'
import { useMapScene } from '../map/map-context.ts'
import { filterQuery } from '../shell/address.ts'
import { pathCasesQuery } from '../shell/queries.ts'
import { Empty, Failed, Skeleton } from '../shell/states.tsx'
import { CaseLink, type Cases } from './case-link.tsx'
import { Steps } from './variant-list.tsx'

const pageSize = 50

/** The cases behind a figure of the paths, page by page; each leads to its timeline (rule M7). */
export function CaseList({ journey, cases }: { journey: string; cases: Cases }) {
  const { map } = useMapScene()
  const address = useSearch({ from: '/journeys/$journey/paths' })
  const page = Math.max(1, Math.floor(Number(address.page)) || 1)
  const asked = { ...cases, collapse: String(address.repeats === 'joined') }
  const filter = filterQuery(address)
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery({
    ...pathCasesQuery(journey, asked, filter, pageSize, (page - 1) * pageSize),
    placeholderData: keepPreviousData,
  })
  if (isPending) return <Skeleton rows={14} label="Loading the cases" />
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (data.cases === 0) {
    return (
      <Empty title="No case">
        <p>No case is in this set under the filters of the page.</p>
      </Empty>
    )
  }
  return (
    <section aria-label="Cases" aria-busy={isPlaceholderData}>
      {cases.cases === 'variant' ? <Steps names={data.names} /> : null}
      <p className="lead people-lead">
        <span>
          {countOf(data.cases, 'case')} of {countOf(data.subjects, map.journey.subjectType)}
          {tellsTimes(cases.cases) ? `, ${count(data.times)} times in all` : ''}
          {data.collapsed ? '. Repeats joined.' : ''}
        </span>
        <a className="quiet" href={addressOf('pathCasesCsv', { journey }, { ...filter, ...asked })} download>
          Download as CSV
        </a>
      </p>
      <div className="table-frame" tabIndex={-1}>
        <CaseTable list={data} cases={cases} page={address.page} />
      </div>
      <PageLinks
        page={page}
        pages={Math.ceil(data.cases / pageSize)}
        link={(target, words) => (
          <CaseLink className="quiet" to={cases} page={String(target)}>
            {words}
          </CaseLink>
        )}
      />
    </section>
  )
}

function CaseTable({ list, cases, page }: { list: PathCases; cases: Cases; page: string | undefined }) {
  const { map } = useMapScene()
  const personas = new Map(map.journey.personas.map((persona) => [persona.id, persona.name]))
  const accounts = list.rows.some((row) => row.account !== '' && row.account !== row.subject)
  const timed = tellsTimes(cases.cases)
  return (
    <table className="figures people-table case-table">
      <caption className="hidden">Cases, the latest begun first</caption>
      <thead>
        <tr>
          <th scope="col">{map.journey.subjectType}</th>
          <th scope="col">began</th>
          {['lasted', 'events', ...(timed ? ['times'] : [])].map((column) => (
            <th key={column} scope="col" className="number">
              {column}
            </th>
          ))}
          {accounts ? <th scope="col">account</th> : null}
          <th scope="col">persona</th>
          <th scope="col">state</th>
        </tr>
      </thead>
      <tbody>
        {list.rows.map((row) => (
          <tr key={`${row.subject}:${row.instance}`}>
            <th scope="row">
              <CaseLink to={cases} page={page} subject={row.subject}>
                {row.subject}
              </CaseLink>
            </th>
            <td data-label="began">{day(row.startedAt)}</td>
            <td className="number" data-label="lasted">
              {row.days === 0 ? 'an instant' : days(row.days)}
            </td>
            <td className="number" data-label="events">
              {count(row.events)}
            </td>
            {timed ? (
              <td className="number" data-label="times">
                {count(row.times)}
              </td>
            ) : null}
            {accounts ? <td data-label="account">{row.account}</td> : null}
            <td data-label="persona">{personas.get(row.persona) ?? row.persona}</td>
            <td data-label="state">{row.running ? 'still running' : 'over'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
