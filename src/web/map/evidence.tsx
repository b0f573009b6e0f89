import { defined } from '../shell/definitions.tsx'
import type { CellProps } from './map-context.ts'

const names = { numbers: 'numbers', people: 'what people wrote', voices: 'voices of customers' }

/** Three dots: which kinds of evidence stand behind a column; filled where there is some. */
export function Evidence({ stage }: CellProps) {
  const has = (state: 'some' | 'none') => stage.evidence.filter((item) => item.state === state).map((item) => names[item.kind])
  const some = has('some').join(', ') || 'nothing'
  const none = has('none').join(', ')
  const words = `Evidence: ${some}${none ? `; not yet: ${none}` : ''}`
  return (
    <span className="evidence" role="img" aria-label={words} aria-describedby={defined('evidence')} data-tip={words}>
      {stage.evidence.map((item) => (
        <i key={item.kind} className={item.state === 'some' ? 'dot dot-some' : 'dot'} />
      ))}
    </span>
  )
}
