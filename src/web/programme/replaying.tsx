import { useQuery } from '@tanstack/react-query'
import { countOf, percent } from '../../map/format.ts'
import { Skeleton } from '../shell/states.tsx'
import { backtestProgressKey } from './programme-requests.ts'

/** How far a replay is that one waits for. */
export function Replaying({ programme, body }: { programme: string; body: object }) {
  const { data } = useQuery<{ share: number; people: number } | null>({
    queryKey: backtestProgressKey(programme, body),
    queryFn: () => null,
    enabled: false,
  })
  return (
    <div className="replaying">
      <p role="status">
        {data
          ? `Replaying the past: ${percent(data.share)} done, ${countOf(data.people, 'person')} so far.`
          : 'Replaying the past: reading who was in which stage, and when.'}
      </p>
      <progress aria-label="Replay" {...(data ? { value: data.share } : {})} />
      <p className="lead-in">You can look at other pages meanwhile; it goes on.</p>
      <Skeleton rows={8} label="Replaying" />
    </div>
  )
}
