import { Link, useParams } from '@tanstack/react-router'
import type { Address } from '../shell/address.ts'

const parts = [
  { part: undefined, words: 'Messages' },
  { part: 'plan', words: 'Content plan' },
  { part: 'backtest', words: 'Backtest' },
  { part: 'who', words: 'Who is due' },
  { part: 'export', words: 'Hand over' },
  { part: 'text', words: 'As text' },
  { part: 'log', words: 'Log' },
] as const

/** The parts of one kept programme. */
export function PartTabs({ address }: { address: Address }) {
  const { journey } = useParams({ from: '/journeys/$journey/programme' })
  return (
    <nav className="programme-tabs" aria-label="Parts of the programme">
      {parts.map(({ part, words }) => (
        <Link
          key={words}
          to="/journeys/$journey/programme"
          params={{ journey }}
          search={{ ...address, part, message: undefined, day: undefined }}
          activeOptions={{ exact: true }}
          aria-current={address.part === part ? 'page' : undefined}
          resetScroll={false}
        >
          {words}
        </Link>
      ))}
    </nav>
  )
}
