import type { BacktestRun } from '../../map/backtest.ts'
import { count, countOf, month as monthWords } from '../../map/format.ts'
import type { BacktestNumber } from './backtest-number.tsx'

/** So many months fit beside each other. */
const mostShown = 24

/** How many people were to be written to in each month, and how many of them got something, as columns; on a phone as rows. */
export function BacktestMonths({ months, number }: { months: BacktestRun['months']; number: BacktestNumber }) {
  const shown = months.slice(-mostShown)
  const most = Math.max(1, ...shown.map(({ audience, reached }) => Math.max(audience, reached)))
  return (
    <section aria-labelledby="backtest-months">
      <h3 id="backtest-months">People to write to, month by month</h3>
      <p className="lead-in">
        The whole column: people in its stages who may be written to. Its strong part: those who would have got something in that month.
        {months.length > shown.length ? ` The last ${count(shown.length)} of ${countOf(months.length, 'month')}.` : ''}
      </p>
      <ol className="backtest-months">
        {shown.map(({ month, audience, reached }, index) => {
          const at = Date.parse(`${month}-01T00:00:00Z`)
          const [name = '', year = ''] = monthWords(at).split(' ')
          const words = `${monthWords(at)}: ${countOf(audience, 'person')} to write to, ${count(reached)} got something`
          return (
            <li key={month}>
              <span className="number">{number('month', words, { set: 'month', month, of: 'audience' }, count(audience))}</span>
              <i aria-hidden="true" style={{ '--size': audience / most } as React.CSSProperties}>
                <b style={{ '--size': audience === 0 ? 0 : Math.min(1, reached / audience) } as React.CSSProperties} />
              </i>
              <span className="month">
                {name}
                <small data-first={index === 0 || name === 'Jan' || undefined}> {year}</small>
              </span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
