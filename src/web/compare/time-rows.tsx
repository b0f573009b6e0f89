import { differenceText } from '../../map/campaign-words.ts'
import { dayDifferenceWords } from '../../map/comparison-words.ts'
import { days, daysInterval } from '../../map/format.ts'
import type { Quantile } from '../../map/journey-map.ts'
import type { SliceStage } from '../../map/slice-comparison.ts'
import { PeopleLink } from './people-link.tsx'
import type { RowsProps } from './share-rows.tsx'

const kinds = [
  { kind: 'leaving', words: 'time in stage', set: 'counted' },
  { kind: 'converting', words: 'time to move on', set: 'convertedByWindow' },
] as const

/** How long it took: both medians of either slice, with their differences. */
export function TimeRows({ comparison: { stages }, ...props }: RowsProps) {
  return (
    <section aria-labelledby="time-rows">
      <h2 id="time-rows">How long it took: medians</h2>
      <table className="pair-table times">
        <thead>
          <tr>
            <th scope="col">stage</th>
            <th scope="col">of</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
            <th scope="col">A less B</th>
          </tr>
        </thead>
        {stages.map((stage) => (
          <tbody key={stage.id}>
            {kinds.map((kind, i) => (
              <TimeRow key={kind.kind} stage={stage} {...kind} {...props} first={props.first} leads={i === 0} />
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

type TimeRowProps = Omit<RowsProps, 'comparison'> & (typeof kinds)[number] & { stage: SliceStage; leads: boolean }

function TimeRow({ stage, kind, words, set, leads, journey, first, second }: TimeRowProps) {
  const median = (name: 'A' | 'B', quantile: Quantile) => (
    <td data-label={name}>
      {quantile.days === null ? (
        'not reached'
      ) : (
        <PeopleLink
          journey={journey}
          stage={stage}
          set={set}
          slice={name === 'A' ? first : second}
          name={name}
          words={`${words}, median ${days(quantile.days)}`}
        >
          {days(quantile.days)}
        </PeopleLink>
      )}{' '}
      <small>{quantile.days === null ? '' : (daysInterval(quantile.low, quantile.high) ?? '')}</small>
    </td>
  )
  return (
    <tr>
      {leads ? (
        <th scope="rowgroup" rowSpan={kinds.length}>
          {stage.name}
        </th>
      ) : null}
      <td>{words}</td>
      {median('A', stage.a[kind])}
      {median('B', stage.b[kind])}
      <td data-label="A less B">{differenceText(stage[kind], dayDifferenceWords)}</td>
    </tr>
  )
}
