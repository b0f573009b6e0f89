import { spanNames } from '../../map/campaign-words.ts'
import type { MapStage } from '../../map/journey-map.ts'
import { isOfHandOff } from '../../map/set-kind.ts'
import { readSignalName, signalWords } from '../../map/shown-signal.ts'
import { useMapScene } from '../map/map-context.ts'
import { type PeopleQuery, partOf } from '../shell/queries.ts'
import { CloseButton } from './close-button.tsx'
import { DrawerLink } from './drawer-link.tsx'
import { setNames } from './set-names.ts'

interface DrawerHeadProps {
  stage: MapStage
  people: PeopleQuery | undefined
  subject: string | undefined
  close(): void
}

/** Which cohort of a campaign, in words. */
function cohortWords({ span = 'during', side }: PeopleQuery): string {
  const when = span in spanNames ? spanNames[span as keyof typeof spanNames] : span
  return side === 'outside' ? `${when}, outside the audience` : when
}

/** What names a set, in words. */
function nameWords({ set, name }: PeopleQuery): string | undefined {
  const signal = set === 'signal' && name !== undefined ? readSignalName(name) : null
  return signal === null ? name : `${signalWords(signal)}, by day ${signal.byDay}`
}

/** Where one is inside the drawer, the way back up, and the way out. */
export function DrawerHead({ stage, people, subject, close }: DrawerHeadProps) {
  const { map } = useMapScene()
  const handOff = map.handOffs.find(({ id }) => people && isOfHandOff(people.set) && id === people.name)
  const cohort = people?.campaign ? `campaign ${people.campaign}, ${cohortWords(people)}` : undefined
  const named = [handOff?.name ?? (people && nameWords(people)), people?.reason, cohort].filter(Boolean).join(', ')
  const list = people && `${setNames[people.set]}${named ? `: ${named}` : ''}`
  const title = subject ?? (list ? `Who ${list}` : stage.name)
  return (
    <header className="drawer-head">
      <div>
        <nav aria-label="Inside the drawer">
          {list || subject ? <DrawerLink stage={stage.id}>{stage.name}</DrawerLink> : <span>Stage {stage.index}</span>}
          {list && subject ? (
            <DrawerLink stage={stage.id} part={people ? partOf(people) : {}}>
              {list}
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
