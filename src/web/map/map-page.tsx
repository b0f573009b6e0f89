import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import type { JourneyMap } from '../../map/journey-map.ts'
import { isOnlyDrawn } from '../../map/measured.ts'
import { withinWords } from '../../map/window-words.ts'
import { PastBanner } from '../past/past-banner.tsx'
import { RefreshBanner } from '../refresh/refresh-banner.tsx'
import { type Address, type DrawerPart, filterQuery, viewOf, withoutDrawer, writeAddress } from '../shell/address.ts'
import { useMedia } from '../shell/media.ts'
import { mapQuery } from '../shell/queries.ts'
import { Empty, Failed, Skeleton } from '../shell/states.tsx'
import '../styles/map.css'
import '../styles/map-phone.css'
import '../styles/print.css'
import { HandOffLine } from './hand-off-line.tsx'
import { MapContext, type MapScene } from './map-context.ts'
import { MapHeader } from './map-header.tsx'
import { MapTable } from './map-table.tsx'
import { PhoneMap } from './phone-map.tsx'
import { usePrintFit } from './print-fit.ts'

/** The map of one journey under the filters of the address; a stage's drawer opens over it. */
export function MapPage() {
  const { journey } = useParams({ from: '/journeys/$journey' })
  const address = useSearch({ from: '/journeys/$journey' })
  const asked = useQuery({ ...mapQuery(journey, filterQuery(address)), placeholderData: keepPreviousData })
  const name = asked.data?.journey.name
  useEffect(() => {
    document.title = name ? `${name} · Desirepath` : 'Desirepath'
  }, [name])
  usePrintFit()
  if (asked.isPending) return <MapSkeleton journey={journey} />
  if (asked.isError) {
    return (
      <main className="page">
        <RefreshBanner journey={journey} />
        <PastBanner map={null} address={address} />
        <Failed error={asked.error} retry={() => void asked.refetch()} />
      </main>
    )
  }
  return <DrawnMap map={asked.data} address={address} stale={asked.isPlaceholderData} />
}

function DrawnMap({ map, address, stale }: { map: JourneyMap; address: Address; stale: boolean }) {
  const navigate = useNavigate()
  const phone = useMedia('(max-width: 760px)')
  const scene = useMemo<MapScene>(
    () => ({
      map,
      address,
      view: isOnlyDrawn(map) ? 'intended' : viewOf(address),
      hrefOf: (stage: string, part: DrawerPart) =>
        `/journeys/${encodeURIComponent(map.journey.id)}/stages/${encodeURIComponent(stage)}${writeAddress({ ...withoutDrawer(address), ...part })}`,
      open: (href: string) => void navigate({ to: href as never, resetScroll: false }),
    }),
    [map, address, navigate],
  )
  return (
    <MapContext value={scene}>
      <main className="map-page" aria-busy={stale} data-view={scene.view} data-stale={stale || undefined}>
        <MapHeader />
        {map.asOf ? null : <RefreshBanner journey={map.journey.id} />}
        <PastBanner map={map} address={address} />
        {isOnlyDrawn(map) ? <OnlyDrawn /> : map.subjects === 0 ? <NoData map={map} address={address} /> : null}
        {phone ? <PhoneMap /> : <MapTable />}
        {scene.view === 'intended' ? null : <HandOffs map={map} />}
      </main>
      <Outlet />
    </MapContext>
  )
}

function OnlyDrawn() {
  return (
    <Empty title="This map is drawn: no stage has a rule yet">
      <p>
        It shows what the team wrote. Nothing is measured until you say, in each stage, which event brings someone there; the figures then
        appear beside the words.
      </p>
    </Empty>
  )
}

function NoData({ map, address }: { map: JourneyMap; address: Address }) {
  const filtered = Boolean(
    address.persona || address.from || address.until || Object.keys(address).some((name) => name.startsWith('where.')),
  )
  return (
    <Empty title={filtered ? `No ${map.journey.subjectType} meets these filters` : 'No data yet: this is the map as intended'}>
      {filtered ? (
        <p>Take a filter away, or widen the period.</p>
      ) : (
        <p>
          <a href="/imports">Import a file</a>, or run <code>desirepath import events.csv</code>. The figures then appear here by
          themselves.
        </p>
      )}
    </Empty>
  )
}

function HandOffs({ map }: { map: JourneyMap }) {
  if (map.handOffs.length === 0) return null
  const stages = new Map(map.stages.map((stage) => [stage.id, stage]))
  return (
    <section className="hand-offs" aria-labelledby="hand-offs">
      <h2 id="hand-offs">Hand-offs</h2>
      <ul>
        {map.handOffs.map((handOff) => (
          <HandOffLine
            key={handOff.id}
            handOff={handOff}
            from={stages.get(handOff.from)?.name ?? handOff.from}
            to={stages.get(handOff.to)?.name ?? handOff.to}
            within={withinWords(stages.get(handOff.from) ?? { windowDays: 0, until: null })}
          />
        ))}
      </ul>
    </section>
  )
}

function MapSkeleton({ journey }: { journey: string }) {
  return (
    <main className="map-page">
      <header className="map-header">
        <div className="map-title">
          <h1 className="skeleton-title">Reading the map…</h1>
        </div>
      </header>
      <RefreshBanner journey={journey} />
      <div className="skeleton-map">
        {['a', 'b', 'c', 'd', 'e', 'f'].map((column) => (
          <Skeleton key={column} rows={12} label={column === 'a' ? 'Loading the map' : ''} />
        ))}
      </div>
    </main>
  )
}
