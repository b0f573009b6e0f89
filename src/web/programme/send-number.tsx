import type { ReactNode } from 'react'
import type { SendSet } from '../../map/send-audit.ts'

/** Which e-mails a list shows, in words. */
export interface ShownSends {
  set: SendSet
  message: string | null
  words: string
}

interface Chooser {
  shown: ShownSends | null
  show(shown: ShownSends): void
}

/** Draws numbers of the audit that open the e-mails behind them. */
export function sendNumber({ shown, show }: Chooser) {
  return (value: number, set: SendSet, message: string | null, words: string): ReactNode =>
    value === 0 ? (
      words
    ) : (
      <button
        type="button"
        className="figure-button"
        aria-expanded={shown?.set === set && shown.message === message}
        aria-label={`${message === null ? '' : `${message}: `}${words}. Show them.`}
        onClick={() => show({ set, message, words })}
      >
        {words}
      </button>
    )
}
