import { caseWords } from '../../map/case-words.ts'
import { count, countOf, percent } from '../../map/format.ts'
import type { Paths } from '../../map/paths.ts'
import { CaseFigure } from './case-link.tsx'

const columns = ['times', 'cases', 'more than once', 'first', 'last']

/** Each event name: how often it happened, in how many cases, in how many more than once, and where cases begin and end. */
export function StepTable({ paths }: { paths: Paths }) {
  return (
    <section aria-labelledby="steps">
      <h2 id="steps">Each event</h2>
      <div className="table-frame">
        <table className="figures">
          <caption className="hidden">Event names, the most frequent first</caption>
          <thead>
            <tr>
              <th scope="col">event</th>
              {columns.map((column) => (
                <th key={column} scope="col" className="number">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {paths.activities.map(({ name, events, cases, rework, starts, ends }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="number">
                  <CaseFigure to={{ cases: 'holds', event: name }} figure={events} words={`${count(events)} times ${name}`}>
                    {count(events)}
                  </CaseFigure>
                </td>
                <td className="number">
                  <CaseFigure to={{ cases: 'holds', event: name }} figure={cases} words={`${countOf(cases, 'case')} with ${name}`}>
                    {count(cases)}
                  </CaseFigure>
                  <small>{percent(cases / paths.cases)}</small>
                </td>
                {(
                  [
                    ['rework', rework],
                    ['starts', starts],
                    ['ends', ends],
                  ] as const
                ).map(([set, figure]) => (
                  <td key={set} className="number quiet-number">
                    <CaseFigure to={{ cases: set, event: name }} figure={figure} words={`${count(figure)}: ${caseWords(set, [name])}`}>
                      {count(figure)}
                    </CaseFigure>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
