import { useId } from 'react'
import type { DocumentChange, PreviewDecision } from '../../model/file-preview.ts'
import { usePicked } from './use-picked.ts'

/** What a person must or may decide, each as a question with its answers. */
export function Decisions({ decisions, change }: { decisions: readonly PreviewDecision[]; change: (changes: DocumentChange[]) => void }) {
  return decisions.map((decision) => <Question key={decision.place.join('.')} decision={decision} change={change} />)
}

function Question({ decision, change }: { decision: PreviewDecision; change: (changes: DocumentChange[]) => void }) {
  const name = useId()
  const [picked, setPicked] = usePicked(decision.chosen)
  const { question, chosen, options, place } = decision
  // Another column has another format.
  const changesFor = (value: string): DocumentChange[] =>
    place.at(-1) === 'column' ? [{ place: place.slice(0, -1), value: { column: value } }] : [{ place, value: value === '' ? null : value }]
  const pick = (value: string) => {
    setPicked(value)
    change(changesFor(value))
  }
  return (
    <fieldset className="decision" data-open={chosen === null || undefined}>
      <legend>{question}</legend>
      {options.map(({ value, label }) => (
        <label key={value}>
          <input type="radio" name={name} value={value} checked={picked === value} onChange={() => pick(value)} />
          {label}
        </label>
      ))}
    </fieldset>
  )
}
