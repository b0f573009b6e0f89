import { count, percent, percentInterval } from '../../map/format.ts'
import type { MapStage, Reach } from '../../map/journey-map.ts'
import { isMeasured } from '../../map/measured.ts'
import type { View } from '../shell/address.ts'
import { defined } from '../shell/definitions.tsx'
import { ChannelIcon } from './channel-icon.tsx'
import { FigureLink } from './figure-link.tsx'
import { type CellProps, useMapScene } from './map-context.ts'

const shown = 6

interface Touchpoint {
  name: string
  channel: string | null
  reach: Reach | null
  intended: boolean
}

/** Touchpoints of a stage: those met, by reach; then those intended that no stay has met. */
export function touchpointsOf(stage: MapStage): Touchpoint[] {
  const written = new Set(stage.lanes.touchpoints.map((name) => name.toLowerCase()))
  const met = stage.touchpoints
    .filter((reach) => reach.stays > 0)
    .toSorted((a, b) => b.stays - a.stays)
    .map((reach) => ({
      name: reach.name,
      channel: reach.channel,
      reach,
      intended: reach.intended || written.has(reach.name.toLowerCase()),
    }))
  const seen = new Set(met.map((touchpoint) => touchpoint.name.toLowerCase()))
  const planned = [...stage.lanes.touchpoints, ...stage.touchpoints.filter((reach) => reach.intended).map((reach) => reach.name)]
  const missing = planned.filter((name, index) => !seen.has(name.toLowerCase()) && planned.indexOf(name) === index)
  return [...met, ...missing.map((name) => ({ name, channel: null, reach: null, intended: true }))]
}

function visible(touchpoints: readonly Touchpoint[], view: View): Touchpoint[] {
  if (view === 'actual') return touchpoints.filter((touchpoint) => touchpoint.reach !== null)
  return touchpoints.filter((touchpoint) => view === 'gap' || touchpoint.intended)
}

/** Which touchpoints the stays met, and which were only intended. */
export function TouchpointCell({ stage }: CellProps) {
  const { view: chosen, hrefOf } = useMapScene()
  if (chosen === 'actual' && !isMeasured(stage)) return <p className="none">not measured</p>
  const view = isMeasured(stage) ? chosen : 'intended'
  const all = visible(touchpointsOf(stage), view)
  if (all.length === 0) return <p className="none">{view === 'intended' ? 'nothing intended' : 'no touchpoint met'}</p>
  const planned = all.some((touchpoint) => touchpoint.intended)
  const met = all.filter((touchpoint) => touchpoint.reach !== null)
  const missing = all.filter((touchpoint) => touchpoint.reach === null)
  const listed = view === 'intended' ? all : [...met.slice(0, shown), ...missing]
  return (
    <ul className="touchpoints">
      {listed.map((touchpoint) => (
        <li key={touchpoint.name}>
          <ChannelIcon channel={touchpoint.channel} />
          <span className="touchpoint-name">{touchpoint.name}</span>
          {view === 'intended' ? null : <Met stage={stage} touchpoint={touchpoint} marked={view === 'gap' && planned} />}
        </li>
      ))}
      {met.length > shown && view !== 'intended' ? (
        <li className="touchpoint-more">
          <a href={hrefOf(stage.id, {})}>and {met.length - shown} more</a>
        </li>
      ) : null}
    </ul>
  )
}

function Met({ stage, touchpoint, marked }: CellProps & { touchpoint: Touchpoint; marked: boolean }) {
  const { map } = useMapScene()
  const { reach, name } = touchpoint
  // Data that name no touchpoint at all say nothing about a single one.
  const known = map.stages.some(({ touchpoints }) => touchpoints.some(({ stays }) => stays > 0))
  if (!reach && !known) return <span className="never intended">no data</span>
  if (!reach) {
    return (
      <span className="never intended" aria-describedby={defined('neverSeen')}>
        never seen
      </span>
    )
  }
  const interval = percentInterval(reach.share.low, reach.share.high)
  const words = `${percent(reach.share.value)} of the stays met ${name}${interval ? `, interval ${interval}` : ''}; ${count(reach.stays)} of ${count(reach.share.denominator)}`
  return (
    <>
      {marked && !touchpoint.intended ? (
        <span className="unplanned" aria-describedby={defined('unplanned')}>
          + not planned
        </span>
      ) : null}
      <FigureLink stage={stage.id} set="touchpoint" name={name} definition="reach" words={words} className="touchpoint-figure">
        <i style={{ width: `${(reach.share.value ?? 0) * 100}%` }} />
        <b>{percent(reach.share.value)}</b>
      </FigureLink>
    </>
  )
}
