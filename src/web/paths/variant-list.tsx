import { useState } from 'react'
import { count, countOf, daysWords, percent } from '../../map/format.ts'
import type { Paths } from '../../map/paths.ts'
import { keyed } from '../shell/keyed.ts'
import { CaseFigure } from './case-link.tsx'

const longest = 24

/** The commonest sequences as rows of numbered steps; what is folded is said, and `more` unfolds it. */
export function VariantList({ paths, more }: { paths: Paths; more: (() => void) | null }) {
  const { variants, folded, cases } = paths
  const largest = Math.max(1, ...variants.map((variant) => variant.cases))
  return (
    <section aria-labelledby="variants">
      <h2 id="variants">The commonest ways</h2>
      <ol className="variants">
        {variants.map((variant, index) => (
          <li key={variant.id}>
            <p className="variant-figures">
              <b>
                <CaseFigure
                  to={{ cases: 'variant', way: variant.id }}
                  figure={variant.cases}
                  words={`${countOf(variant.cases, 'case')} went way ${count(index + 1)}`}
                >
                  {countOf(variant.cases, 'case')}
                </CaseFigure>
              </b>{' '}
              <span>{percent(variant.cases / cases)}</span>
              <i aria-hidden="true" style={{ width: `${(variant.cases / largest) * 100}%` }} />
              <small>{lasting(variant)}</small>
            </p>
            <Steps names={variant.names} />
          </li>
        ))}
      </ol>
      {folded.variants > 0 ? (
        <p className="folded">
          Not shown: {countOf(folded.variants, 'more way')}, together{' '}
          <CaseFigure
            to={{ cases: 'folded', shown: String(variants.length) }}
            figure={folded.cases}
            words={`${countOf(folded.cases, 'case')} went one of the other ways`}
          >
            {countOf(folded.cases, 'case')}
          </CaseFigure>{' '}
          ({percent(folded.cases / cases)}).{' '}
          {more ? (
            <button type="button" className="quiet" onClick={more}>
              Show more
            </button>
          ) : null}
        </p>
      ) : (
        <p className="folded">These are all {countOf(variants.length, 'way')}.</p>
      )}
    </section>
  )
}

function lasting({ names, medianDays }: Paths['variants'][number]): string {
  if (names.length === 1) return 'one event'
  return medianDays === 0 ? 'all at once' : `median ${daysWords(medianDays)}`
}

/** A sequence of events as numbered steps; a long one is folded until asked for. */
export function Steps({ names }: { names: readonly string[] }) {
  const [all, setAll] = useState(false)
  const shown = all ? names : names.slice(0, longest)
  return (
    <div className="steps">
      <ol aria-label={countOf(names.length, 'step')}>
        {keyed(shown, (name) => name).map(({ key, row: name }, index) => (
          <li key={key}>
            <span aria-hidden="true">{count(index + 1)}</span>
            {name}
          </li>
        ))}
      </ol>
      {shown.length < names.length ? (
        <button type="button" className="quiet" onClick={() => setAll(true)}>
          and {countOf(names.length - shown.length, 'more step')}
        </button>
      ) : null}
    </div>
  )
}
