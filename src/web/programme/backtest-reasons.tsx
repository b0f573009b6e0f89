import type { BacktestRun } from '../../map/backtest.ts'
import { fateWords, moveWords } from '../../map/fate-words.ts'
import { count } from '../../map/format.ts'
import { programmeFates, programmeMoves } from '../../model/programme-fate.ts'
import type { BacktestNumber } from './backtest-number.tsx'

/** Why messages did not go out, and what moved others to a later time. */
export function BacktestReasons({ run, number }: { run: BacktestRun; number: BacktestNumber }) {
  const fates = programmeFates.filter((fate) => fate !== 'sent' && fate !== 'waiting' && run.fates[fate] > 0)
  const moves = programmeMoves.filter((by) => run.moved[by] > 0)
  if (fates.length + moves.length === 0) return null
  return (
    <div className="backtest-two">
      {fates.length === 0 ? null : (
        <section aria-labelledby="backtest-fates">
          <h3 id="backtest-fates">Not sent</h3>
          <ul className="backtest-reasons">
            {fates.map((fate) => (
              <li key={fate}>
                <span>{fateWords[fate]}</span>
                <span className="number">
                  {number(
                    'fate',
                    `${fateWords[fate]}: ${count(run.fates[fate])}`,
                    { set: 'fate', fate, message: null },
                    count(run.fates[fate]),
                  )}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {moves.length === 0 ? null : (
        <section aria-labelledby="backtest-moves">
          <h3 id="backtest-moves">Moved to a later time by</h3>
          <ul className="backtest-reasons">
            {moves.map((by) => (
              <li key={by}>
                <span>{moveWords[by]}</span>
                <span className="number">
                  {number('moved', `moved by ${moveWords[by]}: ${count(run.moved[by])}`, { set: 'moved', by }, count(run.moved[by]))}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
