import { emotion } from '../../map/format.ts'
import { defined } from '../shell/definitions.tsx'
import { emotionPath, emotionY } from './emotion-curve.ts'
import { type CellProps, useMapScene } from './map-context.ts'

/** This stage's piece of the one curve that spans all columns, and what the team wrote about feelings. */
export function EmotionCell({ stage }: CellProps) {
  const { map, view } = useMapScene()
  const value = stage.intended.emotion
  const drawn = view !== 'actual' && value !== null
  return (
    <div className="emotion">
      <div className="emotion-field">
        <svg viewBox={`${(stage.index - 1) * 100} 0 100 100`} preserveAspectRatio="none" aria-hidden="true">
          <path className="emotion-zero" d={`M${(stage.index - 1) * 100},50h100`} />
          {view === 'actual' ? null : <path className="emotion-line" d={emotionPath(map.stages)} />}
        </svg>
        {drawn ? (
          <p className="emotion-point intended" style={{ top: `${emotionY(value)}%` }} aria-describedby={defined('emotion')}>
            <i aria-hidden="true" />
            <span className="hidden">intended </span>
            {emotion(value)}
          </p>
        ) : null}
        {drawn ? null : <p className="emotion-none none">{view === 'actual' ? 'no evidence yet' : 'nothing intended'}</p>}
      </div>
      {view === 'actual' || stage.lanes.emotions.length === 0 ? null : <p className="emotion-words">{stage.lanes.emotions.join(', ')}</p>}
    </div>
  )
}
