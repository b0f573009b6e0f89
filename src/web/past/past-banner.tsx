import { useNavigate } from '@tanstack/react-router'
import type { JourneyMap } from '../../map/journey-map.ts'
import { pastDayReading, pastDayWords } from '../../map/past-day.ts'
import type { Address } from '../shell/address.ts'
import '../styles/past.css'

const today: Partial<Address> = { asOf: undefined, known: undefined, timeZone: undefined, version: undefined }

/** Says, while a past day is shown or asked for, which one it is and by which reading, and leads back to today. */
export function PastBanner({ map, address }: { map: JourneyMap | null; address: Address }) {
  const { asOf: past, journey } = map ?? {}
  if (!past && !address.asOf) return null
  const asked = address.asOf ? { day: address.asOf, timeZone: address.timeZone ?? 'UTC', known: readingOf(address) } : null
  const isShown = past !== undefined && past.day === asked?.day && past.known === asked.known && past.timeZone === asked.timeZone
  return (
    <section className="past-banner" role="status" aria-label="Past day">
      {isShown ? (
        <p>
          <b>{pastDayWords(past)}.</b> {pastDayReading(past.known)} {past.notes.join(' ')}
          {address.version && journey ? ` By version ${journey.version} of the journey.` : ''}
        </p>
      ) : (
        <p>
          <b>{asked ? `${pastDayWords(asked)}:` : 'Back to today:'}</b>{' '}
          {map === null ? 'there is nothing to show.' : 'being counted. Until then you see what was here before.'}
        </p>
      )}
      {map === null && asked?.known === 'then' ? <ChangeDay to={{ known: undefined }} words="With all known now" /> : null}
      <ChangeDay to={today} words="Show today" />
    </section>
  )
}

/** The past day in one line, for what lies over the map. */
export function PastLine({ map }: { map: JourneyMap }) {
  return map.asOf ? <p className="past-line">{pastDayWords(map.asOf)}</p> : null
}

function readingOf({ known }: Address): 'now' | 'then' {
  return known === 'then' ? 'then' : 'now'
}

function ChangeDay({ to, words }: { to: Partial<Address>; words: string }) {
  const navigate = useNavigate()
  const change = () => void navigate({ to: '.', search: (before) => ({ ...before, ...to }), replace: true, resetScroll: false })
  return (
    <button type="button" className="quiet" onClick={change}>
      {words}
    </button>
  )
}
