import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { BacktestRun } from '../../map/backtest.ts'
import { backtestDifferences, capHits, collisions } from '../../map/backtest-words.ts'
import { count, countOf, percent } from '../../map/format.ts'
import type { Programme } from '../../model/programme.ts'
import { Failed, Skeleton } from '../shell/states.tsx'
import { nearLimits } from './near-limits.ts'
import { backtestQuery } from './programme-requests.ts'

/** Up to so many people other limits are tried without being asked for. */
const quickPeople = 20_000

/** What a gap a little shorter or longer, and one message more or fewer in a stage, would do. */
export function BacktestVariants({ run, programme }: { run: BacktestRun; programme: Programme }) {
  const { gaps, caps, longest } = nearLimits(programme)
  const [wanted, setWanted] = useState(run.audience + run.heldOut + run.withoutConsent <= quickPeople)
  const tried = useQuery({ ...backtestQuery(programme.id, { gaps }), enabled: wanted && gaps.length > 0 })
  const counted = useQuery({ ...backtestQuery(programme.id, { caps }), enabled: wanted && caps.length > 0 })
  const error = tried.error ?? counted.error
  const rows = [...(tried.data?.grid ?? []), ...(counted.data?.grid ?? [])]
  return (
    <section aria-labelledby="backtest-variants">
      <h3 id="backtest-variants">Other gaps and counts</h3>
      <p className="lead-in">
        The same messages on the same days, with other limits.
        {programme.limits.perSequence >= longest
          ? ` No stage has more than ${countOf(longest, 'message')}, so that a higher count changes nothing.`
          : ''}
      </p>
      {wanted ? null : (
        <button type="button" className="button" onClick={() => setWanted(true)}>
          Try them: {countOf(gaps.length + caps.length, 'replay')}
        </button>
      )}
      {error ? <Failed error={error} retry={() => void Promise.all([tried.refetch(), counted.refetch()])} /> : null}
      {(tried.isLoading || counted.isLoading) && !error ? <Skeleton rows={4} label="Trying other gaps and counts" /> : null}
      {rows.length === 0 ? null : (
        <div className="table-frame" tabIndex={-1}>
          <table className="programme-table">
            <thead>
              <tr>
                <th scope="col">limits</th>
                <th scope="col" className="number">
                  messages
                </th>
                <th scope="col" className="number">
                  people
                </th>
                <th scope="col" className="number">
                  in time
                </th>
                <th scope="col" className="number">
                  cap hits
                </th>
                <th scope="col" className="number">
                  collisions
                </th>
                <th scope="col">against now</th>
              </tr>
            </thead>
            <tbody>
              <VariantRow run={run} words={`now: ${limitWords(run)}`} differences={[]} />
              {rows.map((one) => (
                <VariantRow
                  key={`${one.minGapDays} ${one.perSequence}`}
                  run={one}
                  words={limitWords(one)}
                  differences={backtestDifferences(run, one)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function limitWords({ minGapDays, perSequence }: BacktestRun): string {
  return `gap ${countOf(minGapDays, 'day')}, at most ${count(perSequence)}`
}

function VariantRow({ run, words, differences }: { run: BacktestRun; words: string; differences: readonly string[] }) {
  return (
    <tr>
      <th scope="row">{words}</th>
      <td className="number" data-label="messages">
        {count(run.sends)}
      </td>
      <td className="number" data-label="people">
        {count(run.reached)}
      </td>
      <td className="number" data-label="in time">
        {percent(run.share)}
      </td>
      <td className="number" data-label="cap hits">
        {count(capHits(run))}
      </td>
      <td className="number" data-label="collisions">
        {count(collisions(run))}
      </td>
      <td data-label="against now">{differences.join('; ') || '–'}</td>
    </tr>
  )
}
