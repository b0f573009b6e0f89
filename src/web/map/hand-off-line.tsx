import { count, countedOf, countOf, daysInterval, daysWords, percent, percentInterval } from '../../map/format.ts'
import type { JourneyMap } from '../../map/journey-map.ts'
import { FigureLink } from './figure-link.tsx'

type HandOff = JourneyMap['handOffs'][number]

/** One passing-on between two stages: how many were accepted, how fast, what became of the others and why. Each number opens its people. */
export function HandOffLine({ handOff, from, to, within }: { handOff: HandOff; from: string; to: string; within: string }) {
  const median = handOff.days.find((quantile) => quantile.share === 0.5)
  return (
    <li>
      <b>{handOff.name}</b>
      <span className="hand-off-way">
        from {from} to {to}
      </span>
      <Accepted handOff={handOff} within={within} />
      <span>
        {median?.days == null ? 'median time not reached' : `half within ${daysWords(median.days)}`}{' '}
        <small>{median ? daysInterval(median.low, median.high) : null}</small>
      </span>
      {handOff.counts.handedOver > 0 ? <Counts handOff={handOff} within={within} /> : null}
      {handOff.reasons.length > 0 ? <Reasons handOff={handOff} /> : null}
    </li>
  )
}

function Accepted({ handOff, within }: { handOff: HandOff; within: string }) {
  const { accepted } = handOff
  const interval = percentInterval(accepted.low, accepted.high)
  if (accepted.value === null) return <span>{accepted.note ?? 'too little data'}</span>
  return (
    <span>
      <FigureLink
        stage={handOff.from}
        set="acceptedByWindow"
        name={handOff.id}
        definition="handOff"
        words={`${percent(accepted.value)} accepted ${within}: ${countedOf(accepted)}`}
      >
        {percent(accepted.value)} accepted
      </FigureLink>{' '}
      {within}{' '}
      <small>
        {interval ? `${interval} · ` : ''}
        {countedOf(accepted)}
      </small>
    </span>
  )
}

/** What became of those handed over; accepted, refused and waiting add up to them. */
function Counts({ handOff, within }: { handOff: HandOff; within: string }) {
  const { counts } = handOff
  const figure = (set: keyof typeof counts, words: string) => (
    <FigureLink
      stage={handOff.from}
      set={set}
      name={handOff.id}
      definition="handOverCounts"
      words={`${handOff.name}: ${count(counts[set])} ${words}`}
    >
      {count(counts[set])} {words}
    </FigureLink>
  )
  return (
    <span className="hand-off-counts">
      {figure('handedOver', 'handed over')}: {figure('accepted', 'accepted')}
      {counts.accepted > 0 ? <small> ({figure('acceptedByWindow', within)})</small> : null}, {figure('refused', 'refused')},{' '}
      {figure('waiting', 'still waiting')}
    </span>
  )
}

function Reasons({ handOff }: { handOff: HandOff }) {
  const { id, from, reasons, moreReasons } = handOff
  return (
    <span className="hand-off-reasons">
      <small>
        reasons given:{' '}
        {reasons.map(({ reason, count: n }, i) => (
          <span key={reason}>
            {i > 0 ? ', ' : ''}
            {reason} (
            <FigureLink
              stage={from}
              set="reason"
              name={id}
              reason={reason}
              definition="reasons"
              words={`${countOf(n, 'stay')} with the reason “${reason}”`}
            >
              {count(n)}
            </FigureLink>
            )
          </span>
        ))}
        {moreReasons.reasons > 0 ? (
          <>
            {' '}
            and {countOf(moreReasons.reasons, 'more reason')},{' '}
            <FigureLink
              stage={from}
              set="moreReasons"
              name={id}
              definition="reasons"
              words={`${countOf(moreReasons.stays, 'stay')} with one of ${countOf(moreReasons.reasons, 'more reason')}`}
            >
              {countOf(moreReasons.stays, 'stay')}
            </FigureLink>
          </>
        ) : null}
      </small>
    </span>
  )
}
