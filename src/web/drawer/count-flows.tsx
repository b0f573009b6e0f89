import { count, countOf, percent } from '../../map/format.ts'
import type { MapStage, SubjectSet } from '../../map/journey-map.ts'
import { FigureLink } from '../map/figure-link.tsx'
import { useMapScene } from '../map/map-context.ts'
import { setNames } from './set-names.ts'

const ways = {
  in: ['first', 'advancedIn', 'returnedIn', 'resumed', 'recovered'],
  out: ['advanced', 'completed', 'returned', 'dropped', 'stillIn'],
} as const
const besides = ['droppedBySilence', 'droppedByExit', 'skipped', 'underWay'] as const

type Way = (typeof ways)['in'][number] | (typeof ways)['out'][number] | (typeof besides)[number]

/** How stays came in and how they ended; both sides add up to "entered" (rule M6). */
export function CountFlows({ stage }: { stage: MapStage }) {
  const { counts } = stage
  const { map } = useMapScene()
  return (
    <section aria-labelledby="counts">
      <h3 id="counts">In and out</h3>
      <p className="lead">
        <FigureLink stage={stage.id} set="entered" definition="entered" words={`${count(counts.entered)} stays entered ${stage.name}`}>
          {count(counts.entered)} stays
        </FigureLink>{' '}
        of {countOf(counts.subjects, map.journey.subjectType)} entered. Each side adds up to them.
      </p>
      <div className="flows">
        <Side stage={stage} title="How they came in" sets={ways.in} />
        <Side stage={stage} title="How it went on" sets={ways.out} />
      </div>
      <p className="besides">
        {besides
          .filter((set) => counts[set] > 0)
          .map((set) => (
            <span key={set}>
              <Count stage={stage} set={set} /> {setNames[set]}
            </span>
          ))}
      </p>
    </section>
  )
}

function Side({ stage, title, sets }: { stage: MapStage; title: string; sets: readonly Way[] }) {
  const entered = stage.counts.entered
  return (
    <table className="flow">
      <caption>{title}</caption>
      <tbody>
        {sets
          .filter((set) => stage.counts[set] > 0)
          .map((set) => (
            <tr key={set}>
              <th scope="row">{setNames[set]}</th>
              <td className="number">
                <Count stage={stage} set={set} />
              </td>
              <td className="flow-bar" aria-hidden="true">
                <i style={{ width: `${entered > 0 ? (stage.counts[set] / entered) * 100 : 0}%` }} />
              </td>
              <td className="number quiet-number">{entered > 0 ? percent(stage.counts[set] / entered) : '–'}</td>
            </tr>
          ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">together</th>
          <td className="number">{count(sets.reduce((sum, set) => sum + stage.counts[set], 0))}</td>
          <td />
          <td />
        </tr>
      </tfoot>
    </table>
  )
}

function Count({ stage, set }: { stage: MapStage; set: Way & SubjectSet }) {
  return (
    <FigureLink
      stage={stage.id}
      set={set}
      definition={set === 'stillIn' ? 'stillIn' : 'entered'}
      words={`${count(stage.counts[set])} ${setNames[set]}`}
    >
      {count(stage.counts[set])}
    </FigureLink>
  )
}
