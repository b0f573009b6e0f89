import { useState } from 'react'
import { count, countOf, days } from '../../map/format.ts'
import type { Paths } from '../../map/paths.ts'
import { CaseFigure } from './case-link.tsx'

const firstEdges = 15

/** What follows what: pairs of neighbours, the most frequent first; what is folded is said. */
export function EdgeTable({ edges }: { edges: Paths['edges'] }) {
  const [all, setAll] = useState(false)
  if (edges.length === 0) return null
  const shown = all ? edges : edges.slice(0, firstEdges)
  const hidden = edges.slice(shown.length)
  const largest = Math.max(1, ...edges.map((edge) => edge.times))
  return (
    <section aria-labelledby="edges">
      <h2 id="edges">What follows what</h2>
      <div className="table-frame">
        <table className="figures edges">
          <caption className="hidden">Pairs of neighbours, the most frequent first</caption>
          <thead>
            <tr>
              <th scope="col">event</th>
              <th scope="col">followed by</th>
              <th scope="col" className="number">
                times
              </th>
              <td className="flow-bar" />
              <th scope="col" className="number">
                cases
              </th>
              <th scope="col" className="number">
                median between
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ from, to, times, cases, medianDays }) => (
              <tr key={`${from}\n${to}`}>
                <th scope="row">{from}</th>
                <td>{to}</td>
                <td className="number">
                  <CaseFigure
                    to={{ cases: 'follows', event: from, next: to }}
                    figure={times}
                    words={`${count(times)} times ${from}, then ${to}`}
                  >
                    {count(times)}
                  </CaseFigure>
                </td>
                <td className="flow-bar" aria-hidden="true">
                  <i style={{ width: `${(times / largest) * 100}%` }} />
                </td>
                <td className="number quiet-number">
                  <CaseFigure
                    to={{ cases: 'follows', event: from, next: to }}
                    figure={cases}
                    words={`${countOf(cases, 'case')} with ${from}, then ${to}`}
                  >
                    {count(cases)}
                  </CaseFigure>
                </td>
                <td className="number quiet-number">{medianDays === 0 ? 'at once' : days(medianDays)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hidden.length > 0 ? (
        <p className="folded">
          Not shown: {countOf(hidden.length, 'more pair')}, together {count(hidden.reduce((sum, edge) => sum + edge.times, 0))} times.{' '}
          <button type="button" className="quiet" onClick={() => setAll(true)}>
            Show all
          </button>
        </p>
      ) : null}
    </section>
  )
}
