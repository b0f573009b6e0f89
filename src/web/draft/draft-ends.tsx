import { count } from '../../map/format.ts'
import type { ProposedJourney } from '../../model/draft/proposed-journey.ts'
import type { ArrangeStep } from './arrange.ts'

interface EndsProps {
  proposed: ProposedJourney
  change: (step: ArrangeStep) => void
}

const kinds = [
  { as: 'goal', title: 'Completes the journey', other: 'lost', word: 'loss' },
  { as: 'lost', title: 'Lost', other: 'goal', word: 'goal' },
] as const

/** What ends the journey well, and what ends it as lost. */
export function DraftEnds({ proposed, change }: EndsProps) {
  return (
    <section className="draft-ends" aria-labelledby="draft-ends">
      <h2 id="draft-ends">How it ends</h2>
      {kinds.map(({ as, title, other, word }) => (
        <div key={as}>
          <h3>{title}</h3>
          {proposed[as].length === 0 ? <p className="none">Nothing yet: choose an event below.</p> : null}
          <ul>
            {proposed[as].map(({ key, text, subjects }) => (
              <li key={key}>
                <span>
                  {text} <small>{count(subjects)}</small>
                </span>
                <button
                  type="button"
                  className="quiet"
                  aria-label={`Is a ${word}: ${text}`}
                  onClick={() => change({ kind: 'end', key, as: other })}
                >
                  Is a {word}
                </button>
                <button type="button" className="quiet" aria-label={`Leave out ${text}`} onClick={() => change({ kind: 'leaveOut', key })}>
                  Leave out
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
