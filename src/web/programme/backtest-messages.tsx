import type { BacktestRun } from '../../map/backtest.ts'
import { count, percent, percentInterval } from '../../map/format.ts'
import type { BacktestNumber } from './backtest-number.tsx'

const kindWords: Record<string, string> = { friction: 'after friction', transactional: 'transactional' }

/** Each message with how many it would have reached before they left. */
export function BacktestMessages({ run, number }: { run: BacktestRun; number: BacktestNumber }) {
  return (
    <section aria-labelledby="backtest-messages">
      <h3 id="backtest-messages">Message by message</h3>
      <div className="table-frame" tabIndex={-1}>
        <table className="programme-table">
          <thead>
            <tr>
              <th scope="col">message</th>
              <th scope="col">reached in time</th>
              <th scope="col" className="number">
                sent
              </th>
              <th scope="col" className="number">
                left before
              </th>
              <th scope="col" className="number">
                still due
              </th>
            </tr>
          </thead>
          <tbody>
            {run.messages.map((message) => (
              <Row key={message.id} message={message} number={number} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Row({ message, number }: { message: BacktestRun['messages'][number]; number: BacktestNumber }) {
  const { id, name, kind, sent, left, waiting, decided, share, low, high } = message
  const fate = (chosen: 'sent' | 'left' | 'waiting', value: number, words: string) =>
    number(
      chosen === 'sent' ? 'sends' : 'fate',
      `${name}: ${count(value)} ${words}`,
      { set: 'fate', fate: chosen, message: id },
      count(value),
    )
  return (
    <tr>
      <th scope="row">
        {name}
        {kindWords[kind] === undefined ? null : <small>{kindWords[kind]}</small>}
      </th>
      <td data-label="reached in time">
        {share === null ? (
          'nothing decided yet'
        ) : (
          <>
            <i className="share-bar" aria-hidden="true">
              <b style={{ width: `${share * 100}%` }} />
            </i>
            {number('share', `${name}: ${percent(share)} of ${count(decided)} reached in time`, null, percent(share))}{' '}
            <small>{percentInterval(low, high) ?? 'no interval: under 10 accounts'}</small>
          </>
        )}
      </td>
      <td className="number" data-label="sent">
        {fate('sent', sent, 'sent')}
      </td>
      <td className="number" data-label="left before">
        {fate('left', left, 'where people had left before')}
      </td>
      <td className="number" data-label="still due">
        {fate('waiting', waiting, 'still due')}
      </td>
    </tr>
  )
}
