import { count, countOf } from '../../map/format.ts'
import type { ProposedJourney } from '../../model/draft/proposed-journey.ts'
import type { ArrangeStep } from './arrange.ts'

interface NotProposedProps {
  proposed: ProposedJourney
  change: (step: ArrangeStep) => void
}

/** What was seen and not proposed, why, and the ways to take it in after all. */
export function NotProposed({ proposed, change }: NotProposedProps) {
  const { rejected, stages } = proposed
  if (rejected.length === 0) return null
  return (
    <details className="draft-rest">
      <summary>Seen, not proposed: {countOf(rejected.length, 'event')}</summary>
      <ul>
        {rejected.map(({ event: { key, text, subjects }, reason }) => (
          <li key={key}>
            <p>
              <strong>{text}</strong> <small>{count(subjects)}</small>
              <br />
              {reason}
            </p>
            <select
              aria-label={`Use ${text}`}
              value=""
              onChange={(event) => {
                const chosen = event.target.value
                if (chosen === 'stage') change({ kind: 'addStage', key })
                else if (chosen === 'goal' || chosen === 'lost') change({ kind: 'end', key, as: chosen })
                else if (chosen !== '') change({ kind: 'addTo', key, stage: Number(chosen) })
              }}
            >
              <option value="">Use it …</option>
              <option value="stage">as a last stage</option>
              <option value="goal">as the goal</option>
              <option value="lost">as a loss</option>
              {stages.map(({ id, name }, place) => (
                <option key={id} value={place}>
                  to open {name}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </details>
  )
}
