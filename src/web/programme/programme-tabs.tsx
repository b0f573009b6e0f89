import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Address } from '../shell/address.ts'
import { programmesQuery } from './programme-requests.ts'

/** The design, and every programme that is kept for the journey. */
export function ProgrammeTabs({ journey, address }: { journey: string; address: Address }) {
  const { data } = useQuery(programmesQuery)
  const own = data?.programmes.filter((one) => one.journey === journey) ?? []
  const places = [
    { key: '', words: 'Design', search: { ...address, programme: undefined, part: undefined }, paused: false },
    ...own.map(({ id, name, paused }) => ({
      key: id,
      words: name,
      search: { ...address, programme: id, part: undefined },
      paused: paused !== null,
    })),
  ]
  if (own.length === 0) return null
  return (
    <nav className="programme-tabs" aria-label="Programmes">
      {places.map(({ key, words, search, paused }) => (
        <Link
          key={key}
          to="/journeys/$journey/programme"
          params={{ journey }}
          search={search}
          aria-current={(address.programme ?? '') === key ? 'page' : undefined}
        >
          {words}
          {paused ? <span className="tag tag-against">paused</span> : null}
        </Link>
      ))}
    </nav>
  )
}
