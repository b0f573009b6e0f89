import type { BacktestRun } from '../map/backtest.ts'
import type { Journey } from '../model/journey.ts'
import type { Programme } from '../model/programme.ts'
import { backtestTally } from './backtest.ts'
import { replay } from './replay.ts'
import type { Colleagues } from './replay-people.ts'

/** Several programmes over one reading of the people: each is told them in turn, alone with the others that share its caps (rule R7). */
export interface BacktestRuns {
  take(colleagues: Colleagues): void
  runs(): BacktestRun[]
}

/** Empty runs of these programmes. `horizon`: up to when stays are seen (UTC ms). */
export function backtestRuns(
  programmes: readonly Programme[],
  others: readonly Programme[],
  { journey, horizon }: { journey: Pick<Journey, 'stages' | 'restartAfterMs'>; horizon: number },
): BacktestRuns {
  const every = programmes.map((programme) => ({
    go: replay({ programmes: [programme, ...others], journey, horizon }),
    tally: backtestTally(programme, horizon),
  }))
  return {
    take: (colleagues) => {
      for (const { go, tally } of every) {
        go(colleagues, tally.tell)
        tally.endOfPeople()
      }
    },
    runs: () => every.map(({ tally }) => tally.run()),
  }
}
