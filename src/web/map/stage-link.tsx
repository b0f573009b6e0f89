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
  const name = (
    <>
      <span className="stage-number">{stage.index}</span>
      <span className="stage-name">{stage.name}</span>
    </>
  )
  // A map that is not kept yet has no drawer to open.
  if (href === '') return <span className="stage-link stage-link-plain">{name}</span>
  return (
    <a className="stage-link" href={href} onClick={click} data-stage={stage.id}>
      {name}
    </a>
  )
}
