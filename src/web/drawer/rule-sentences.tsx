import { daysWords } from '../../map/format.ts'
import type { MapStage } from '../../map/journey-map.ts'
import { withinWords } from '../../map/window-words.ts'

/** The rules that decide who is in this stage, as sentences. */
export function RuleSentences({ stage }: { stage: MapStage }) {
  const rules = [
    ['A stay begins when', stage.entryText ?? 'no rule yet'],
    ['It ends with the goal reached when', stage.completedText],
    ['It ends as dropped when', stage.droppedText],
    ['One comes back here when', stage.reentryText],
    ['Silence counts as leaving after', stage.dropAfterDays === null ? null : daysWords(stage.dropAfterDays)],
    ['Moving on counts', withinWords(stage)],
  ].filter((rule): rule is [string, string] => rule[1] !== null)
  return (
    <section aria-labelledby="rules">
      <h3 id="rules">Rules</h3>
      <dl className="rules">
        {rules.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
