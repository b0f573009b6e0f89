import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Backtest } from '../../map/backtest.ts'
import { backtestCautions } from '../../map/backtest-words.ts'
import { count, countOf, day } from '../../map/format.ts'
import type { Programme } from '../../model/programme.ts'
import { Failed } from '../shell/states.tsx'
import '../styles/backtest.css'
import { BacktestAgainst } from './backtest-against.tsx'
import { BacktestMessages } from './backtest-messages.tsx'
import { BacktestMonths } from './backtest-months.tsx'
import { backtestNumber, type OpenFigure } from './backtest-number.tsx'
import { BacktestPeople } from './backtest-people.tsx'
import { BacktestReasons } from './backtest-reasons.tsx'
import { BacktestShares } from './backtest-shares.tsx'
import { BacktestTotals } from './backtest-totals.tsx'
import { BacktestVariants } from './backtest-variants.tsx'
import { backtestQuery } from './programme-requests.ts'
import { Replaying } from './replaying.tsx'

interface BacktestViewProps {
  /** The form that is kept; null where it cannot be read. */
  programme: Programme | null
  id: string
  /** The form that stands here and is not kept yet; null: none differs. */
  unkept: string | null
  stageName(id: string): string
}

/** What a kept programme would have sent on past stays (rule R7), what other gaps and counts would do, and another design beside it. */
export function BacktestView({ programme, id, unkept, stageName }: BacktestViewProps) {
  const body = {}
  const { data, error, refetch } = useQuery(backtestQuery(id, body))
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Replaying programme={id} body={body} />
  return (
    <div className="backtest">
      {unkept === null ? null : (
        <p className="lead-in">You changed something that is not kept yet. This replays the kept form; lay yours beside it below.</p>
      )}
      <Found backtest={data} programme={programme} id={id} unkept={unkept} stageName={stageName} />
    </div>
  )
}

function Found({ backtest, programme, id, unkept, stageName }: BacktestViewProps & { backtest: Backtest }) {
  const [open, show] = useState<OpenFigure | null>(null)
  const { run, notes, horizon } = backtest
  const number = backtestNumber({ open, show })
  const cautions = backtestCautions(run)
  const panel = (place: OpenFigure['figure'][]) =>
    open !== null && place.includes(open.figure) ? (
      <BacktestPeople programme={id} open={open} close={() => show(null)} stageName={stageName} />
    ) : null
  return (
    <>
      <section className="audit-lead" aria-label="In short">
        <p className="audit-sentence">
          {run.sends === 0
            ? 'It would have sent nothing'
            : `It would have sent ${countOf(run.sends, 'message')} to ${countOf(run.reached, 'person')}`}
          {run.from === null || horizon === null ? '.' : `, on stays from ${day(run.from)} to ${day(horizon)}.`}
        </p>
        {cautions.map((caution) => (
          <p key={caution} className="backtest-caution">
            {caution}
          </p>
        ))}
        <BacktestTotals run={run} number={number} />
      </section>
      {panel(totalFigures)}
      {run.sends === 0 ? null : (
        <>
          <BacktestShares run={run} number={number} />
          {panel(['perPerson', 'perWeek'])}
          <BacktestMonths months={run.months} number={number} />
          {panel(['month'])}
        </>
      )}
      {run.messages.some(({ decided, waiting }) => decided + waiting > 0) ? <BacktestMessages run={run} number={number} /> : null}
      <BacktestReasons run={run} number={number} />
      {panel(['fate', 'moved'])}
      {run.decided === 0 || programme === null ? null : <BacktestVariants run={run} programme={programme} />}
      <BacktestAgainst programme={programme} id={id} unkept={unkept} />
      <ul className="panel-notes">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
        {run.clusters === 0 ? null : <li>{count(run.clusters)} accounts, or people without one, stand behind the intervals.</li>}
      </ul>
    </>
  )
}

const totalFigures: OpenFigure['figure'][] = [
  ...(['audience', 'heldOut', 'withoutConsent', 'sends', 'reached', 'share', 'transactional', 'capHits', 'collisions'] as const),
  ...(['afterKnownLeaving', 'afterLeavingNotReceived', 'mostInAWeek'] as const),
]
