import type { BacktestRun } from '../../map/backtest.ts'
import { count, countOf } from '../../map/format.ts'
import type { BacktestNumber } from './backtest-number.tsx'

/** How many messages a person got, in all and in one week, as two small distributions. */
export function BacktestShares({ run, number }: { run: BacktestRun; number: BacktestNumber }) {
  return (
    <div className="backtest-two">
      <Bars
        title="Messages a person, in all"
        bars={run.perPerson.map(({ sends, people }) => ({ sends, value: people }))}
        draw={(sends, value) =>
          number('perPerson', `${countOf(value, 'person')} got ${countOf(sends, 'message')}`, { set: 'perPerson', sends }, count(value))
        }
      />
      <Bars
        title="Messages a person, in one week"
        bars={run.perWeek.map(({ sends, personWeeks }) => ({ sends, value: personWeeks }))}
        draw={(sends, value) =>
          number(
            'perWeek',
            `${countOf(value, 'week')} of a person with ${countOf(sends, 'message')}`,
            { set: 'perWeek', sends },
            count(value),
          )
        }
      />
    </div>
  )
}

interface BarsProps {
  title: string
  bars: readonly { sends: number; value: number }[]
  draw(sends: number, value: number): React.ReactNode
}

function Bars({ title, bars, draw }: BarsProps) {
  const most = Math.max(1, ...bars.map(({ value }) => value))
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul className="backtest-bars">
        {bars.map(({ sends, value }) => (
          <li key={sends}>
            <span>{count(sends)}</span>
            <i aria-hidden="true">
              <b style={{ width: `${(100 * value) / most}%` }} />
            </i>
            <span className="number">{draw(sends, value)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
