import { percent } from '../../map/format.ts'
import type { PreviewColumn } from '../../model/file-preview.ts'

/** The file's columns: what they look like, and what becomes of them. */
export function ColumnTable({ name: file, columns }: { name: string; columns: readonly PreviewColumn[] }) {
  return (
    <details>
      <summary>{columns.length === 1 ? 'The one column' : `All ${columns.length} columns`}: what they look like, what they become</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reached by keyboard */}
      <section className="table-frame" tabIndex={0} aria-label={`Columns of ${file}`}>
        <table className="sample-table">
          <caption className="hidden">Columns of the file</caption>
          <thead>
            <tr>
              <th scope="col">column</th>
              <th scope="col">becomes</th>
              <th scope="col">looks like</th>
              <th scope="col">filled</th>
              <th scope="col">e.g.</th>
            </tr>
          </thead>
          <tbody>
            {columns.map(({ name, use, looks, filled, example }) => (
              <tr key={name}>
                <td>{name}</td>
                <td>{use || '–'}</td>
                <td>{looks}</td>
                <td>{percent(filled)}</td>
                <td>{example || '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}
