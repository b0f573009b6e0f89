import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { ago, countOf } from '../../map/format.ts'
import { journeysQuery } from '../shell/queries.ts'
import { Empty, Failed, Skeleton } from '../shell/states.tsx'

/** All journeys; without any, how to begin. */
export function JourneyList() {
  const { data, error, isPending, refetch } = useQuery(journeysQuery)
  useEffect(() => {
    document.title = 'Journeys · Desirepath'
  }, [])
  return (
    <main className="page">
      <h1>Journeys</h1>
      {isPending ? <Skeleton rows={4} label="Loading the journeys" /> : null}
      {error ? <Failed error={error} retry={() => void refetch()} /> : null}
      {data?.length === 0 ? <FirstSteps /> : null}
      <ul className="journeys">
        {data?.map((journey) => (
          <li key={journey.id}>
            <Link to="/journeys/$journey" params={{ journey: journey.id }}>
              {journey.name}
            </Link>
            <p>{journey.description}</p>
            <p className="journey-facts">
              {countOf(journey.stages, 'stage')}
              {' · '}
              {journey.subjects === null ? 'not counted yet' : countOf(journey.subjects, journey.subjectType)}
              {' · '}
              {journey.refreshedAt === null ? 'never refreshed' : `refreshed ${ago(journey.refreshedAt, Date.now())}`}
            </p>
          </li>
        ))}
      </ul>
    </main>
  )
}

function FirstSteps() {
  return (
    <Empty title="There is no journey yet">
      <ol className="first-steps">
        <li>
          <Link to="/new">Begin a journey</Link> from a template or from a map that you drew, have one{' '}
          <Link to="/draft">drafted from the data</Link>, or write one and apply it:
          <code>desirepath journey apply journey.yaml</code>
        </li>
        <li>
          Bring in what happened: <Link to="/add">add data</Link> here, or run
          <code>desirepath import events.csv</code>
        </li>
        <li>
          Or look at an invented company first:
          <code>desirepath demo</code>
        </li>
      </ol>
    </Empty>
  )
}
