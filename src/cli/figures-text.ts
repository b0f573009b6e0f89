import { filterWords } from '../map/filter-words.ts'
import { count, countOf, day, days, daysInterval, daysWords, money, percent, percentFine, percentInterval } from '../map/format.ts'
import { conversionGap, convertingMedianOf, medianOf, timeGap } from '../map/gap.ts'
import type { Estimate, JourneyMap, MapStage, Quantile } from '../map/journey-map.ts'
import { isMeasured, isOnlyDrawn } from '../map/measured.ts'
import { byWords, windowSum } from '../map/window-words.ts'
import { printable, tableColumns, textTable } from './table.ts'

/** A journey's map as text tables: counts of stays, shares, times, value and hand-offs, with every caution. */
export function figuresText(map: JourneyMap): string {
  if (isOnlyDrawn(map)) return `${heading(map)}${drawnWords(map)}`
  const measured = { ...map, stages: map.stages.filter(isMeasured) }
  const tables = [countsTable(measured), sharesTable(measured), timesTable(measured), valueTable(measured)]
  const parts = [heading(map), ...tables, handOffTable(map), drawnWords(map), cautions(measured)]
  return parts.filter((part) => part !== '').join('\n')
}

/** Stages that are drawn, not measured: they have no figures (rule J6). */
function drawnWords(map: JourneyMap): string {
  const drawn = map.stages.filter((stage) => !isMeasured(stage)).map(({ name }) => name)
  if (drawn.length === 0) return ''
  return printableLine(`No rule yet, so not measured: ${drawn.join(', ')}. Say in "entry" which event brings someone there.`)
}

function nothingFits({ journey }: JourneyMap): string {
  const known = journey.slices.map(({ property }) => property)
  return `No stay fits the filter.${known.length === 0 ? '' : ` Properties known for --where: ${known.join(', ')}.`}`
}

function heading(map: JourneyMap): string {
  const { journey, span } = map
  const words = filterWords(map.filter, journey)
  const lines = [`${journey.name} (${journey.id}), version ${journey.version}`]
  if (isOnlyDrawn(map)) {
    lines.push('This map is drawn: no stage has a rule yet, so nothing is measured.')
  } else if (span === null) {
    lines.push(words === '' ? 'No events meet the rules of this journey yet: import some, or look at its rules.' : nothingFits(map))
  } else {
    const people = countOf(map.subjects, journey.subjectType)
    lines.push(
      `${people}, ${countOf(map.instances, 'journey')} begun; events from ${day(span.from)}, figures up to ${day(span.horizon)} (UTC)`,
    )
  }
  if (words !== '') lines.push(`Only ${words}`)
  return lines.map((line) => `${printable(line)}\n`).join('')
}

function countsTable({ stages }: JourneyMap): string {
  const columns = tableColumns(['Stays'], ['Entered', 'Still in', 'Moved on', 'Went back', 'Completed', 'Dropped', 'by silence', 'Skipped'])
  const rows = stages.map(({ name, counts }) => [
    name,
    ...[counts.entered, counts.stillIn, counts.advanced, counts.returned, counts.completed, counts.dropped, counts.droppedBySilence].map(
      count,
    ),
    count(counts.skipped),
  ])
  return textTable(columns, rows)
}

function sharesTable({ stages }: JourneyMap): string {
  const columns = tableColumns(
    ['Reached next stage or goal'],
    ['within', 'share', '95 % interval', 'raw ratio', 'without silence', 'intended'],
    [''],
  )
  const rows = stages.map((stage) => {
    const { converted, raw, withoutSilence } = stage.conversion
    const gap = conversionGap(stage)
    const intended = stage.intended.conversion === null ? '' : percent(stage.intended.conversion)
    return [
      stage.name,
      stage.windowDays === null ? byWords(stage) : days(stage.windowDays),
      percentFine(converted.value),
      interval(converted),
      ratio(raw),
      percentFine(withoutSilence.value),
      intended,
      gap?.words ?? '',
    ]
  })
  const populations = [
    ...populationsOf('Share', stages, (stage) => stage.conversion.converted),
    ...populationsOf('Raw ratio', stages, (stage) => stage.conversion.raw),
    ...populationsOf('Without silence', stages, (stage) => stage.conversion.withoutSilence),
  ]
  return textTable(columns, rows) + populations.join('') + stages.flatMap(windowLine).join('')
}

/** Whom a share by a deadline leaves out, and why (K7). */
function windowLine(stage: MapStage): string[] {
  const sum = windowSum(stage)
  return sum === null ? [] : [`${stage.name}: ${sum}.\n`]
}

function interval(estimate: Estimate): string {
  return percentInterval(estimate.low, estimate.high) ?? '–'
}

function ratio(estimate: Estimate): string {
  if (estimate.numerator === null) return percentFine(estimate.value)
  return `${percentFine(estimate.value)} (${count(estimate.numerator)}/${count(estimate.denominator)})`
}

/** Names whom a column of shares counts (rule M1). */
function populationsOf(column: string, stages: readonly MapStage[], pick: (stage: MapStage) => Estimate): string[] {
  const populations = new Set(stages.map((stage) => pick(stage).population).filter((population) => population !== ''))
  return [...populations].map((population) => `  ${column}: of ${population}.\n`)
}

function timesTable({ stages }: JourneyMap): string {
  const columns = tableColumns(
    ['Days in stage'],
    ['half left by', '95 % interval', 'a quarter by', 'three quarters by', 'half of those reaching next', '95 % interval', 'intended'],
    [''],
  )
  const rows = stages.map((stage) => {
    const median = medianOf(stage)
    const converting = convertingMedianOf(stage)
    const intended = stage.intended.medianDays === null ? '' : days(stage.intended.medianDays)
    return [
      stage.name,
      reached(median),
      spread(median),
      quantile(stage, 0.25),
      quantile(stage, 0.75),
      reached(converting),
      spread(converting),
      intended,
      timeGap(stage)?.words ?? '',
    ]
  })
  return textTable(columns, rows)
}

function spread(value: Quantile | undefined): string {
  return value === undefined ? '–' : (daysInterval(value.low, value.high) ?? '–')
}

function quantile(stage: MapStage, share: number): string {
  return reached(stage.time.leaving.find((candidate) => candidate.share === share))
}

function reached(value: { days: number | null } | undefined): string {
  if (value === undefined) return '–'
  return value.days === null ? 'not reached' : days(value.days)
}

function valueTable({ stages }: JourneyMap): string {
  const rows = stages.flatMap(({ name, value }) =>
    value.map((amounts) => [
      name,
      dealsWorth(amounts.pipeline, amounts.pipelineDeals, amounts.currency),
      dealsWorth(amounts.advanced, amounts.advancedDeals, amounts.currency),
      dealsWorth(amounts.won, amounts.wonDeals, amounts.currency),
    ]),
  )
  return rows.length === 0 ? '' : textTable(tableColumns(['Value (deals)'], ['in the stage now', 'moved on', 'won from here']), rows)
}

function dealsWorth(amount: number, deals: number, currency: string): string {
  return deals === 0 ? '–' : `${money(amount, currency)} (${count(deals)})`
}

function handOffTable({ handOffs }: JourneyMap): string {
  const rows = handOffs.map((handOff) => [
    handOff.name,
    percentFine(handOff.accepted.value),
    interval(handOff.accepted),
    reached(medianIn(handOff.days)),
    spread(medianIn(handOff.days)),
    ...[handOff.counts.handedOver, handOff.counts.accepted, handOff.counts.refused, handOff.counts.waiting].map(count),
    reasonsText(handOff),
  ])
  const figures = ['share accepted', '95 % interval', 'half within', '95 % interval', 'handed over', 'accepted', 'refused', 'still waiting']
  return rows.length === 0 ? '' : textTable(tableColumns(['Hand-off'], figures, ['refused because']), rows)
}

function reasonsText({ reasons, moreReasons }: JourneyMap['handOffs'][number]): string {
  const told = reasons.map(({ reason, count: times }) => `${reason} (${count(times)})`)
  const more = `and ${countOf(moreReasons.reasons, 'more reason')} (${countOf(moreReasons.stays, 'stay')})`
  return [...told, ...(moreReasons.reasons === 0 ? [] : [more])].join(', ')
}

function medianIn(quantiles: readonly Quantile[]): Quantile | undefined {
  return quantiles.find((candidate) => candidate.share === 0.5)
}

function cautions({ stages }: JourneyMap): string {
  const lines = stages.flatMap((stage) => {
    const said = new Set([...stage.conversion.cautions, ...stage.time.cautions, ...notes(stage)])
    const underWay =
      stage.counts.underWay > 0
        ? [`${countOf(stage.counts.underWay, 'stay')} already under way when the data begins: counted, left out of shares and times`]
        : []
    return [...said, ...underWay].map((caution) => `  ${stage.name}: ${caution}\n`)
  })
  const silence = stages.filter((stage) => stage.dropAfterDays !== null)
  if (silence.length > 0) {
    const limits = [...new Set(silence.map((stage) => daysWords(stage.dropAfterDays ?? 0)))].join(', ')
    lines.push(`  Dropped by silence: nothing from them for ${limits}.\n`)
  }
  return lines.length === 0 ? '' : `Mind\n${lines.map(printableLine).join('')}`
}

function notes(stage: MapStage): string[] {
  const { converted, raw, withoutSilence } = stage.conversion
  return [converted, raw, withoutSilence].flatMap((estimate) => (estimate.note === null ? [] : [estimate.note]))
}

function printableLine(line: string): string {
  return `${printable(line.trimEnd())}\n`
}
