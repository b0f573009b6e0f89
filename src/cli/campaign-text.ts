import type { CampaignAgainst, CampaignCohort, CampaignFigures, CampaignStage } from '../map/campaign-figures.ts'
import { differenceText, moneyWords, perDayText, perDayWords, pointsWords, spanNames } from '../map/campaign-words.ts'
import { count, countOf, percent } from '../map/format.ts'
import type { Campaign } from '../model/campaign.ts'
import { printable, tableColumns, textTable } from './table.ts'

/** A campaign and its before and after in journeys, for people. */
export function campaignText(campaign: Campaign, figures: readonly CampaignFigures[]): string {
  const { id, name, from, to, timeZone, channel, cost, note } = campaign
  const parts = [`${from} to ${to} (${timeZone})`, channel, cost === null ? '' : `${count(cost.amount)} ${cost.currency}`, note].filter(
    (part) => part !== '',
  )
  return [`${printable(`${name} (${id}): ${parts.join(', ')}`)}\n`, ...figures.map((one) => figuresText(one, cost?.currency ?? ''))].join(
    '\n',
  )
}

function figuresText({ journey, audienceText, days, periods, notes, stages }: CampaignFigures, currency: string): string {
  const spans = (['during', 'before', 'yearBefore'] as const).flatMap((span) => {
    const period = periods[span]
    return period === null ? [] : [`${spanNames[span]}: ${period.firstDay} to ${period.lastDay}`]
  })
  const head = `${journey.name} (${journey.id}, version ${journey.version}); audience: ${audienceText}${days > 0 ? `; ${countOf(days, 'day')} each` : ''}`
  const lines = [head, ...spans, ...notes.map((note) => `  ${note}`)].map((line) => `${printable(line)}\n`).join('')
  if (stages.length === 0) return lines
  const columns = tableColumns(['Stage', 'Who', 'Period'], ['Entered', 'A day', 'Moved on'])
  const table = textTable(
    columns,
    stages.flatMap((stage) => cohortRows(stage)),
  )
  return `${lines}\n${table}\n${stages.flatMap((stage) => stageLines(stage, currency)).join('')}`
}

function cohortRows({ name, audience, outside }: CampaignStage): string[][] {
  const row = (who: string, span: keyof typeof spanNames, cohort: CampaignCohort | null) =>
    cohort === null ? [] : [[name, who, spanNames[span], count(cohort.entered), perDayText(cohort.perDay), percent(cohort.converted.value)]]
  const spans = ['during', 'before', 'yearBefore'] as const
  return [
    ...spans.flatMap((span) => row('audience', span, audience[span])),
    ...(outside === null ? [] : spans.flatMap((span) => row('outside', span, outside[span]))),
  ]
}

function stageLines({ name, before, yearBefore, notes }: CampaignStage, currency: string): string[] {
  const lines = [
    ...againstLines('before', before, currency),
    ...againstLines('the year before', yearBefore, currency),
    ...notes.map((note) => `note: ${note}`),
  ]
  return [`${printable(name)}\n`, ...lines.map((line) => `  ${printable(line)}\n`)]
}

function againstLines(than: string, against: CampaignAgainst | null, currency: string): string[] {
  if (against === null) return []
  const { audience, outside, between, cost } = against
  const both = (who: string, { perDay, converted }: Pick<CampaignAgainst['audience'], 'perDay' | 'converted'>) =>
    `${who}, against ${than}: entries a day ${differenceText(perDay, perDayWords)}; moved on ${differenceText(converted, pointsWords)}`
  return [
    both('audience', audience),
    ...(outside === null ? [] : [both('outside', outside)]),
    ...(between === null ? [] : [both('audience less outside', between)]),
    ...(cost === null
      ? []
      : [
          `cost per extra entry ${differenceText(cost.perEntry, moneyWords(currency))}; per extra converted ${differenceText(cost.perConverted, moneyWords(currency))}`,
        ]),
  ]
}
