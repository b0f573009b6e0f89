import { count, days, percent, percentInterval } from '../../map/format.ts'
import type { JourneyMap, MapStage } from '../../map/journey-map.ts'
import { withinWords } from '../../map/window-words.ts'
import type { DraftStage, ProposedJourney } from '../../model/draft/proposed-journey.ts'
import { lifecyclePhases } from '../../model/journey.ts'
import type { ArrangeStep } from './arrange.ts'

interface StagesProps {
  proposed: ProposedJourney
  map: JourneyMap | null
  change: (step: ArrangeStep) => void
}

/** The stages in their order, each with its figures, what opens it, why, and the ways to change it. */
export function DraftStages({ proposed, map, change }: StagesProps) {
  const figures = new Map(map?.stages.map((stage) => [stage.id, stage]))
  return (
    <ol className="draft-stages" aria-label="Stages">
      {proposed.stages.map((stage, place) => (
        <StageCard
          key={stage.entry[0]?.key ?? stage.id}
          stage={stage}
          place={place}
          proposed={proposed}
          figures={figures.get(stage.id) ?? null}
          change={change}
        />
      ))}
    </ol>
  )
}

interface CardProps {
  stage: DraftStage
  place: number
  proposed: ProposedJourney
  figures: MapStage | null
  change: (step: ArrangeStep) => void
}

function StageCard({ stage, place, proposed, figures, change }: CardProps) {
  const { stages, read } = proposed
  return (
    <li className="draft-stage" aria-label={stage.name}>
      <StageName stage={stage} place={place} change={change} />
      <div className="draft-reach">
        <i style={{ width: `${(100 * stage.subjects) / Math.max(1, read)}%` }} />
        <p>
          {count(stage.subjects)} reach it <small>{percent(stage.subjects / Math.max(1, read))}</small>
        </p>
      </div>
      <Figures figures={figures} isLast={place === stages.length - 1} />
      <Opening stage={stage} place={place} change={change} />
      <details className="draft-why">
        <summary>Why this stage</summary>
        <dl>
          {stage.reasons.map(({ path, text }) => (
            <div key={path}>
              <dt>{partOf(path)}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </details>
      <div className="draft-moves">
        <button
          type="button"
          className="quiet"
          disabled={place === 0}
          aria-label={`Earlier: ${stage.name}`}
          onClick={() => change({ kind: 'move', stage: place, to: place - 1 })}
        >
          Earlier
        </button>
        <button
          type="button"
          className="quiet"
          disabled={place === stages.length - 1}
          aria-label={`Later: ${stage.name}`}
          onClick={() => change({ kind: 'move', stage: place, to: place + 1 })}
        >
          Later
        </button>
        {place < stages.length - 1 ? (
          <button
            type="button"
            className="quiet"
            aria-label={`Join with next: ${stage.name}`}
            onClick={() => change({ kind: 'join', stage: place })}
          >
            Join with next
          </button>
        ) : null}
        <button
          type="button"
          className="quiet"
          disabled={stages.length === 1}
          aria-label={`Drop ${stage.name}`}
          onClick={() => change({ kind: 'drop', stage: place })}
        >
          Drop
        </button>
      </div>
    </li>
  )
}

function StageName({ stage, place, change }: Pick<CardProps, 'stage' | 'place' | 'change'>) {
  const rename = (name: string) => {
    if (name.trim() !== '' && name.trim() !== stage.name) change({ kind: 'rename', stage: place, name })
  }
  return (
    <div className="draft-name">
      <span aria-hidden="true">{place + 1}</span>
      <input
        key={stage.name}
        type="text"
        aria-label={`Name of stage ${place + 1}`}
        defaultValue={stage.name}
        maxLength={200}
        onBlur={(event) => rename(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') rename(event.currentTarget.value)
        }}
      />
      <select
        aria-label={`Phase of ${stage.name}`}
        value={stage.lifecycle}
        onChange={(event) => {
          const phase = lifecyclePhases.find((one) => one === event.target.value)
          if (phase !== undefined) change({ kind: 'phase', stage: place, phase })
        }}
      >
        {lifecyclePhases.map((phase) => (
          <option key={phase} value={phase}>
            {phase}
          </option>
        ))}
      </select>
    </div>
  )
}

/** What the map of this draft says of the stage. */
function Figures({ figures, isLast }: { figures: MapStage | null; isLast: boolean }) {
  if (figures === null) return <p className="draft-figures">…</p>
  if (isLast && figures.completedText === null) return <p className="draft-figures">The last stage, without a goal: nobody can move on.</p>
  const { conversion, time } = figures
  const { converted, dropped } = conversion
  const middle = time.leaving.find(({ share }) => share === 0.5)?.days ?? null
  return (
    <p className="draft-figures">
      <strong>{percent(converted.value)}</strong> move on {withinWords(figures)}
      {converted.low === null ? null : <small> ({percentInterval(converted.low, converted.high)})</small>}, {percent(dropped.value)} leave
      {middle === null ? null : `; half have left by ${days(middle)}`}
    </p>
  )
}

function Opening({ stage, place, change }: Pick<CardProps, 'stage' | 'place' | 'change'>) {
  const several = stage.entry.length > 1
  return (
    <div className="draft-opening">
      <h3>Opens with</h3>
      <ul>
        {stage.entry.map(({ key, text, subjects }) => (
          <li key={key}>
            <span>
              {text} <small>{count(subjects)}</small>
            </span>
            {several ? (
              <>
                <button
                  type="button"
                  className="quiet"
                  aria-label={`Own stage: ${text}`}
                  onClick={() => change({ kind: 'split', stage: place, key })}
                >
                  Own stage
                </button>
                <button type="button" className="quiet" aria-label={`Leave out ${text}`} onClick={() => change({ kind: 'leaveOut', key })}>
                  Leave out
                </button>
              </>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  )
}

const parts: Readonly<Record<string, string>> = {
  lifecycle: 'Phase',
  reentry: 'Coming back',
  'exit.completed': 'Completed',
  'exit.dropped': 'Lost',
  dropAfter: 'Silence',
  window: 'Window',
}

function partOf(path: string): string {
  return parts[path.replace(/^stages\[\d+\]\.?/, '')] ?? 'Stage'
}
