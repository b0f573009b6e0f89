import type { CampaignCohort, CampaignComparison, CampaignStage } from '../../map/campaign-figures.ts'
import { differenceText, moneyWords, perDayText, perDayWords, pointsWords, spanNames } from '../../map/campaign-words.ts'
import { count, percent, percentInterval } from '../../map/format.ts'
import type { SubjectSet } from '../../map/journey-map.ts'
import type { Campaign } from '../../model/campaign.ts'
import { writeAddress } from '../shell/address.ts'

interface StageResultProps {
  stage: CampaignStage
  campaign: Campaign
  journey: string
}

const spans = ['during', 'before', 'yearBefore'] as const
type Span = (typeof spans)[number]
type Side = 'audience' | 'outside'

/** One stage: each cohort's entries and conversion, then the differences with their intervals. Each count opens its people. */
export function StageResult({ stage, campaign, journey }: StageResultProps) {
  const others = (['before', 'yearBefore'] as const).filter((span) => stage[span] !== null)
  const sides: Side[] = stage.outside === null ? ['audience'] : ['audience', 'outside']
  const names = { audience: stage.outside === null ? 'Everyone' : 'Audience', outside: 'Outside' }
  return (
    <section className="stage-result" aria-label={stage.name}>
      <h3>{stage.name}</h3>
      <div className="table-frame" tabIndex={-1}>
        <table className="figures">
          <caption className="hidden">{stage.name}: entries and conversion by period</caption>
          <thead>
            <tr>
              <th scope="col">who</th>
              <th scope="col">when</th>
              <th scope="col" className="number">
                entered
              </th>
              <th scope="col" className="number">
                a day
              </th>
              <th scope="col" className="number">
                moved on{stage.windowDays === null ? '' : ` within ${stage.windowDays} d`}
              </th>
              <th scope="col" className="number">
                of
              </th>
            </tr>
          </thead>
          <tbody>
            {sides.flatMap((side) =>
              spans.flatMap((span) => {
                const cohort = stage[side]?.[span] ?? null
                return cohort === null
                  ? []
                  : [<CohortRow key={`${side} ${span}`} {...{ cohort, side, span, campaign, journey, stage }} who={names[side]} />]
              }),
            )}
          </tbody>
        </table>
      </div>
      {others.length === 0 ? <p>There is no other period to compare with.</p> : null}
      {others.map((span) => (
        <Differences key={span} stage={stage} span={span} names={names} currency={campaign.cost?.currency ?? ''} />
      ))}
      {stage.notes.map((note) => (
        <p key={note} className="population">
          Mind: {note}.
        </p>
      ))}
    </section>
  )
}

interface CohortRowProps extends StageResultProps {
  cohort: CampaignCohort
  side: Side
  span: Span
  who: string
}

function CohortRow({ cohort, side, span, who, campaign, journey, stage }: CohortRowProps) {
  const { entered, perDay, counted, converted } = cohort
  const words = `${stage.name}, ${who.toLowerCase()}, ${spanNames[span]}`
  const open = (set: SubjectSet, text: string, said: string) => (
    <a
      href={peopleAddress(journey, stage.id, set, { campaign: campaign.id, span, side })}
      aria-label={`${said}: ${words}. Show the people.`}
    >
      {text}
    </a>
  )
  const interval = percentInterval(converted.low, converted.high)
  return (
    <tr>
      <th scope="row">{who}</th>
      <td>{spanNames[span]}</td>
      <td className="number">{open('entered', count(entered), `${count(entered)} entered`)}</td>
      <td className="number">{perDayText(perDay)}</td>
      <td className="number">
        {converted.value === null ? '–' : open('convertedByWindow', percent(converted.value), `${percent(converted.value)} moved on`)}
        <small> {interval ?? converted.note ?? ''}</small>
      </td>
      <td className="number">{open('counted', count(counted), `${count(counted)} counted`)}</td>
    </tr>
  )
}

/** The address of the people behind a count of a cohort (rule M7). */
function peopleAddress(journey: string, stage: string, set: SubjectSet, cohort: { campaign: string; span: string; side: string }): string {
  return `/journeys/${encodeURIComponent(journey)}/stages/${encodeURIComponent(stage)}${writeAddress({ set, ...cohort })}`
}

interface DifferencesProps {
  stage: CampaignStage
  span: 'before' | 'yearBefore'
  names: Record<Side, string>
  currency: string
}

/** During less another period, line by line. */
function Differences({ stage, span, names, currency }: DifferencesProps) {
  const against = stage[span]
  if (against === null) return null
  const { audience, outside, between, cost } = against
  const rows = [
    { who: names.audience, ...audience },
    ...(outside === null ? [] : [{ who: names.outside, ...outside }]),
    ...(between === null ? [] : [{ who: 'Audience less outside', ...between }]),
  ]
  const without = whyNone(rows.map(({ converted }) => converted))
  const title = span === 'before' ? 'Against the days before' : 'Against the same days a year before'
  const money = moneyWords(currency)
  return (
    <div className="differences">
      <h4>{title}</h4>
      <dl>
        {rows.map(({ who, perDay, converted }) => (
          <div key={who}>
            <dt>{who}</dt>
            <dd>
              entries a day {differenceText(perDay, perDayWords)}
              {without === null ? (
                <>
                  <br />
                  moved on {differenceText(converted, pointsWords)}
                </>
              ) : null}
            </dd>
          </div>
        ))}
        {cost === null ? null : (
          <div>
            <dt>Cost</dt>
            <dd>
              per extra entry: {differenceText(cost.perEntry, money)}
              {without === null ? (
                <>
                  <br />
                  per extra one who moved on: {differenceText(cost.perConverted, money)}
                </>
              ) : null}
            </dd>
          </div>
        )}
      </dl>
      {without === null ? null : <p className="population">Moved on: {without}.</p>}
    </div>
  )
}

/** Why no difference of shares is given, where the reason is the same for all; null: some are given, or each has its own reason. */
function whyNone(all: readonly CampaignComparison['converted'][]): string | null {
  const [first] = all
  return all.every(({ value, note }) => value === null && note === first?.note) ? (first?.note ?? null) : null
}
