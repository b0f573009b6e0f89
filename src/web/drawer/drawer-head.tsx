import type { MapStage, SubjectSet } from '../../map/journey-map.ts'
import { CloseButton } from './close-button.tsx'
import { DrawerLink } from './drawer-link.tsx'
import { setNames } from './set-names.ts'

interface DrawerHeadProps {
  stage: MapStage
  set: SubjectSet | undefined
  name: string | undefined
  subject: string | undefined
  close(): void
}

/** Where one is inside the drawer, the way back up, and the way out. */
export function DrawerHead({ stage, set, name, subject, close }: DrawerHeadProps) {
  const title = subject ?? (set ? `Who ${setNames[set]}${name ? `: ${name}` : ''}` : stage.name)
  return (
    <header className="drawer-head">
      <div>
        <nav aria-label="Inside the drawer">
          {set || subject ? <DrawerLink stage={stage.id}>{stage.name}</DrawerLink> : <span>Stage {stage.index}</span>}
          {set && subject ? (
            <DrawerLink stage={stage.id} part={{ set, name }}>
              {setNames[set]}
              {name ? `: ${name}` : ''}
            </DrawerLink>
          ) : null}
        </nav>
        <h2 id="drawer-title" tabIndex={-1}>
          {title}
        </h2>
      </div>
      <CloseButton close={close} />
    </header>
  )
}
