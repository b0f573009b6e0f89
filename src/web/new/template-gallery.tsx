import { useQuery } from '@tanstack/react-query'
import type { Answers } from '../../api/contract.ts'
import { countOf } from '../../map/format.ts'
import { emotionY } from '../map/emotion-curve.ts'
import { smooth } from '../map/hill.ts'
import { templatesQuery } from '../shell/queries.ts'
import { Failed, Skeleton } from '../shell/states.tsx'

type Template = Answers['templates'][number]

/** The templates as cards, each map drawn small. */
export function Gallery({ choose }: { choose(template: string): void }) {
  const { data, error, isPending, refetch } = useQuery(templatesQuery)
  if (isPending) return <Skeleton rows={4} label="Loading the templates" />
  if (error) return <Failed error={error} retry={() => void refetch()} />
  return (
    <ul className="gallery">
      {data.map((template) => (
        <li key={template.id}>
          <h3>{template.name}</h3>
          <SmallMap template={template} />
          <p>{template.about}</p>
          <p className="gallery-stages">{template.stages.map(({ name }) => name).join(' · ')}</p>
          <p className="gallery-facts">
            {countOf(template.stages.length, 'stage')}, {countOf(template.personas.length, 'persona')}: {template.personas.join(', ')}
          </p>
          <button type="button" className="quiet" onClick={() => choose(template.id)}>
            Use this <span className="hidden">template: {template.name}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** Bands of the lifecycle, a column a stage, and the intended emotion across. */
function SmallMap({ template: { stages } }: { template: Template }) {
  const points = stages.flatMap(({ emotion }, i) => (emotion === null ? [] : [{ x: i * 100 + 50, y: emotionY(emotion) }]))
  return (
    <div className="small-map" aria-hidden="true">
      <div className="small-stages">
        {stages.map(({ name, lifecycle }) => (
          <i key={name} className={`life life-${lifecycle}`} />
        ))}
      </div>
      <svg viewBox={`0 0 ${stages.length * 100} 100`} preserveAspectRatio="none" aria-hidden="true">
        <path className="emotion-zero" d={`M0,50H${stages.length * 100}`} />
        <path className="emotion-line" d={smooth(points)} />
      </svg>
    </div>
  )
}
