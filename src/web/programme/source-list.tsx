import { Link } from '@tanstack/react-router'
import { count } from '../../map/format.ts'
import type { Source } from '../../model/programme-design.ts'
import type { Address } from '../shell/address.ts'

interface SourcesProps {
  journey: string
  sources: readonly Source[]
  /** The filter under which a figure's people are listed. */
  slice: Address
}

/** Where numbers come from, each line with its people, its rule, or named an assumption. */
export function SourceList({ journey, sources, slice }: SourcesProps) {
  return (
    <ul className="source-list">
      {sources.map((source) => (
        <li key={`${source.kind}${source.text}`}>
          <SourceLine journey={journey} source={source} slice={slice} />
        </li>
      ))}
    </ul>
  )
}

function SourceLine({ journey, source, slice }: { journey: string; source: Source; slice: Address }) {
  switch (source.kind) {
    case 'figure':
      return (
        <>
          {source.text}{' '}
          {source.count > 0 ? (
            <Link
              className="figure"
              to="/journeys/$journey/stages/$stage"
              params={{ journey, stage: source.stage }}
              search={{ ...slice, set: source.set, name: source.name }}
            >
              Show the {count(source.count)}
            </Link>
          ) : null}{' '}
          <small>rule {source.rule}</small>
        </>
      )
    case 'definition':
      return source.text
    case 'assumption':
      return (
        <>
          <Assumed /> {source.text}
          {source.published === null ? null : <small className="published">Published: {source.published}</small>}
        </>
      )
  }
}

/** Marks what no data stand behind. */
export function Assumed() {
  return <span className="tag tag-assumed">assumption</span>
}

/** Sources behind a line that opens them. */
export function SourceDetails({ words, ...sources }: SourcesProps & { words: string }) {
  if (sources.sources.length === 0) return null
  return (
    <details className="sources">
      <summary>{words}</summary>
      <SourceList {...sources} />
    </details>
  )
}
