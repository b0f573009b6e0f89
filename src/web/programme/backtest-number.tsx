import type { ReactNode } from 'react'
import type { BacktestChoice } from '../../map/backtest-list.ts'
import type { BacktestFigure } from './backtest-definitions.ts'

/** A figure of a backtest that is opened: what it means, and the list behind it where there is one. */
export interface OpenFigure {
  figure: BacktestFigure
  words: string
  choice: BacktestChoice | null
}

interface Opener {
  open: OpenFigure | null
  show(open: OpenFigure): void
}

/** Draws a figure of a backtest as a button that opens what it means and who stands behind it. `words`: the figure in full words. */
export type BacktestNumber = (figure: BacktestFigure, words: string, choice: BacktestChoice | null, shown?: ReactNode) => ReactNode

/** See `BacktestNumber`. */
export function backtestNumber({ open, show }: Opener): BacktestNumber {
  return (figure, words, choice, shown = words) => (
    <button
      type="button"
      className="figure-button"
      aria-expanded={open?.figure === figure && open.words === words}
      aria-label={`${words}. ${choice === null ? 'What it means.' : 'What it means, and who.'}`}
      onClick={() => show({ figure, words, choice })}
    >
      {shown}
    </button>
  )
}
