import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { count, countOf, daysWords } from '../../map/format.ts'
import type { JourneyMap } from '../../map/journey-map.ts'
import type { Paths } from '../../map/paths.ts'
import { FilterBar } from '../filters/filter-bar.tsx'
import { JourneyScene } from '../map/journey-scene.tsx'
import { PastBanner } from '../past/past-banner.tsx'
import { type Address, filterQuery, withoutCases } from '../shell/address.ts'
import { mapQuery, pathsQuery } from '../shell/queries.ts'
import { Empty, Failed, Skeleton } from '../shell/states.tsx'
import '../styles/map.css'
import '../styles/drawer.css'
import '../styles/print.css'
import '../styles/paths.css'
import { CaseDrawer } from './case-drawer.tsx'
import { CaseFigure } from './case-link.tsx'
import { EdgeTable } from './edge-table.tsx'
import { StepTable } from './step-table.tsx'
import { VariantList } from './variant-list.tsx'

const firstVariants = 12
const mostVariants = 10_000

/** The ways cases went through one journey, under the same filters as its map (rule P1). */
export function PathsPage() {
  const { journey } = useParams({ from: '/journeys/$journey/paths' })
  const address = useSearch({ from: '/journeys/$journey/paths' })
  const asked = useQuery({ ...mapQuery(journey, filterQuery(address)), placeholderData: keepPreviousData })
  const name = asked.data?.journey.name
  useEffect(() => {
    document.title = name ? `Paths · ${name} · Desirepath` : 'Paths · Desirepath'
  }, [name])
  return (
    <main className="page paths-page">
      {asked.data ? (
        <JourneyScene map={asked.data} address={address}>
          <Header map={asked.data} address={address} />
          <PastBanner map={asked.data} address={address} />
          <CaseDrawer journey={journey} />
        </JourneyScene>
      ) : (
        <>
          <h1 className="skeleton-title">Paths</h1>
          {asked.isError ? <PastBanner map={null} address={address} /> : null}
        </>
      )}
      {asked.isError ? (
        <Failed error={asked.error} retry={() => void asked.refetch()} />
      ) : (
        <Asked key={journey} journey={journey} address={address} />
      )}
    </main>
  )
}

function Header({ map, address }: { map: JourneyMap; address: Address }) {
  const back = { ...withoutCases(address), repeats: undefined }
  return (
    <header className="paths-header">
      <div className="map-title">
        <nav aria-label="Back">
          <Link to="/journeys/$journey" params={{ journey: map.journey.id }} search={back}>
            {map.journey.name}
          </Link>
        </nav>
        <h1>Paths</h1>
      </div>
      <div className="paths-tools">
        <FilterBar />
        <RepeatSwitch address={address} />
        <button type="button" className="quiet print-button" onClick={() => print()}>
          Print
        </button>
      </div>
    </header>
  )
}

function RepeatSwitch({ address }: { address: Address }) {
  const navigate = useNavigate()
  const set = (joined: boolean) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, repeats: joined ? 'joined' : undefined }),
      replace: true,
      resetScroll: false,
    })
  return (
    <label className="repeat-switch">
      <input type="checkbox" checked={address.repeats === 'joined'} onChange={(event) => set(event.target.checked)} />
      Join repeats
    </label>
  )
}

function Asked({ journey, address }: { journey: string; address: Address }) {
  const [most, setMost] = useState(firstVariants)
  const query = pathsQuery(journey, filterQuery(address), { collapse: address.repeats === 'joined', variants: most })
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery({ ...query, placeholderData: keepPreviousData })
  if (isPending) return <Skeleton rows={12} label="Loading the paths" />
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (data.cases === 0) return <NoPaths />
  const more = data.folded.variants > 0 && most < mostVariants ? () => setMost(Math.min(mostVariants, most * 5)) : null
  return (
    <div className="paths" aria-busy={isPlaceholderData} data-stale={isPlaceholderData || undefined}>
      <Facts paths={data} />
      <VariantList paths={data} more={more} />
      <EdgeTable edges={data.edges} />
      <StepTable paths={data} />
    </div>
  )
}

function NoPaths() {
  return (
    <Empty title="No paths to show">
      <p>No case of this journey has begun, or none meets the filters. Take a filter away, or widen the period.</p>
      <p>
        Without any data yet, <Link to="/imports">import a file</Link> first.
      </p>
    </Empty>
  )
}

function Facts({ paths }: { paths: Paths }) {
  const { cases, events, running, medianDays, meanDays, population, collapsed } = paths
  return (
    <div className="paths-facts">
      <p>
        <CaseFigure to={{ cases: 'all' }} figure={cases} words={`${countOf(cases, 'case')} with ${countOf(events, 'event')}`}>
          {countOf(cases, 'case')} with {countOf(events, 'event')}
        </CaseFigure>
        ;{' '}
        <CaseFigure to={{ cases: 'running' }} figure={running} words={`${count(running)} still running`}>
          {running === 0 ? 'none' : count(running)} still running
        </CaseFigure>
        .
        {medianDays === null || meanDays === null
          ? null
          : ` From the first event of a case to its last: median ${daysWords(medianDays)}, mean ${daysWords(meanDays)}.`}
      </p>
      <p role="status">
        Counted: {population}. <b>{collapsed ? 'Repeats joined.' : 'Every event counts, repeats too.'}</b>
      </p>
    </div>
  )
}
