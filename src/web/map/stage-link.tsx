import type { MouseEvent } from 'react'
import { type CellProps, useMapScene } from './map-context.ts'

/** The name of a stage, which opens everything about it. */
export function StageLink({ stage }: CellProps) {
  const scene = useMapScene()
  const href = scene.hrefOf(stage.id, {})
  const click = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    scene.open(href)
  }
  return (
    <a className="stage-link" href={href} onClick={click} data-stage={stage.id}>
      <span className="stage-number">{stage.index}</span>
      <span className="stage-name">{stage.name}</span>
    </a>
  )
}
