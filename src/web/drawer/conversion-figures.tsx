import { count, countedOf, percent, percentInterval } from '../../map/format.ts'
import { conversionGap } from '../../map/gap.ts'
import type { Estimate, MapStage, SubjectSet } from '../../map/journey-map.ts'
import { Cautions } from '../map/cautions.tsx'
import { FigureLink } from '../map/figure-link.tsx'
import { GapLine } from '../map/gap-line.tsx'
import type { DefinitionId } from '../shell/definitions.tsx'

interface Row {
  name: string
  estimate: Estimate
  set: SubjectSet
  definition: DefinitionId
}

/** What became of stays by the last day of the window; the four shares add to one (rule M2). Below, two other ways to count, named so. */
export function ConversionFigures({ stage }: { stage: MapStage }) {
  const { converted, returned, dropped, stillIn, raw, withoutSilence, cautions } = stage.conversion
  const rows: Row[] = [
    { name: 'moved on or reached the goal', estimate: converted, set: 'convertedByWindow', definition: 'converted' },
    { name: 'went back', estimate: returned, set: 'returned', definition: 'causes' },
    { name: 'dropped out', estimate: dropped, set: 'dropped', definition: 'causes' },
    { name: 'still in stage', estimate: stillIn, set: 'stillIn', definition: 'stillIn' },
  ]
  const other: Row[] = [
    { name: 'moved on, of all who ever entered (raw)', estimate: raw, set: 'converted', definition: 'raw' },
    { name: 'moved on, if silence is not leaving', estimate: withoutSilence, set: 'converted', definition: 'withoutSilence' },
  ]
  return (
    <section aria-labelledby="by-window">
      <h3 id="by-window">By day {count(stage.windowDays)}</h3>
      <EstimateTable stage={stage} rows={rows} />
      <EstimateTable stage={stage} rows={other} caption="Counted otherwise" />
      {stage.intended.conversion === null ? null : (
        <p className="beside">
          <span className="intended">intended {percent(stage.intended.conversion)}</span> <GapLine gap={conversionGap(stage)} />
        </p>
      )}
      <Cautions texts={cautions} size={converted.denominator} />
    </section>
  )
}

function EstimateTable({ stage, rows, caption }: { stage: MapStage; rows: readonly Row[]; caption?: string }) {
  return (
    <table className="figures">
      <caption className={caption ? undefined : 'hidden'}>{caption ?? 'What became of the stays'}</caption>
      <thead className="hidden">
        <tr>
          <th scope="col">What</th>
          <th scope="col">Share</th>
          <th scope="col">Interval</th>
          <th scope="col">Counted</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, estimate, set, definition }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="number">
              <FigureLink stage={stage.id} set={set} definition={definition} words={`${percent(estimate.value)} ${name}`}>
                {percent(estimate.value)}
              </FigureLink>
            </td>
            <td className="number quiet-number">{percentInterval(estimate.low, estimate.high) ?? estimate.note ?? ''}</td>
            <td className="population">{countedOf(estimate)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
