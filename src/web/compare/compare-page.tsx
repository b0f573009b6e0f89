import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { comparisonsWords, standsOut } from '../../map/comparison-words.ts'
import type { JourneyMap } from '../../map/journey-map.ts'
import type { SliceComparison } from '../../map/slice-comparison.ts'
import { SliceEditor } from '../filters/slice-editor.tsx'
import { PastBanner } from '../past/past-banner.tsx'
import { type Address, filterQuery } from '../shell/address.ts'
import { comparisonQuery, mapQuery } from '../shell/queries.ts'
import { Empty, Failed, Skeleton } from '../shell/states.tsx'
import '../styles/map.css'
import '../styles/print.css'
import '../styles/paths.css'
import '../styles/compare.css'
import { Mark } from './mark.tsx'
import { asSecond, firstSlice, ownOfSecond, pairQuery, type SecondKind, saysWhom, secondKind, secondSlice } from './second-slice.ts'
import { ShareRows } from './share-rows.tsx'
import { TimeRows } from './time-rows.tsx'

/** Two slices of one journey side by side (rule M15); both stand in the address. */
export function ComparePage() {
  const { journey } = useParams({ from: '/journeys/$journey/compare' })
  const address = useSearch({ from: '/journeys/$journey/compare' })
  const first = firstSlice(address)
  const map = useQuery({ ...mapQuery(journey, filterQuery(first)), placeholderData: keepPreviousData })
  const name = map.data?.journey.name
  useEffect(() => {
    document.title = name ? `Compare · ${name} · Desirepath` : 'Compare · Desirepath'
  }, [name])
  return (
    <main className="page compare-page">
      <header className="paths-header">
        <div className="map-title">
          <nav aria-label="Back">
            <Link to="/journeys/$journey" params={{ journey }} search={first}>
              {name ?? 'The map'}
            </Link>
          </nav>
          <h1>Compare</h1>
        </div>
        <button type="button" className="quiet print-button" onClick={() => print()}>
          Print
        </button>
      </header>
      {map.isError ? <Failed error={map.error} retry={() => void map.refetch()} /> : null}
      <PastBanner map={map.data ?? null} address={address} />
      {map.data ? <Choice map={map.data} address={address} /> : null}
      <Asked journey={journey} address={address} />
    </main>
  )
}

const kindWords: Record<SecondKind, string> = {
  others: 'everyone else',
  everyone: 'everyone, A too',
  period: 'the same people in another period',
  own: 'other people',
}

/** Both slices, each with its filters. */
function Choice({ map, address }: { map: JourneyMap; address: Address }) {
  const navigate = useNavigate()
  const change = (part: Partial<Address>) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false })
  const kind = secondKind(address)
  const choose = (next: SecondKind) => {
    const none = Object.fromEntries(Object.keys(ownOfSecond(address)).map((name) => [`b.${name}`, undefined]))
    change({ ...none, b: next === 'others' ? undefined : next })
  }
  return (
    <div className="slice-pair">
      <section className="slice" aria-label="Slice A">
        <h2>
          <Mark slice="A" /> A
        </h2>
        <SliceEditor map={map} address={firstSlice(address)} change={change} />
      </section>
      <section className="slice" aria-label="Slice B">
        <h2>
          <Mark slice="B" /> B
        </h2>
        <label className="second-kind">
          <span className="hidden">B is</span>
          <select value={kind} onChange={(event) => choose(event.target.value as SecondKind)}>
            {Object.entries(kindWords).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
        {kind === 'own' || kind === 'period' ? (
          <SliceEditor
            map={map}
            address={ownOfSecond(address)}
            change={(part) => change({ b: kind, ...asSecond(part) })}
            only={kind === 'period' ? 'period' : 'slice'}
          />
        ) : null}
      </section>
    </div>
  )
}

function Asked({ journey, address }: { journey: string; address: Address }) {
  const first = firstSlice(address)
  const second = secondSlice(address)
  if (second === null) return <NotChosen kind={secondKind(address)} whom={saysWhom(first)} />
  return <Found journey={journey} first={first} second={second} />
}

function NotChosen({ kind, whom }: { kind: SecondKind; whom: boolean }) {
  const what =
    kind === 'own'
      ? 'Choose for B a persona, a segment or a property with Filter.'
      : kind === 'period'
        ? 'Choose another period for B with Filter.'
        : 'Choose for A a persona, a segment or a property with Filter. B is then everyone else.'
  return (
    <Empty title={whom || kind === 'own' ? 'B is not chosen yet' : 'A is everyone so far'}>
      <p>{what}</p>
    </Empty>
  )
}

function Found({ journey, first, second }: { journey: string; first: Address; second: Address }) {
  const asked = useQuery({ ...comparisonQuery(journey, pairQuery(first, second)), placeholderData: keepPreviousData })
  const { data, error, isPending, isPlaceholderData, refetch } = asked
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (isPending) return <Skeleton rows={12} label="Comparing" />
  return (
    <div className="comparison" aria-busy={isPlaceholderData} data-stale={isPlaceholderData || undefined}>
      <Facts comparison={data} />
      <ShareRows comparison={data} journey={journey} first={first} second={second} />
      <TimeRows comparison={data} journey={journey} first={first} second={second} />
    </div>
  )
}

function Facts({ comparison: { a, b, comparisons, notes, stages, populations } }: { comparison: SliceComparison }) {
  return (
    <div className="comparison-facts">
      <p>
        <Mark slice="A" /> <b>{a.words}</b> against <Mark slice="B" /> <b>{b.words}</b>
      </p>
      <p role="status">{comparisonsWords(comparisons, stages.filter(standsOut).length)}</p>
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {populations.a === populations.b ? <p className="population">Counted: {populations.a}.</p> : null}
    </div>
  )
}
