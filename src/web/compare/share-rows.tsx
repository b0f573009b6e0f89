import type { CSSProperties } from 'react'
import { differenceText, pointsWords } from '../../map/campaign-words.ts'
import { chanceWords, standsOut } from '../../map/comparison-words.ts'
import { count, percentFine, percentInterval } from '../../map/format.ts'
import type { SliceComparison, SliceSide, SliceStage } from '../../map/slice-comparison.ts'
import { withinWords } from '../../map/window-words.ts'
import type { Address } from '../shell/address.ts'
import { Mark } from './mark.tsx'
import { PeopleLink } from './people-link.tsx'

export interface RowsProps {
  comparison: SliceComparison
  journey: string
  first: Address
  second: Address
}

/** Who moved on: a row a stage, both slices on one axis, the difference beside. */
export function ShareRows({ comparison: { stages }, ...props }: RowsProps) {
  const most = axisEnd(stages)
  return (
    <section aria-labelledby="share-rows">
      <h2 id="share-rows">Who moved on</h2>
      <table className="pair-table">
        <thead>
          <tr>
            <th scope="col">stage</th>
            <th scope="col" className="axis">
              <span>0 %</span>
              <span>{Math.round(most * 50)} %</span>
              <span>{Math.round(most * 100)} %</span>
            </th>
            <th scope="col">share, with 95 % interval</th>
            <th scope="col">A less B</th>
          </tr>
        </thead>
        <tbody>
          {stages.map((stage) => (
            <ShareRow key={stage.id} stage={stage} most={most} {...props} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The end of the axis: the highest limit, up to the next tenth. */
function axisEnd(stages: readonly SliceStage[]): number {
  const highest = stages.flatMap(({ a, b }) => [a, b]).map(({ converted }) => converted.high ?? converted.value ?? 0)
  return Math.min(1, Math.max(0.1, Math.ceil(Math.max(...highest, 0) * 10) / 10))
}

function ShareRow({ stage, most, journey, first, second }: Omit<RowsProps, 'comparison'> & { stage: SliceStage; most: number }) {
  const chance = chanceWords(stage)
  return (
    <tr data-out={standsOut(stage) || undefined}>
      <th scope="row">
        {stage.name}
        <small>moved on {withinWords(stage)}</small>
      </th>
      <td className="tracks">
        <Track slice="A" side={stage.a} most={most} />
        <Track slice="B" side={stage.b} most={most} />
      </td>
      <td className="sides">
        <Side name="A" side={stage.a} stage={stage} journey={journey} slice={first} />
        <Side name="B" side={stage.b} stage={stage} journey={journey} slice={second} />
      </td>
      <td className="difference">
        <b>{differenceText(stage.converted, pointsWords)}</b>
        {chance === '' ? null : <small>{chance}</small>}
        {stage.notes.map((note) => (
          <small key={note} className="caution">
            {note}
          </small>
        ))}
      </td>
    </tr>
  )
}

/** One slice on the axis: its interval as a line, its share as a mark with the slice's letter. */
function Track({ slice, side: { converted }, most }: { slice: 'A' | 'B'; side: SliceSide; most: number }) {
  const { value, low, high } = converted
  const at = (share: number) => `${(100 * share) / most}%`
  return (
    <span className="track" data-slice={slice} aria-hidden="true">
      {low !== null && high !== null ? <i className="range" style={{ left: at(low), width: at(high - low) } as CSSProperties} /> : null}
      {value === null ? null : (
        <span className="at" style={{ left: at(value) }}>
          <Mark slice={slice} />
        </span>
      )}
    </span>
  )
}

interface SideProps {
  name: 'A' | 'B'
  side: SliceSide
  stage: SliceStage
  journey: string
  slice: Address
}

function Side({ name, side: { entered, counted, converted }, ...to }: SideProps) {
  const interval = percentInterval(converted.low, converted.high) ?? converted.note ?? ''
  const share = percentFine(converted.value)
  return (
    <p>
      <Mark slice={name} />
      {converted.value === null ? (
        <span>–</span>
      ) : (
        <PeopleLink {...to} name={name} set="convertedByWindow" words={`${share} moved on`}>
          {share}
        </PeopleLink>
      )}
      <small>
        {interval}
        <br />
        of{' '}
        <PeopleLink {...to} name={name} set={to.stage.until === null ? 'counted' : 'windowOver'} words={`${count(counted)} counted`}>
          {count(counted)} counted
        </PeopleLink>
        ,{' '}
        <PeopleLink {...to} name={name} set="entered" words={`${count(entered)} entered`}>
          {count(entered)} entered
        </PeopleLink>
      </small>
    </p>
  )
}
