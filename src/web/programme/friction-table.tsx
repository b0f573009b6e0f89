import { Link } from '@tanstack/react-router'
import { count, countOf, days, percentFine } from '../../map/format.ts'
import type { FrictionDesign } from '../../model/programme-design.ts'
import type { Address } from '../shell/address.ts'
import { SourceDetails } from './source-list.tsx'

interface FrictionTableProps {
  journey: string
  friction: readonly FrictionDesign[]
  stageName(id: string): string
  slice: Address
}

/** Where people stumble, and how many of those moved on against the others: an association, not an effect. Signs that get no message are folded. */
export function FrictionTable({ friction, ...props }: FrictionTableProps) {
  const proposed = friction.filter(({ delayDays }) => delayDays !== null)
  const others = friction.filter(({ delayDays }) => delayDays === null)
  return (
    <section aria-labelledby="friction">
      <h2 id="friction">When someone stumbles</h2>
      <p className="lead-in">
        A message each, sent some time after the sign unless the person moved on or acted by then. The differences are associations, not
        effects.
      </p>
      {proposed.length === 0 ? <p>No sign stands out enough to write because of it.</p> : <Signs friction={proposed} {...props} />}
      {others.length === 0 ? null : (
        <details className="sources">
          <summary>{countOf(others.length, 'sign')} without a message, and why</summary>
          <Signs friction={others} {...props} />
        </details>
      )}
    </section>
  )
}

function Signs({ friction, ...props }: FrictionTableProps) {
  return (
    <div className="table-frame" tabIndex={-1}>
      <table className="programme-table friction-table">
        <thead>
          <tr>
            <th scope="col">sign</th>
            <th scope="col" className="number">
              showed it
            </th>
            <th scope="col" className="number">
              moved on with
            </th>
            <th scope="col" className="number">
              without
            </th>
            <th scope="col">difference, with 95 % interval</th>
            <th scope="col">write after</th>
          </tr>
        </thead>
        <tbody>
          {friction.map((one) => (
            <FrictionRow key={`${one.stage}${one.signalText}`} one={one} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function FrictionRow({ journey, one, stageName, slice }: Omit<FrictionTableProps, 'friction'> & { one: FrictionDesign }) {
  const { converted, delayDays } = one
  return (
    <tr>
      <th scope="row">
        {one.signalText}
        <small>{stageName(one.stage)}</small>
      </th>
      <td className="number" data-label="showed it">
        {one.showed === 0 || one.shownBy === '' ? (
          count(one.showed)
        ) : (
          <Link
            className="figure"
            to="/journeys/$journey/stages/$stage"
            params={{ journey, stage: one.stage }}
            search={{ ...slice, set: 'signal', name: one.shownBy }}
            aria-label={`${stageName(one.stage)}, ${one.signalText}: ${countOf(one.showed, 'stay')}. Show them.`}
          >
            {count(one.showed)}
          </Link>
        )}
      </td>
      <td className="number" data-label="moved on with">
        {percentFine(converted.with)}
      </td>
      <td className="number" data-label="without">
        {percentFine(converted.without)}
      </td>
      <td data-label="difference">
        {differenceOf(converted)}
        {one.notes.map((note) => (
          <small key={note}>{note}</small>
        ))}
      </td>
      <td data-label="write after">
        {delayDays === null ? (
          'no message'
        ) : (
          <>
            {days(delayDays.value)}
            <SourceDetails words="Why" journey={journey} sources={delayDays.sources} slice={slice} />
          </>
        )}
      </td>
    </tr>
  )
}

function differenceOf({ difference, low, high }: FrictionDesign['converted']): string {
  if (difference === null) return 'not known'
  const points = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(1)}`
  const interval = low === null || high === null ? '' : ` (${points(low)} to ${points(high)})`
  return `${points(difference)} points${interval}`
}
