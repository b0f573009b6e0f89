import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { addressOf } from '../../api/contract.ts'
import { countOf, day, days } from '../../map/format.ts'
import type { MapStage, SubjectList, SubjectSet } from '../../map/journey-map.ts'
import { isFunnelSet, isHandOverSet } from '../../map/set-kind.ts'
import { useMapScene } from '../map/map-context.ts'
import { filterQuery } from '../shell/address.ts'
import { type PeopleQuery, partOf, subjectsQuery } from '../shell/queries.ts'
import { Empty, Failed, Skeleton } from '../shell/states.tsx'
import { DrawerLink } from './drawer-link.tsx'
import { PageLinks } from './page-links.tsx'
import { endingName, openingName } from './set-names.ts'

const pageSize = 50

interface PeopleListProps {
  journey: string
  stage: MapStage
  people: PeopleQuery
}

/** The stays behind a figure, page by page; each leads to its timeline (rule M7). */
export function PeopleList({ journey, stage, people }: PeopleListProps) {
  const { map, address } = useMapScene()
  const page = Math.max(1, Number(address.page) || 1)
  const filter = filterQuery(address)
  const asked = useQuery({ ...subjectsQuery(journey, people, filter, pageSize, (page - 1) * pageSize), placeholderData: keepPreviousData })
  if (asked.isPending) return <Skeleton rows={14} label="Loading the people" />
  if (asked.isError) return <Failed error={asked.error} retry={() => void asked.refetch()} />
  const list = asked.data
  if (list.stays === 0) {
    return (
      <Empty title="Nobody">
        <p>{nobody(people.set, stage.name)} is in this set under the filters of the map.</p>
      </Empty>
    )
  }
  return (
    <section aria-label="People" aria-busy={asked.isPlaceholderData}>
      <p className="lead people-lead">
        <span>
          {list.unit === 'instances' ? `${countOf(list.stays, 'journey')} begun` : countOf(list.stays, 'stay')} of{' '}
          {countOf(list.total, map.journey.subjectType)}
        </span>
        <a className="quiet" href={addressOf('subjectsCsv', { journey }, { ...filter, ...people })} download>
          Download as CSV
        </a>
      </p>
      <div className="table-frame" tabIndex={-1}>
        <PeopleTable list={list} stage={stage} people={people} page={address.page} noun={map.journey.subjectType} />
      </div>
      <Pages stage={stage} people={people} page={page} pages={Math.ceil(list.stays / pageSize)} />
    </section>
  )
}

function nobody(set: SubjectSet, stage: string): string {
  if (isFunnelSet(set)) return 'No journey begun'
  return isHandOverSet(set) ? `No journey handed over from ${stage}` : `No stay of ${stage}`
}

/** What a list is called for those who hear it, and its columns, by what its rows are. */
function wordsOf(set: SubjectSet, stage: string) {
  if (isFunnelSet(set)) return { caption: 'Journeys begun', from: 'began', time: 'time on the way', ended: 'last stay' }
  if (isHandOverSet(set))
    return { caption: `Journeys handed over from ${stage}`, from: 'handed over', time: 'time until then', ended: 'outcome' }
  return { caption: `Stays of ${stage}`, from: 'entered', time: 'time in stage', ended: 'ended' }
}

interface PeopleTableProps {
  list: SubjectList
  stage: MapStage
  people: PeopleQuery
  page: string | undefined
  noun: string
}

function PeopleTable({ list, stage, people, page, noun }: PeopleTableProps) {
  const { map } = useMapScene()
  const personas = new Map(map.journey.personas.map((persona) => [persona.id, persona.name]))
  const accounts = list.rows.some((row) => row.account !== '' && row.account !== row.subject)
  const words = wordsOf(people.set, stage.name)
  return (
    <table className="figures people-table">
      <caption className="hidden">{words.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{noun}</th>
          {accounts ? <th scope="col">account</th> : null}
          <th scope="col">persona</th>
          <th scope="col">{words.from}</th>
          {isFunnelSet(people.set) ? null : <th scope="col">by</th>}
          <th scope="col" className="number">
            {words.time}
          </th>
          <th scope="col">{words.ended}</th>
        </tr>
      </thead>
      <tbody>
        {list.rows.map((row) => (
          <tr key={`${row.subject}:${row.instance}:${row.enteredAt}`}>
            <th scope="row">
              <DrawerLink stage={stage.id} part={{ ...partOf(people), page, subject: row.subject }}>
                {row.subject}
              </DrawerLink>
            </th>
            {accounts ? <td data-label="account">{row.account}</td> : null}
            <td data-label="persona">{personas.get(row.persona) ?? row.persona}</td>
            <td data-label={words.from}>{day(row.enteredAt)}</td>
            {isFunnelSet(people.set) ? null : <td data-label="by">{openingName(row.openedBy)}</td>}
            <td className="number" data-label={words.time}>
              {days(row.days)}
            </td>
            <td data-label={words.ended}>
              <span>
                {endingName(row.ending)}
                {row.leftAt === null ? null : <small> {day(row.leftAt)}</small>}
                {row.underWay ? <small> already under way</small> : null}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Pages({ stage, people, page, pages }: { stage: MapStage; people: PeopleQuery; page: number; pages: number }) {
  const to = (target: number) => ({ ...partOf(people), page: String(target) })
  return (
    <PageLinks
      page={page}
      pages={pages}
      link={(target, words) => (
        <DrawerLink className="quiet" stage={stage.id} part={to(target)}>
          {words}
        </DrawerLink>
      )}
    />
  )
}
