import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type Address, withoutAudit } from '../shell/address.ts'
import { programmesQuery } from './programme-requests.ts'

/** The design, what is sent today, all programmes together, and each that is kept for the journey. */
export function ProgrammeTabs({ journey, address }: { journey: string; address: Address }) {
  const { data } = useQuery(programmesQuery)
  const plain = { ...withoutAudit(address), part: undefined, message: undefined, day: undefined }
  const own = data?.programmes.filter((one) => one.journey === journey) ?? []
  const places = [
    { key: '', words: 'Design', search: { ...plain, programme: undefined }, paused: false },
    { key: 'audit', words: 'Today’s e-mails', search: { ...plain, programme: undefined, part: 'audit' }, paused: false },
    { key: 'all', words: 'All programmes', search: { ...plain, programme: undefined, part: 'all' }, paused: false },
    ...own.map(({ id, name, paused }) => ({
      key: `programme ${id}`,
      words: name,
      search: { ...plain, programme: id },
      paused: paused !== null,
    })),
  ]
  return (
    <nav className="programme-tabs" aria-label="Programmes">
      {places.map(({ key, words, search, paused }) => (
        <Link
          key={key}
          to="/journeys/$journey/programme"
          params={{ journey }}
          search={search}
          activeOptions={{ exact: true }}
          aria-current={placeOf(address) === key ? 'page' : undefined}
        >
          {words}
          {paused ? <span className="tag tag-against">paused</span> : null}
        </Link>
      ))}
    </nav>
  )
}

/** The place of an address among these. */
function placeOf({ programme, part }: Address): string {
  if (programme) return `programme ${programme}`
  return part === 'audit' || part === 'all' ? part : ''
}
