import { useQuery } from '@tanstack/react-query'
import { count, percent, percentInterval } from '../../map/format.ts'
import type { Estimate, Funnel } from '../../map/journey-map.ts'
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
  return (
    <>
      <p className="lead">
        Of {count(funnel.instances)} {funnel.population}; {count(funnel.running)} of them still running.
      </p>
      <table className="figures">
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
              <Reached estimate={row.any} bar />
              <Reached estimate={row.all} />
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Reached({ estimate, bar }: { estimate: Estimate; bar?: boolean }) {
  return (
    <>
      <td className="number">{estimate.numerator === null ? '–' : count(estimate.numerator)}</td>
      {bar ? (
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
