import type { MouseEvent, ReactNode } from 'react'
import type { SubjectSet } from '../../map/journey-map.ts'
import { type DefinitionId, defined } from '../shell/definitions.tsx'
import { useMapScene } from './map-context.ts'

interface FigureLinkProps {
  stage: string
  set: SubjectSet
  name?: string
  reason?: string
  definition: DefinitionId
  /** The figure in full words: its tooltip's first line and its name for screen readers. */
  words: string
  className?: string
  children: ReactNode
}

/** A figure that opens the people behind it. */
export function FigureLink({ stage, set, name, reason, definition, words, className, children }: FigureLinkProps) {
  const scene = useMapScene()
  const href = scene.hrefOf(stage, { set, name, reason })
  const click = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    scene.open(href)
  }
  return (
    <a
      className={className ? `figure ${className}` : 'figure'}
      href={href}
      aria-label={`${words}. Show the people.`}
      aria-describedby={defined(definition)}
      data-tip={words}
      onClick={click}
    >
      {children}
    </a>
  )
}
