import { countOf } from '../../map/format.ts'
import type { DrawnReading, LaneChoice, TableStart } from './reading.ts'

const laneNames: Readonly<Record<LaneChoice, string>> = {
  goals: 'Goal',
  actions: 'Actions',
  touchpoints: 'Touchpoints',
  questions: 'Questions',
  concerns: 'Concerns',
  thoughts: 'Thoughts',
  emotions: 'Emotion, in words',
  emotion: 'Emotion, intended (−2 to 2)',
  friction: 'Friction',
  confusion: 'Confusion',
  opportunities: 'Opportunities',
  leave: 'left out',
}
const ways = { matched: 'by its name', chosen: 'as you said', left: 'not in the map' }

/** What became of each row of a table, to be corrected; and which way the table lies. */
export function RowTable({ start, reading, change }: { start: TableStart; reading: DrawnReading; change(next: TableStart): void }) {
  const left = reading.rows.filter(({ lane }) => lane === null).length
  return (
    <section aria-labelledby="rows">
      <h2 id="rows">What became of its rows</h2>
      {left > 0 ? (
        <p className="lead">
          {countOf(left, 'row')} left out. Say what each is, or leave it: its text is kept as a note in the journey’s document.
        </p>
      ) : null}
      <div className="rows-frame">
        <table className="rows-table">
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">Kept as</th>
              <th scope="col">How</th>
              <th scope="col">First text</th>
            </tr>
          </thead>
          <tbody>
            {reading.rows.map(({ label, lane, how, filled, example }) => (
              <tr key={label} data-left={lane === null || undefined}>
                <th scope="row">{label === '' ? '(no name)' : label}</th>
                <td>
                  <select
                    aria-label={`Row ${label} is kept as`}
                    value={lane ?? 'leave'}
                    onChange={(event) => change({ ...start, lanes: { ...start.lanes, [label]: event.target.value as LaneChoice } })}
                  >
                    {Object.entries(laneNames).map(([id, name]) => (
                      <option key={id} value={id}>
                        {name}
                      </option>
                    ))}
                  </select>
                </td>
                <td>{ways[how]}</td>
                <td className="row-example">{filled === 0 ? <i>empty</i> : example}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <label className="turn">
        <input
          type="checkbox"
          checked={reading.transposed}
          onChange={(event) => change({ ...start, transposed: event.target.checked, lanes: {} })}
        />
        The rows of the table are the stages
      </label>
      {reading.notes.length > 0 ? (
        <ul className="reading-notes">
          {reading.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}
