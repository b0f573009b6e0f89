import { count, countedOf, percent, percentInterval } from '../../map/format.ts'
import { conversionGap } from '../../map/gap.ts'
import type { Estimate, MapStage, SubjectSet } from '../../map/journey-map.ts'
import { byWords } from '../../map/window-words.ts'
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
      <h3 id="by-window">{capital(byWords(stage))}</h3>
      <WindowSum stage={stage} />
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

/** Whom a share by a deadline counts, and whom it does not; each number opens its people (rule K7). */
function WindowSum({ stage }: { stage: MapStage }) {
  const { windows } = stage.conversion
  if (windows === null) return null
  const { entered, underWay } = stage.counts
  const parts: { n: number; set: SubjectSet; words: string }[] = [
    { n: windows.over, set: 'windowOver', words: 'have their deadline behind them' },
    { n: windows.stillHasTime, set: 'stillHasTime', words: 'still have time' },
    { n: windows.withoutDate, set: 'withoutDate', words: 'have no date to come' },
    { n: underWay, set: 'underWay', words: 'were already under way' },
  ]
  return (
    <p className="population">
      {parts
        .filter(({ n, set }) => n > 0 || set === 'windowOver')
        .map(({ n, set, words }, i) => (
          <span key={set}>
            {i > 0 ? ' + ' : ''}
            <FigureLink stage={stage.id} set={set} definition="deadlineWindows" words={`${count(n)} ${words}`}>
              {count(n)}
            </FigureLink>{' '}
            {words}
          </span>
        ))}
      {` = ${count(entered)} entered`}
    </p>
  )
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
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
