import type { TrendMark } from './trend-marks.ts'

/** The campaigns marked on a trend, by the numbers of their bands; each leads to its before and after. */
export function MarkList({ marks }: { marks: readonly TrendMark[] }) {
  if (marks.length === 0) return null
  return (
    <ol className="mark-list" aria-label="Campaigns marked above">
      {marks.map(({ id, name, days }) => (
        <li key={id}>
          <a href={`/calendar?campaign=${encodeURIComponent(id)}`}>{name}</a> <small>{days}</small>
        </li>
      ))}
    </ol>
  )
}
