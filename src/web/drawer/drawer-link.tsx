import type { MouseEvent, ReactNode } from 'react'
import { useMapScene } from '../map/map-context.ts'
import type { DrawerPart } from '../shell/address.ts'

/** A way to another place inside the drawer. */
export function DrawerLink({
  stage,
  part = {},
  className,
  children,
}: {
  stage: string
  part?: DrawerPart
  className?: string
  children: ReactNode
}) {
  const scene = useMapScene()
  const href = scene.hrefOf(stage, part)
  const click = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    scene.open(href)
  }
  return (
    <a className={className} href={href} onClick={click}>
      {children}
    </a>
  )
}
