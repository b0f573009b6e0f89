import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { subjectSets } from '../../map/journey-map.ts'
import { useMapScene } from '../map/map-context.ts'
import { withoutDrawer } from '../shell/address.ts'
import { Empty } from '../shell/states.tsx'
import '../styles/drawer.css'
import { DrawerHead } from './drawer-head.tsx'
import { PeopleList } from './people-list.tsx'
import { StageFigures } from './stage-figures.tsx'
import { TimelineView } from './timeline-view.tsx'

/** Everything about one stage, over the map: its figures, the people behind one of them, or one person's timeline, as the address says. */
export function StageDrawer() {
  const { journey, stage } = useParams({ from: '/journeys/$journey/stages/$stage' })
  const address = useSearch({ from: '/journeys/$journey/stages/$stage' })
  const navigate = useNavigate()
  const { map } = useMapScene()
  const dialog = useOpened(stage)
  useHeadingFocus([stage, address.set, address.name, address.page, address.subject].join('|'))
  const known = map.stages.find((item) => item.id === stage)
  const set = subjectSets.find((item) => item === address.set)
  const closed = () => void navigate({ to: '/journeys/$journey', params: { journey }, search: withoutDrawer(address), resetScroll: false })
  return (
    <dialog ref={dialog} className="drawer" aria-labelledby="drawer-title" onClose={closed} closedby="any">
      <div className="drawer-page">
        {known ? (
          <>
            <DrawerHead stage={known} set={set} name={address.name} subject={address.subject} close={() => dialog.current?.close()} />
            {address.subject ? (
              <TimelineView journey={journey} type={map.journey.subjectType} subject={address.subject} />
            ) : set ? (
              <PeopleList journey={journey} stage={known} people={{ stage, set, ...(address.name ? { name: address.name } : {}) }} />
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

/** Opens the dialog, and sees to it that the focus goes back: to what opened it, else to the stage on the map. */
function useOpened(stage: string) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const opener = document.activeElement
    dialog.current?.showModal()
    return () => {
      const back =
        opener instanceof HTMLElement && opener !== document.body && opener.isConnected
          ? opener
          : document.querySelector<HTMLElement>(`.stage-link[data-stage="${CSS.escape(stage)}"]`)
      requestAnimationFrame(() => back?.focus({ preventScroll: true }))
    }
  }, [stage])
  return dialog
}

/** Puts the focus on the heading whenever the drawer shows something else, so that it is read out and Tab begins there. */
function useHeadingFocus(shown: string): void {
  useEffect(() => {
    if (shown) document.getElementById('drawer-title')?.focus()
  }, [shown])
}
