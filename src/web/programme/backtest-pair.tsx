import type { BacktestRun } from '../../map/backtest.ts'
import { backtestCautions, backtestDifferences, capHits, collisions, mostInAWeek } from '../../map/backtest-words.ts'
import { count, percent, percentInterval } from '../../map/format.ts'

/** Two designs over the same history, figure by figure in two columns, with the differences in words. */
export function BacktestPair({ run, other }: { run: BacktestRun; other: BacktestRun }) {
  const figures = figuresOf(run).map(({ words, value }, i) => ({ words, mine: value, theirs: figuresOf(other)[i]?.value ?? '' }))
  const name = nameOf(run, other)
  return (
    <>
      <p className="audit-sentence" role="status">
        {name}: {backtestDifferences(run, other).join('; ')}.
      </p>
      {backtestCautions(other).map((caution) => (
        <p key={caution} className="backtest-caution">
          {name}: {caution}
        </p>
      ))}
      <p className="lead-in">Both ran over the same history, so these are counts and no estimates: there is nothing to test for chance.</p>
      <div className="table-frame" tabIndex={-1}>
        <table className="programme-table backtest-pair">
          <thead>
            <tr>
              <th scope="col">figure</th>
              <th scope="col" className="number">
                this programme
              </th>
              <th scope="col" className="number">
                {name}
              </th>
            </tr>
          </thead>
          <tbody>
            {figures.map(({ words, mine, theirs }) => (
              <tr key={words}>
                <th scope="row">{words}</th>
                <td className="number" data-label="this programme">
                  {mine}
                </td>
                <td className="number" data-label={name}>
                  {theirs}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="backtest-two">
        <Messages run={run} title="This programme, message by message" />
        <Messages run={other} title={`${name}, message by message`} />
      </div>
    </>
  )
}

/** What tells the other design from this one. */
function nameOf(run: BacktestRun, other: BacktestRun): string {
  if (run.name !== other.name) return other.name
  return run.id === other.id ? 'The other form' : other.id
}

function figuresOf(run: BacktestRun): { words: string; value: string }[] {
  const reached = [percent(run.share), percentInterval(run.low, run.high)].filter((text) => text !== null).join(' · ')
  return [
    { words: 'people to write to', value: count(run.audience) },
    { words: 'people reached', value: count(run.reached) },
    { words: 'messages', value: count(run.sends) },
    { words: 'reached in time', value: reached },
    { words: 'most to one person in a week', value: count(mostInAWeek(run)) },
    { words: 'messages for people who had left', value: count(run.fates.left) },
    { words: 'hits of caps', value: count(capHits(run)) },
    { words: 'collisions', value: count(collisions(run)) },
    { words: 'sent after a known leaving', value: count(run.afterKnownLeaving) },
  ]
}

function Messages({ run, title }: { run: BacktestRun; title: string }) {
  return (
    <section aria-label={title}>
      <h4>{title}</h4>
      <ul className="backtest-reasons">
        {run.messages
          .filter(({ kind }) => kind !== 'transactional')
          .map(({ id, name, sent, share }) => (
            <li key={id}>
              <span>{name}</span>
              <span className="number">
                {count(sent)} <small>{percent(share)} in time</small>
              </span>
            </li>
          ))}
      </ul>
    </section>
  )
}
