import { type ReactNode, useRef } from 'react'
import type { JourneyMap, MapStage } from '../../map/journey-map.ts'
import { defined } from '../shell/definitions.tsx'
import { Evidence } from './evidence.tsx'
import { moveInGrid } from './grid-keys.ts'
import { hiddenLanes, isAssumed, isShown, lanesOf } from './lanes.ts'
import { type Lane, useMapScene } from './map-context.ts'
import { StageLink } from './stage-link.tsx'
import { useWide } from './wide.ts'

/** Up to here columns may be a little narrower, so that a small screen shows them all without scrolling. */
const fewStages = 6

/** The map as one table: stages are columns, lanes are rows. Arrow keys go from cell to cell. */
export function MapTable() {
  const { map, view, address } = useMapScene()
  const frame = useRef<HTMLElement>(null)
  const wide = useWide(frame)
  const hidden = hiddenLanes(address.hide)
  const rows = lanesOf(map).filter((lane) => !hidden.has(lane.id))
  const shown = rows.filter((lane) => isShown(lane, view))
  const assumed = rows.filter((lane) => isAssumed(lane) && !shown.includes(lane))
  return (
    <section className="map-frame" ref={frame} data-wide={wide || undefined} aria-label="Journey map">
      <table
        className="map"
        data-many={map.stages.length > fewStages || undefined}
        style={{ '--stages': map.stages.length } as React.CSSProperties}
        onKeyDown={moveInGrid}
      >
        <caption className="hidden">
          {map.journey.name}: {map.stages.length} stages in columns. Arrow keys move between cells, Enter opens what a cell holds.
        </caption>
        <colgroup>
          <col className="lane-column" />
          {map.stages.map((stage) => (
            <col key={stage.id} />
          ))}
        </colgroup>
        <thead>
          <Lifecycle map={map} />
          <tr className="stage-row">
            <th scope="row" className="lane">
              Stage
              <small>evidence</small>
            </th>
            {map.stages.map((stage) => (
              <th key={stage.id} scope="col" className="stage" data-row={0} data-column={stage.index} tabIndex={stage.index === 1 ? 0 : -1}>
                <div>
                  <StageLink stage={stage} />
                  <Evidence stage={stage} />
                </div>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((lane, index) => (
            <LaneRow key={lane.id} lane={lane} row={index + 1} stages={map.stages} />
          ))}
          {assumed.length > 0 ? <NoEvidenceRow lanes={assumed} columns={map.stages.length} /> : null}
        </tbody>
      </table>
    </section>
  )
}

/** Neighbouring stages of one phase share its band. */
function Lifecycle({ map }: { map: JourneyMap }) {
  const bands: { lifecycle: string; stages: MapStage[] }[] = []
  for (const stage of map.stages) {
    const last = bands.at(-1)
    if (last?.lifecycle === stage.lifecycle) last.stages.push(stage)
    else bands.push({ lifecycle: stage.lifecycle, stages: [stage] })
  }
  return (
    <tr className="lifecycle">
      <td className="lane" />
      {bands.map((band) => (
        <th key={band.stages[0]?.id} scope="colgroup" colSpan={band.stages.length} className={`life life-${band.lifecycle}`}>
          <span>{band.lifecycle}</span>
        </th>
      ))}
    </tr>
  )
}

function LaneRow({ lane, row, stages }: { lane: Lane; row: number; stages: readonly MapStage[] }) {
  return (
    <tr className={`lane-${lane.id}`}>
      <LaneHead lane={lane} />
      {stages.map((stage) => (
        <td key={stage.id} data-row={row} data-column={stage.index} tabIndex={-1}>
          <lane.Cell stage={stage} lane={lane} />
        </td>
      ))}
    </tr>
  )
}

function LaneHead({ lane }: { lane: Lane }) {
  return (
    <th scope="row" className="lane">
      {lane.name}
      <small>{lane.hint}</small>
      <LaneMark lane={lane} />
    </th>
  )
}

/** Says that a row rests on nothing but what the team wrote. */
export function LaneMark({ lane }: { lane: Lane }): ReactNode {
  if (lane.id === 'emotion') return <small className="assumption">no evidence yet: intended only</small>
  if (!isAssumed(lane)) return null
  return (
    <small className="assumption" aria-describedby={defined('assumption')}>
      assumption
    </small>
  )
}

function NoEvidenceRow({ lanes, columns }: { lanes: readonly Lane[]; columns: number }) {
  return (
    <tr className="lane-none">
      <th scope="row" className="lane">
        In people’s words
      </th>
      <td colSpan={columns}>
        <p className="none">
          No evidence yet for {lanes.map((lane) => lane.name.toLowerCase()).join(', ')}. What the team wrote stands under Intended and Gap.
        </p>
      </td>
    </tr>
  )
}
