import { count, countedOf, daysInterval, daysWords, percent, percentInterval } from '../../map/format.ts'
import type { JourneyMap } from '../../map/journey-map.ts'
import { FigureLink } from './figure-link.tsx'

/** One passing-on between two stages: how many were accepted, how fast, and why others were not. */
export function HandOffLine({ handOff, from, to }: { handOff: JourneyMap['handOffs'][number]; from: string; to: string }) {
  const { accepted } = handOff
  const median = handOff.days.find((quantile) => quantile.share === 0.5)
  const interval = percentInterval(accepted.low, accepted.high)
  const behind = countedOf(accepted)
  return (
    <li>
      <b>{handOff.name}</b>
      <span className="hand-off-way">
        from {from} to {to}
      </span>
      <span>
        {accepted.value === null ? (
          (accepted.note ?? 'too little data')
        ) : (
          <>
            <FigureLink stage={handOff.from} set="entered" definition="handOff" words={`${percent(accepted.value)} accepted: ${behind}`}>
              {percent(accepted.value)} accepted
            </FigureLink>{' '}
            <small>
              {interval ? `${interval} · ` : ''}
              {behind}
            </small>
          </>
        )}
      </span>
      <span>
        {median?.days == null ? 'median time not reached' : `half within ${daysWords(median.days)}`}{' '}
        <small>{median ? daysInterval(median.low, median.high) : null}</small>
      </span>
      {handOff.reasons.length > 0 ? (
        <span>
          <small>refused: {handOff.reasons.map(({ reason, count: n }) => `${reason} (${count(n)})`).join(', ')}</small>
        </span>
      ) : null}
    </li>
  )
}
