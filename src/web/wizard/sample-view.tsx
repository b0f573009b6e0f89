import { count, countOf, day, instant } from '../../map/format.ts'
import type { PreviewSample } from '../../model/file-preview.ts'
import { keyed } from '../shell/keyed.ts'

const byWords = { customer: 'the customer', company: 'the company', machine: 'a machine' } as const

/** What the first rows become, and which of them would not be taken. */
export function SampleView({ name, sample }: { name: string; sample: PreviewSample }) {
  return (
    <>
      <SampleSum sample={sample} />
      <SampleTables name={name} sample={sample} />
    </>
  )
}

/** What the first rows become, in one line. */
export function SampleSum({ sample }: { sample: PreviewSample }) {
  const scope = sample.whole ? `All ${countOf(sample.rows, 'row')}` : `Of the first ${countOf(sample.rows, 'row')}`
  const parts = [
    sample.events > 0 ? countOf(sample.events, 'event') : null,
    ...sample.objects.map(({ type, count: number }) => countOf(number, type)),
    sample.from === null || sample.to === null ? null : `${day(sample.from)} to ${day(sample.to)}`,
  ]
  return (
    <p className="sample-sum">
      {scope}: {parts.filter((part) => part !== null).join(' · ')}
    </p>
  )
}

/** The first rows as events or properties, and which of them would not be taken. */
export function SampleTables({ name, sample }: { name: string; sample: PreviewSample }) {
  return (
    <>
      {sample.firstEvents.length > 0 ? <FirstEvents name={name} sample={sample} /> : null}
      {sample.firstObjects.length > 0 ? <FirstObjects name={name} sample={sample} /> : null}
      <Rejected sample={sample} scope={sample.whole ? 'in the file' : `of the first ${count(sample.rows)}`} />
    </>
  )
}

function FirstEvents({ name: file, sample }: { name: string; sample: PreviewSample }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reached by keyboard
    <section className="table-frame" tabIndex={0} aria-label={`The first events of ${file}`}>
      <table className="sample-table">
        <caption className="hidden">The first rows as events</caption>
        <thead>
          <tr>
            <th scope="col">when (UTC)</th>
            <th scope="col">who</th>
            <th scope="col">what</th>
            <th scope="col">channel</th>
            <th scope="col">set going by</th>
            <th scope="col">properties</th>
          </tr>
        </thead>
        <tbody>
          {keyed(sample.firstEvents, ({ line, name }) => `${line}:${name}`).map(({ key, row }) => (
            <tr key={key}>
              <td>{instant(row.occurredAt)}</td>
              <td>{row.objects.map(({ type, id }) => `${type} ${id}`).join(', ')}</td>
              <td>{row.name}</td>
              <td>{row.channel || '–'}</td>
              <td>{byWords[row.initiator]}</td>
              <td>{row.properties.map(({ name, value }) => `${name}: ${value}`).join(', ') || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function FirstObjects({ name: file, sample }: { name: string; sample: PreviewSample }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reached by keyboard
    <section className="table-frame" tabIndex={0} aria-label={`What the first rows of ${file} tell`}>
      <table className="sample-table">
        <caption className="hidden">The first rows as properties</caption>
        <thead>
          <tr>
            <th scope="col">who or what</th>
            <th scope="col">known about it</th>
          </tr>
        </thead>
        <tbody>
          {sample.firstObjects.map(({ type, id, properties }) => (
            <tr key={`${type} ${id}`}>
              <td>
                {type} {id}
              </td>
              <td>{properties.map(({ name, value }) => `${name}: ${value}`).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Rejected({ sample, scope }: { sample: PreviewSample; scope: string }) {
  if (sample.rejected === 0) return <p className="sample-note">Every row can be used.</p>
  return (
    <details className="sample-rejects">
      <summary>
        {countOf(sample.rejected, 'row')} {scope} would not be taken: see why
      </summary>
      <ul>
        {sample.reasons.map(({ code, count: number, examples }) => (
          <li key={code}>
            <b>{countOf(number, 'row')}</b>: {examples[0]?.message}
            <ul>
              {examples.map(({ line, raw }) => (
                <li key={line}>
                  line {count(line)}: <code>{raw}</code>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </details>
  )
}
