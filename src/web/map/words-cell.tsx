import type { MapStage } from '../../map/journey-map.ts'
import type { CellProps, Lane } from './map-context.ts'

/** What the team wrote in one cell; where a row joins two kinds, the second kind says which it is. */
export function WordsCell({ stage, lane }: CellProps & { lane: Lane }) {
  const parts = lane.words
  const items = parts.flatMap((part) => stage.lanes[part].map((text) => ({ part, text })))
  if (items.length === 0) return <p className="none">nothing written yet</p>
  if (lane.id === 'goals')
    return items.map(({ text }) => (
      <p key={text} className="goal">
        {text}
      </p>
    ))
  return (
    <ul className={`words words-${lane.id}`}>
      {items.map(({ part, text }) => (
        <li key={`${part}:${text}`} className={`word-${part}`}>
          {part === parts[0] ? null : <em>{singular[part] ?? part}</em>}
          {text}
        </li>
      ))}
    </ul>
  )
}

const singular: Partial<Record<keyof MapStage['lanes'], string>> = { concerns: 'concern', confusion: 'confusion' }
