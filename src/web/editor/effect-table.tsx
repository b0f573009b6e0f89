import { count, days, percent } from '../../map/format.ts'
import type { JourneyMap, MapStage } from '../../map/journey-map.ts'

type Side = MapStage | undefined

const figures: [name: string, of: (stage: MapStage) => string][] = [
  ['Entered', (stage) => count(stage.counts.entered)],
  ['Move on', (stage) => percent(stage.conversion.converted.value)],
  ['Half by', (stage) => days(stage.time.converting[1]?.days ?? null)],
]

/** The figures of two maps side by side, stage by stage (matched by id); what is different stands out in words, too. */
export function EffectTable({ before, after, caption }: { before: JourneyMap; after: JourneyMap; caption: string }) {
  const gone = before.stages.filter(({ id }) => !after.stages.some((stage) => stage.id === id))
  const rows: [Side, Side][] = [
    ...after.stages.map((stage): [Side, Side] => [before.stages.find(({ id }) => id === stage.id), stage]),
    ...gone.map((stage): [Side, Side] => [stage, undefined]),
  ]
  return (
    <div className="effect-scroll">
      <table className="effect">
        <caption className="hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            {figures.map(([name]) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([old, now]) => (
            <tr key={(now ?? old)?.id}>
              <th scope="row">
                {(now ?? old)?.name} {old ? null : <small>new</small>} {now ? null : <small>gone</small>}
              </th>
              {figures.map(([name, of]) => (
                <td key={name}>
                  <Change old={old && of(old)} now={now && of(now)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Change({ old, now }: { old: string | undefined; now: string | undefined }) {
  if (old === now) return <span>{now}</span>
  return (
    <span className="changed">
      <span>{old ?? '–'}</span> <span aria-hidden="true">›</span> <span className="hidden">becomes</span> <b>{now ?? '–'}</b>
    </span>
  )
}
