import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { type ReactNode, useEffect, useMemo } from 'react'
import type { JourneyMap } from '../../map/journey-map.ts'
import { isOnlyDrawn } from '../../map/measured.ts'
import { SliceEditor } from '../filters/slice-editor.tsx'
import { MapContext, type MapScene } from '../map/map-context.ts'
import { PastBanner } from '../past/past-banner.tsx'
import { type Address, filterQuery, viewOf, withoutProgramme } from '../shell/address.ts'
import { mapQuery } from '../shell/queries.ts'
import { Empty, Failed, Skeleton } from '../shell/states.tsx'
import '../styles/map.css'
import '../styles/paths.css'
import '../styles/programme.css'
import { AuditView } from './audit-view.tsx'
import { DesignView } from './design-view.tsx'
import { KeptView } from './kept-view.tsx'
import { PauseBar } from './pause-bar.tsx'
import { ProgrammeTabs } from './programme-tabs.tsx'

/** The e-mail programme of a journey, designed from how long people stay in its stages. */
export function ProgrammePage() {
  const { journey } = useParams({ from: '/journeys/$journey/programme' })
  const address = useSearch({ from: '/journeys/$journey/programme' })
  const map = useQuery({ ...mapQuery(journey, filterQuery(address)), placeholderData: keepPreviousData })
  const name = map.data?.journey.name
  useEffect(() => {
    document.title = name ? `E-mail programme · ${name} · Desirepath` : 'E-mail programme · Desirepath'
  }, [name])
  return (
    <main className="page programme-page">
      {map.isError ? <Failed error={map.error} retry={() => void map.refetch()} /> : null}
      {map.data ? (
        <Scene map={map.data} address={address}>
          <Header map={map.data} address={address} />
          <PastBanner map={map.data} address={address} />
          <PauseBar />
          <ProgrammeTabs journey={journey} address={address} />
          <Chosen map={map.data} address={address} />
        </Scene>
      ) : map.isError ? null : (
        <>
          <h1 className="skeleton-title">E-mail programme</h1>
          <Skeleton rows={14} label="Loading the journey" />
        </>
      )}
    </main>
  )
}

function Chosen({ map, address }: { map: JourneyMap; address: Address }) {
  if (address.programme) return <KeptView map={map} address={address} programme={address.programme} />
  if (address.part === 'audit' && !isOnlyDrawn(map)) return <AuditView journey={map.journey.id} />
  return isOnlyDrawn(map) ? <OnlyDrawn /> : <DesignView map={map} address={address} />
}

/** What the filters know of the journey. */
function Scene({ map, address, children }: { map: JourneyMap; address: Address; children: ReactNode }) {
  const navigate = useNavigate()
  const scene = useMemo<MapScene>(
    () => ({
      map,
      address,
      view: viewOf(address),
      hrefOf: (stage) => `/journeys/${encodeURIComponent(map.journey.id)}/stages/${encodeURIComponent(stage)}`,
      open: (href) => void navigate({ to: href as never }),
    }),
    [map, address, navigate],
  )
  return <MapContext value={scene}>{children}</MapContext>
}

function Header({ map, address }: { map: JourneyMap; address: Address }) {
  const navigate = useNavigate()
  const change = (part: Partial<Address>) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false })
  return (
    <header className="paths-header">
      <div className="map-title">
        <nav aria-label="Back">
          <Link to="/journeys/$journey" params={{ journey: map.journey.id }} search={withoutProgramme(address)}>
            {map.journey.name}
          </Link>
        </nav>
        <h1>E-mail programme</h1>
        <p>When to write, to whom and about what, from how long people stay in each stage.</p>
      </div>
      {isOnlyDrawn(map) || address.programme || address.part === 'audit' ? null : (
        <div className="paths-tools">
          <SliceEditor map={map} address={address} change={change} />
        </div>
      )}
    </header>
  )
}

function OnlyDrawn() {
  return (
    <Empty title="Nothing to design from yet">
      <p>
        This map is drawn: no stage says which event brings someone there, so nobody knows how long people stay. Give the stages rules, and
        the messages can be designed.
      </p>
    </Empty>
  )
}
