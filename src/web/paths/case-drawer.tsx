import { useNavigate, useSearch } from '@tanstack/react-router'
import { caseWords } from '../../map/case-words.ts'
import { caseSets } from '../../map/paths.ts'
import { CloseButton } from '../drawer/close-button.tsx'
import { TimelineView } from '../drawer/timeline-view.tsx'
import { useDrawer, useHeadingFocus } from '../drawer/use-drawer.ts'
import { useMapScene } from '../map/map-context.ts'
import { PastLine } from '../past/past-banner.tsx'
import { type Address, withoutCases } from '../shell/address.ts'
import { CaseLink, type Cases, casesKey } from './case-link.tsx'
import { CaseList } from './case-list.tsx'

/** The cases behind one figure of the paths, or the timeline of one of them, over the page; nothing where the address names no set. */
export function CaseDrawer({ journey }: { journey: string }) {
  const cases = casesOf(useSearch({ from: '/journeys/$journey/paths' }))
  return cases ? <Drawer key={casesKey(cases)} journey={journey} cases={cases} /> : null
}

/** The cases that an address asks for; undefined: none. */
function casesOf({ cases, event, next, way, shown }: Address): Cases | undefined {
  const set = caseSets.find((item) => item === cases)
  return set && { cases: set, ...(event ? { event } : {}), ...(next ? { next } : {}), ...(way ? { way } : {}), ...(shown ? { shown } : {}) }
}

function Drawer({ journey, cases }: { journey: string; cases: Cases }) {
  const { map } = useMapScene()
  const { page, subject } = useSearch({ from: '/journeys/$journey/paths' })
  const navigate = useNavigate()
  const key = casesKey(cases)
  const dialog = useDrawer(key, `[data-cases="${CSS.escape(key)}"]`)
  useHeadingFocus([key, page, subject].join('|'))
  const closed = () => void navigate({ to: '.', search: withoutCases, resetScroll: false })
  const words = caseWords(cases.cases, [cases.event ?? '', cases.next ?? ''])
  return (
    <dialog ref={dialog} className="drawer" aria-labelledby="drawer-title" onClose={closed} closedby="any">
      <div className="drawer-page">
        <header className="drawer-head">
          <div>
            <nav aria-label="Inside the drawer">
              {subject ? (
                <CaseLink to={cases} page={page}>
                  {words}
                </CaseLink>
              ) : (
                <span>Paths</span>
              )}
            </nav>
            <h2 id="drawer-title" tabIndex={-1}>
              {subject ?? words}
            </h2>
          </div>
          <CloseButton close={() => dialog.current?.close()} />
        </header>
        <PastLine map={map} />
        {subject ? (
          <TimelineView journey={journey} type={map.journey.subjectType} subject={subject} />
        ) : (
          <CaseList journey={journey} cases={cases} />
        )}
      </div>
    </dialog>
  )
}
