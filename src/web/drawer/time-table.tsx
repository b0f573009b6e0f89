import { days, daysInterval, percent } from '../../map/format.ts'
import { timeGap } from '../../map/gap.ts'
import type { MapStage, Quantile } from '../../map/journey-map.ts'
import { Cautions } from '../map/cautions.tsx'
import { GapLine } from '../map/gap-line.tsx'
import { defined } from '../shell/definitions.tsx'

/** How long it takes a quarter, half and three quarters of stays, three ways (rule M3). */
export function TimeTable({ stage }: { stage: MapStage }) {
  const { leaving, converting, lastActivityOfDropped, cautions } = stage.time
  const rows = [
    { name: 'leave, for whatever reason', quantiles: leaving },
    { name: 'move on, of those that do', quantiles: converting },
    { name: 'last did something, of those lost', quantiles: lastActivityOfDropped },
  ].filter((row) => row.quantiles.length > 0)
  if (rows.length === 0) return null
  const shares = rows[0]?.quantiles.map((quantile) => quantile.share) ?? []
  return (
    <section aria-labelledby="times">
      <h3 id="times" aria-describedby={defined('median')}>
        Time in stage
      </h3>
      <table className="figures">
        <caption className="hidden">Days until a share of stays</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="hidden">Until they</span>
            </th>
            {shares.map((share) => (
              <th key={share} scope="col" className="number">
                {share === 0.5 ? 'half' : percent(share)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, quantiles }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {quantiles.map((quantile) => (
                <QuantileCell key={quantile.share} quantile={quantile} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {stage.intended.medianDays === null ? null : (
        <p className="beside">
          <span className="intended">intended: half of those who move on within {days(stage.intended.medianDays)}</span>{' '}
          <GapLine gap={timeGap(stage)} />
        </p>
      )}
      <Cautions texts={cautions} size={stage.counts.entered} />
    </section>
  )
}

function QuantileCell({ quantile }: { quantile: Quantile }) {
  return (
    <td className="number">
      {quantile.days === null ? <em className="quiet-number">not reached</em> : days(quantile.days)}
      {quantile.days === null ? null : <small>{daysInterval(quantile.low, quantile.high)}</small>}
    </td>
  )
}
