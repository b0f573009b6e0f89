import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { subjectSets } from '../../map/journey-map.ts'
import { useMapScene } from '../map/map-context.ts'
import { PastLine } from '../past/past-banner.tsx'
import { type Address, withoutDrawer } from '../shell/address.ts'
import type { PeopleQuery } from '../shell/queries.ts'
import { Empty } from '../shell/states.tsx'
import '../styles/drawer.css'
import { DrawerHead } from './drawer-head.tsx'
import { PeopleList } from './people-list.tsx'
import { StageFigures } from './stage-figures.tsx'
import { TimelineView } from './timeline-view.tsx'
import { useDrawer, useHeadingFocus } from './use-drawer.ts'

/** Everything about one stage, over the map: its figures, the people behind one of them, or one person's timeline, as the address says. */
export function StageDrawer() {
  const { journey, stage } = useParams({ from: '/journeys/$journey/stages/$stage' })
  const address = useSearch({ from: '/journeys/$journey/stages/$stage' })
  const navigate = useNavigate()
  const { map } = useMapScene()
  const dialog = useDrawer(stage, `.stage-link[data-stage="${CSS.escape(stage)}"]`)
  useHeadingFocus(
    [stage, address.set, address.name, address.reason, address.campaign, address.span, address.side, address.page, address.subject].join(
      '|',
    ),
  )
  const known = map.stages.find((item) => item.id === stage)
  const people = peopleOf(stage, address)
  const closed = () => void navigate({ to: '/journeys/$journey', params: { journey }, search: withoutDrawer(address), resetScroll: false })
  return (
    <dialog ref={dialog} className="drawer" aria-labelledby="drawer-title" onClose={closed} closedby="any">
      <div className="drawer-page">
        {known ? (
          <>
            <DrawerHead stage={known} people={people} subject={address.subject} close={() => dialog.current?.close()} />
            <PastLine map={map} />
            {address.subject ? (
              <TimelineView journey={journey} type={map.journey.subjectType} subject={address.subject} />
            ) : people ? (
              <PeopleList journey={journey} stage={known} people={people} />
            ) : (
              <StageFigures journey={journey} stage={stage} />
            )}
          </>
        ) : (
          <Empty title={`This map has no stage “${stage}”`}>
            <p>It may have been renamed. Close this and choose one from the map.</p>
            <button type="button" className="button" onClick={() => dialog.current?.close()}>
              Close
            </button>
          </Empty>
        )}
      </div>
    </dialog>
  )
}

/** Whom the address asks for; undefined: nobody, the stage itself is shown. */
function peopleOf(stage: string, { set: asked, name, reason, campaign, span, side }: Address): PeopleQuery | undefined {
  const set = subjectSets.find((item) => item === asked)
  const cohort = campaign ? { campaign, ...(span ? { span } : {}), ...(side ? { side } : {}) } : {}
  return set && { stage, set, ...(name ? { name } : {}), ...(reason ? { reason } : {}), ...cohort }
}
