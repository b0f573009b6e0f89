import type { BacktestRun } from '../../map/backtest.ts'
import { capHits, collisions, mostInAWeek } from '../../map/backtest-words.ts'
import { count, countOf, percent, percentInterval } from '../../map/format.ts'
import type { BacktestNumber } from './backtest-number.tsx'

/** The figures of a run that stand first, each of which opens what it means and who; and the check that nothing goes after a known leaving. */
export function BacktestTotals({ run, number }: { run: BacktestRun; number: BacktestNumber }) {
  const sent = { set: 'fate', fate: 'sent', message: null } as const
  const share = `${percent(run.share)} of its messages reached someone in time`
  const wrong = run.afterKnownLeaving > 0
  return (
    <>
      <ul className="audit-totals">
        <li>{number('audience', `${countOf(run.audience, 'person')} to write to`, { set: 'audience' })}</li>
        <li>{number('reached', `${countOf(run.reached, 'person')} reached`, { set: 'reached' })}</li>
        <li>{number('sends', countOf(run.sends, 'message'), sent)}</li>
        {run.share === null ? null : (
          <li>
            {number('share', share, null)} <small>{percentInterval(run.low, run.high) ?? 'no interval: under 10 accounts'}</small>
          </li>
        )}
        <li>{number('mostInAWeek', `at most ${count(mostInAWeek(run))} to one person in a week`, null)}</li>
        <li>{number('capHits', countOf(capHits(run), 'hit').concat(' of caps'), null)}</li>
        <li>{number('collisions', countOf(collisions(run), 'collision'), null)}</li>
        {run.heldOut === 0 ? null : <li>{number('heldOut', `${count(run.heldOut)} kept without messages`, { set: 'heldOut' })}</li>}
        {run.withoutConsent === 0 ? null : (
          <li>{number('withoutConsent', `${count(run.withoutConsent)} without consent`, { set: 'withoutConsent' })}</li>
        )}
        {run.transactional === 0 ? null : (
          <li>{number('transactional', countOf(run.transactional, 'transactional message'), { set: 'transactional' })}</li>
        )}
      </ul>
      <p className="backtest-check" data-wrong={wrong || undefined}>
        <span className={wrong ? 'tag tag-against' : 'tag tag-good'}>{wrong ? 'check failed' : 'check passed'}</span>{' '}
        {number('afterKnownLeaving', `${count(run.afterKnownLeaving)} sent after a leaving that was known`, { set: 'afterKnownLeaving' })}
        {wrong ? '; it must be 0. This is a fault of the program: please tell its makers.' : ', as it must be.'}
        {run.afterLeavingNotReceived === 0 ? null : (
          <>
            {' '}
            {number('afterLeavingNotReceived', `${count(run.afterLeavingNotReceived)} before word of a leaving had come`, {
              set: 'afterLeavingNotReceived',
            })}
            .
          </>
        )}
      </p>
    </>
  )
}
