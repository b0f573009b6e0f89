import { useQuery } from '@tanstack/react-query'
import { count, percent, percentInterval } from '../../map/format.ts'
import type { Funnel } from '../../map/journey-map.ts'
import { isMeasured } from '../../map/measured.ts'
import { FigureLink } from '../map/figure-link.tsx'
import { useMapScene } from '../map/map-context.ts'
import { filterQuery } from '../shell/address.ts'
import { defined } from '../shell/definitions.tsx'
import { funnelQuery } from '../shell/queries.ts'
import { Failed, Skeleton } from '../shell/states.tsx'

/** The whole journey as a funnel, with its population named (rule M6, cumulative); this stage is marked. */
export function FunnelTable({ journey, stage }: { journey: string; stage: string }) {
  const { address } = useMapScene()
  const { data, error, refetch } = useQuery(funnelQuery(journey, filterQuery(address)))
  return (
    <section aria-labelledby="funnel">
      <h3 id="funnel">The whole journey</h3>
      {error ? <Failed error={error} retry={() => void refetch()} /> : null}
      {data ? <Stages funnel={data} stage={stage} /> : error ? null : <Skeleton rows={5} label="Loading the funnel" />}
    </section>
  )
}

function Stages({ funnel, stage }: { funnel: Funnel; stage: string }) {
  const { map } = useMapScene()
  const drawn = new Set(map.stages.filter((one) => !isMeasured(one)).map(({ id }) => id))
  return (
    <>
      <p className="lead">
        Of{' '}
        <FigureLink stage={stage} set="instances" definition="funnelInstances" words={`${count(funnel.instances)} ${funnel.population}`}>
          {count(funnel.instances)}
        </FigureLink>{' '}
        {funnel.population};{' '}
        <FigureLink stage={stage} set="running" definition="funnelRunning" words={`${count(funnel.running)} journeys still running`}>
          {count(funnel.running)}
        </FigureLink>{' '}
        of them still running.
      </p>
      <table className="figures funnel">
        <caption className="hidden">Cumulative funnel of the journey</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="hidden">Stage</span>
            </th>
            <th scope="col" colSpan={3} className="number" aria-describedby={defined('funnelAny')}>
              reached it or a later one
            </th>
            <th scope="col" colSpan={2} className="number" aria-describedby={defined('funnelAll')}>
              it and every earlier one
            </th>
          </tr>
        </thead>
        <tbody>
          {funnel.stages.map((row) => (
            <tr key={row.id} aria-current={row.id === stage || undefined}>
              <th scope="row">{row.name}</th>
              {drawn.has(row.id) ? (
                <td colSpan={5}>no rule yet</td>
              ) : (
                <>
                  <Reached row={row} kind="any" />
                  <Reached row={row} kind="all" />
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

const kinds = {
  any: { waiting: 'anyRunning', definition: 'funnelAny', words: 'or a later stage' },
  all: { waiting: 'allRunning', definition: 'funnelAll', words: 'and every earlier stage' },
} as const

/** How many came so far, and how many still running have not. */
function Reached({ row, kind }: { row: Funnel['stages'][number]; kind: keyof typeof kinds }) {
  const estimate = row[kind]
  const { waiting, definition, words } = kinds[kind]
  const running = row[waiting]
  const came = estimate.numerator
  return (
    <>
      <td className="number">
        {came === null ? (
          '–'
        ) : (
          <FigureLink stage={row.id} set={kind} definition={definition} words={`${count(came)} journeys reached ${row.name} ${words}`}>
            {count(came)}
          </FigureLink>
        )}
        {running > 0 ? (
          <small>
            <FigureLink
              stage={row.id}
              set={waiting}
              definition="funnelRunning"
              words={`${count(running)} still running have not reached ${row.name} ${words}`}
            >
              {count(running)} may yet
            </FigureLink>
          </small>
        ) : null}
      </td>
      {kind === 'any' ? (
        <td className="flow-bar" aria-hidden="true">
          <i style={{ width: `${(estimate.value ?? 0) * 100}%` }} />
        </td>
      ) : null}
      <td className="number">
        {percent(estimate.value)}
        <small>{percentInterval(estimate.low, estimate.high) ?? estimate.note}</small>
      </td>
    </>
  )
}
