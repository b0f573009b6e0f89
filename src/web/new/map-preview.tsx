import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { addressOf } from '../../api/contract.ts'
import type { JourneyMap } from '../../map/journey-map.ts'
import { MapContext, type MapScene } from '../map/map-context.ts'
import { MapTable } from '../map/map-table.tsx'
import { PhoneMap } from '../map/phone-map.tsx'
import { send } from '../shell/ask.ts'
import { useMedia } from '../shell/media.ts'
import { journeysQuery } from '../shell/queries.ts'
import type { Reading } from './reading.ts'

/** The journey as it will look, its name, and the button that keeps it. */
export function MapPreview({
  reading,
  stale,
  title,
  rename,
}: {
  reading: Reading
  /** What was asked for since is still being read. */
  stale: boolean
  title: string | null
  rename(title: string): void
}) {
  const { map, findings } = reading
  const errors = findings.filter(({ kind }) => kind === 'error')
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">The map</h2>
      {map === null ? (
        <ul className="failure" role="alert">
          {errors.map(({ path, message }) => (
            <li key={path + message}>
              {path}: {message}
            </li>
          ))}
        </ul>
      ) : (
        <>
          <Keep
            key={map.journey.name}
            stale={stale}
            text={reading.text}
            journey={reading.journey}
            name={title ?? map.journey.name}
            rename={rename}
          />
          <Personas map={map} />
          <Preview map={map} />
        </>
      )}
    </section>
  )
}

interface KeepProps {
  text: string
  stale: boolean
  journey: string
  name: string
  rename(title: string): void
}

function Keep({ text, stale, journey, name, rename }: KeepProps) {
  const [written, setWritten] = useState(name)
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const navigate = useNavigate()
  const cache = useQueryClient()
  const settled = written.trim() === name || written.trim() === ''
  const keep = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await send('POST', addressOf('journeys'), text)
      await cache.invalidateQueries({ queryKey: journeysQuery.queryKey })
      await navigate({ to: '/journeys/$journey', params: { journey } })
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
      setBusy(false)
    }
  }
  return (
    <form
      className="keep"
      onSubmit={(event) => {
        event.preventDefault()
        if (settled) void keep()
        else rename(written.trim())
      }}
    >
      <label>
        Name
        <input type="text" value={written} maxLength={200} onChange={(event) => setWritten(event.target.value)} />
      </label>
      <button type="submit" className="button" disabled={busy || stale}>
        {settled ? 'Keep this journey' : 'Use this name'}
      </button>
      {failure ? (
        <p className="failure" role="alert">
          {failure}
        </p>
      ) : null}
    </form>
  )
}

function Personas({ map }: { map: JourneyMap }) {
  if (map.journey.personas.length === 0) return null
  return (
    <ul className="new-personas" aria-label="Personas">
      {map.journey.personas.map(({ id, name, description }) => (
        <li key={id}>
          <b>{name}</b> {description}
        </li>
      ))}
    </ul>
  )
}

function Preview({ map }: { map: JourneyMap }) {
  const phone = useMedia('(max-width: 760px)')
  const scene = useMemo<MapScene>(() => ({ map, address: {}, view: 'intended', hrefOf: () => '', open: () => {} }), [map])
  return (
    <MapContext value={scene}>
      <div className="new-map" data-view="intended">
        {phone ? <PhoneMap /> : <MapTable />}
      </div>
    </MapContext>
  )
}
