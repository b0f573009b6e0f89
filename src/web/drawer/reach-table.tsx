import { count, percent, percentInterval } from '../../map/format.ts'
import type { MapStage, Reach } from '../../map/journey-map.ts'
import { FigureLink } from '../map/figure-link.tsx'
import { touchpointsOf } from '../map/touchpoint-cell.tsx'
import { defined } from '../shell/definitions.tsx'

/** Every touchpoint or channel of the stage: the share of stays that met it, how often, and whether it was intended. */
export function ReachTable({ stage, kind }: { stage: MapStage; kind: 'touchpoint' | 'channel' }) {
  const rows = (kind === 'touchpoint' ? stage.touchpoints : stage.channels)
    .filter((row) => row.stays > 0)
    .toSorted((a, b) => b.stays - a.stays)
  const missing = kind === 'touchpoint' ? touchpointsOf(stage).filter((touchpoint) => touchpoint.reach === null) : []
  if (rows.length + missing.length === 0) return null
  return (
    <section aria-labelledby={`reach-${kind}`}>
      <h3 id={`reach-${kind}`} aria-describedby={defined('reach')}>
        {kind === 'touchpoint' ? 'Touchpoints' : 'Channels'}
      </h3>
      <table className="figures">
        <caption className="hidden">Share of the stage’s stays that met each {kind}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="hidden">Name</span>
            </th>
            <th scope="col" className="number">
              stays
            </th>
            <td />
            <th scope="col" className="number">
              share
            </th>
            <th scope="col" className="number">
              interval
            </th>
            <th scope="col" className="number">
              touches
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ReachRow key={row.name} stage={stage} kind={kind} row={row} />
          ))}
          {missing.map((touchpoint) => (
            <tr key={touchpoint.name}>
              <th scope="row">{touchpoint.name}</th>
              <td colSpan={5} className="intended">
                intended, never seen
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function ReachRow({ stage, kind, row }: { stage: MapStage; kind: 'touchpoint' | 'channel'; row: Reach }) {
  return (
    <tr>
      <th scope="row">
        {row.name || 'none named'} {kind === 'touchpoint' && !row.intended ? <small>not planned</small> : null}
      </th>
      <td className="number">
        <FigureLink stage={stage.id} set={kind} name={row.name} definition="reach" words={`${count(row.stays)} stays met ${row.name}`}>
          {count(row.stays)}
        </FigureLink>
      </td>
      <td className="flow-bar" aria-hidden="true">
        <i style={{ width: `${(row.share.value ?? 0) * 100}%` }} />
      </td>
      <td className="number">{percent(row.share.value)}</td>
      <td className="number quiet-number">{percentInterval(row.share.low, row.share.high) ?? row.share.note}</td>
      <td className="number quiet-number">{count(row.touches)}</td>
    </tr>
  )
}
