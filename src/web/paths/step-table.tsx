import { count, percent } from '../../map/format.ts'
import type { Paths } from '../../map/paths.ts'

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
                <td className="number">{count(events)}</td>
                <td className="number">
                  {count(cases)}
                  <small>{percent(cases / paths.cases)}</small>
                </td>
                <td className="number quiet-number">{count(rework)}</td>
                <td className="number quiet-number">{count(starts)}</td>
                <td className="number quiet-number">{count(ends)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
