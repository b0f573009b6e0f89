import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { addressOf } from '../../api/contract.ts'
import { countOf, instant } from '../../map/format.ts'
import { EffectTable } from '../editor/effect-table.tsx'
import { ask, send } from '../shell/ask.ts'
import { Failed, Skeleton } from '../shell/states.tsx'
import '../styles/editor.css'

function versionsQuery(journey: string) {
  return queryOptions({ queryKey: ['versions', journey], queryFn: ({ signal }) => ask('versions', { journey }, {}, signal) })
}

function differencesQuery(journey: string, from: number, to: number) {
  const parts = { journey, number: String(to) }
  return queryOptions({
    queryKey: ['versionDifferences', journey, from, to],
    queryFn: ({ signal }) => ask('versionDifferences', parts, { from }, signal),
  })
}

function versionMapQuery(journey: string, number: number) {
  const parts = { journey, number: String(number) }
  return queryOptions({ queryKey: ['versionMap', journey, number], queryFn: ({ signal }) => ask('versionMap', parts, {}, signal) })
}

/** Every kept version of a journey: compared with another in words and figures, and restored. */
export function VersionsPage() {
  const { journey } = useParams({ from: '/journeys/$journey/versions' })
  const { data, error, isPending, refetch } = useQuery(versionsQuery(journey))
  const [chosen, setChosen] = useState<[number, number] | null>(null)
  useEffect(() => {
    document.title = 'Versions · Desirepath'
  }, [])
  const newest = data?.[0]?.number ?? 1
  const [from, to] = chosen ?? [Math.max(1, newest - 1), newest]
  return (
    <main className="page versions-page">
      <h1>Versions of {journey}</h1>
      <p>
        <Link to="/journeys/$journey" params={{ journey }}>
          Map
        </Link>
        {' · '}
        <Link to="/journeys/$journey/edit" params={{ journey }}>
          Edit
        </Link>
      </p>
      {isPending ? <Skeleton rows={4} label="Loading the versions" /> : null}
      {error ? <Failed error={error} retry={() => void refetch()} /> : null}
      <ol className="versions" reversed>
        {data?.map((version) => (
          <li key={version.number}>
            <h2>Version {version.number}</h2>
            <p>
              {instant(version.createdAt)} UTC · {countOf(version.stages, 'stage')}
              {version.number === newest ? ' · the one that counts' : ''}
            </p>
            {version.note ? <p className="version-note">{version.note}</p> : null}
            {version.number === newest ? null : <Restore journey={journey} number={version.number} next={newest + 1} />}
          </li>
        ))}
      </ol>
      {data && data.length > 1 ? (
        <section aria-labelledby="compare">
          <h2 id="compare">Compare</h2>
          <div className="line">
            <VersionChoice
              label="From"
              numbers={data.map(({ number }) => number)}
              value={from}
              choose={(number) => setChosen([number, to])}
            />
            <VersionChoice
              label="To"
              numbers={data.map(({ number }) => number)}
              value={to}
              choose={(number) => setChosen([from, number])}
            />
          </div>
          <Comparison journey={journey} from={from} to={to} />
        </section>
      ) : null}
      {data?.length === 1 ? (
        <p>There is one version. Change something in the editor and save it: then the two can be compared here.</p>
      ) : null}
    </main>
  )
}

function VersionChoice({
  label,
  numbers,
  value,
  choose,
}: {
  label: string
  numbers: readonly number[]
  value: number
  choose: (number: number) => void
}) {
  return (
    <label className="field">
      {label}
      <select value={value} onChange={(event) => choose(Number(event.target.value))}>
        {numbers.map((number) => (
          <option key={number} value={number}>
            Version {number}
          </option>
        ))}
      </select>
    </label>
  )
}

function Comparison({ journey, from, to }: { journey: string; from: number; to: number }) {
  const { data, error } = useQuery(differencesQuery(journey, from, to))
  const [figures, setFigures] = useState(false)
  if (error) return <Failed error={error} />
  if (!data) return <Skeleton rows={3} label="Comparing" />
  return (
    <>
      {data.differences.length === 0 ? <p>Nothing that counts is different.</p> : null}
      <ul className="differences">
        {data.differences.map(({ place, before, after }) => (
          <li key={place + before + after}>
            <b>{place}</b>
            {before === null ? null : <del>{before}</del>}
            {after === null ? null : <ins>{after}</ins>}
          </li>
        ))}
      </ul>
      {figures ? (
        <Figures journey={journey} from={from} to={to} />
      ) : (
        <button type="button" className="quiet" onClick={() => setFigures(true)}>
          Compare the figures, too
        </button>
      )}
    </>
  )
}

function Figures({ journey, from, to }: { journey: string; from: number; to: number }) {
  const before = useQuery(versionMapQuery(journey, from))
  const after = useQuery(versionMapQuery(journey, to))
  const error = before.error ?? after.error
  if (error) return <Failed error={error} />
  if (!before.data || !after.data) return <Skeleton rows={4} label="Counting by both versions" />
  return (
    <EffectTable
      before={before.data}
      after={after.data}
      caption={`Figures by version ${from} and by version ${to}, with the data of today`}
    />
  )
}

function Restore({ journey, number, next }: { journey: string; number: number; next: number }) {
  const cache = useQueryClient()
  const [failure, setFailure] = useState<Error | null>(null)
  const restore = async () => {
    try {
      await send('POST', addressOf('restoreVersion', { journey, number: String(number) }))
      setFailure(null)
      await cache.invalidateQueries()
    } catch (error) {
      setFailure(error instanceof Error ? error : new Error(String(error)))
    }
  }
  return (
    <>
      <button type="button" className="quiet" onClick={() => void restore()}>
        Restore as version {next}
      </button>
      {failure ? <Failed error={failure} /> : null}
    </>
  )
}
