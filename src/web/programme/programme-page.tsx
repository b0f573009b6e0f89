import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { JourneyMap } from '../../map/journey-map.ts'
import { isOnlyDrawn } from '../../map/measured.ts'
import { SliceEditor } from '../filters/slice-editor.tsx'
import { JourneyScene } from '../map/journey-scene.tsx'
import { PastBanner } from '../past/past-banner.tsx'
import { type Address, filterQuery, withoutProgramme } from '../shell/address.ts'
import { mapQuery } from '../shell/queries.ts'
import { Empty, Failed, Skeleton } from '../shell/states.tsx'
import '../styles/map.css'
import '../styles/paths.css'
import '../styles/programme.css'
import { ArchitectureView } from './architecture-view.tsx'
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
        <JourneyScene map={map.data} address={address}>
          <Header map={map.data} address={address} />
          <PastBanner map={map.data} address={address} />
          <PauseBar />
          <ProgrammeTabs journey={journey} address={address} />
          <Chosen map={map.data} address={address} />
        </JourneyScene>
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
  if (address.part === 'all') return <ArchitectureView />
  if (address.part === 'audit' && !isOnlyDrawn(map)) return <AuditView journey={map.journey.id} address={address} />
  return isOnlyDrawn(map) ? <OnlyDrawn /> : <DesignView map={map} address={address} />
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
      {isOnlyDrawn(map) || address.programme || address.part === 'audit' || address.part === 'all' ? null : (
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
