import { useNavigate } from '@tanstack/react-router'
import type { JourneyMap } from '../../map/journey-map.ts'
import { pastDayReading, pastDayWords } from '../../map/past-day.ts'
import type { Address } from '../shell/address.ts'
import '../styles/past.css'

/** Says, while a past day is shown or asked for, which one it is and by which reading, and leads back to today. */
export function PastBanner({ map, address }: { map: JourneyMap | null; address: Address }) {
  const { asOf: past, journey } = map ?? {}
  if (!past && !address.asOf) return null
  const isShown = past !== undefined && past.day === address.asOf && past.known === (address.known === 'then' ? 'then' : 'now')
  return (
    <section className="past-banner" role="status" aria-label="Past day">
      {isShown ? (
        <p>
          <b>{pastDayWords(past)}.</b> {pastDayReading(past.known)} {past.notes.join(' ')}
          {address.version && journey ? ` By version ${journey.version} of the journey.` : ''}
        </p>
      ) : (
        <p>
          <b>{address.asOf ? `${address.asOf} was asked for.` : 'Back to today.'}</b>{' '}
          {map === null ? '' : 'It is being counted; until then you see what was here before.'}
        </p>
      )}
      <ToToday />
    </section>
  )
}

/** The past day in one line, for what lies over the map. */
export function PastLine({ map }: { map: JourneyMap }) {
  return map.asOf ? <p className="past-line">{pastDayWords(map.asOf)}</p> : null
}

function ToToday() {
  const navigate = useNavigate()
  const none = { asOf: undefined, known: undefined, timeZone: undefined, version: undefined }
  const leave = () => void navigate({ to: '.', search: (before) => ({ ...before, ...none }), replace: true, resetScroll: false })
  return (
    <button type="button" className="quiet" onClick={leave}>
      Show today
    </button>
  )
}
