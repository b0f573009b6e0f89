import { count, percent, percentInterval } from '../../map/format.ts'
import type { StageDetail, SubjectSet } from '../../map/journey-map.ts'
import { subjectSets } from '../../map/journey-map.ts'
import { FigureLink } from '../map/figure-link.tsx'
import { endingName } from './set-names.ts'

/** Where stays go from here (rule M6, next step). */
export function NextTable({ detail }: { detail: StageDetail }) {
  if (detail.next.length === 0) return null
  const population = detail.next[0]?.share.population
  return (
    <section aria-labelledby="next">
      <h3 id="next">Next step</h3>
      <table className="figures">
        <caption className="hidden">Next step{population ? `, of ${population}` : ''}</caption>
        <tbody>
          {detail.next.map((row) => (
            <tr key={`${row.to}:${row.how}`}>
              <th scope="row">
                {row.to} <small>{endingName(row.how)}</small>
              </th>
              <td className="number">
                <Stays detail={detail} row={row} />
              </td>
              <td className="flow-bar" aria-hidden="true">
                <i style={{ width: `${(row.share.value ?? 0) * 100}%` }} />
              </td>
              <td className="number">{percent(row.share.value)}</td>
              <td className="number quiet-number">{percentInterval(row.share.low, row.share.high)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {population ? <p className="population">of {population}</p> : null}
    </section>
  )
}

function Stays({ detail, row }: { detail: StageDetail; row: StageDetail['next'][number] }) {
  const code = row.how === 'open' ? 'stillIn' : row.how
  const set = subjectSets.find((known): known is SubjectSet => known === code)
  if (!set) return count(row.stays)
  return (
    <FigureLink
      stage={detail.stage.id}
      set={set}
      definition="entered"
      words={`${count(row.stays)} stays: ${endingName(row.how)}, to ${row.to}`}
    >
      {count(row.stays)}
    </FigureLink>
  )
}
