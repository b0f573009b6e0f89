import type { Command } from 'commander'
import { differenceText, pointsWords } from '../map/campaign-words.ts'
import { chanceWords, comparisonsWords, dayDifferenceWords, standsOut } from '../map/comparison-words.ts'
import { count, days, percentFine, percentInterval } from '../map/format.ts'
import type { Filter } from '../map/journey-map.ts'
import { otherSlice } from '../map/other-slice.ts'
import type { SliceComparison, SliceStage } from '../map/slice-comparison.ts'
import { withinWords } from '../map/window-words.ts'
import { dayOption, type FilterOptions, filterOf, whereOption } from './filter-options.ts'
import { addWaitOption, askFigures, type WaitOption } from './refresh-commands.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { printable, tableColumns, textTable } from './table.ts'

interface CompareOptions extends Pick<FilterOptions, 'from' | 'to'>, WaitOption {
  a: Record<string, string>
  b: Record<string, string>
  aPersona?: string
  bPersona?: string
  aSegment?: string
  bSegment?: string
  bFrom?: number
  bTo?: number
  bEveryone?: boolean
}

/** `compare`: two slices of a journey, stage by stage, with their differences (rule M15). */
async function compareTwo(session: Session, journey: string, options: CompareOptions): Promise<void> {
  const { from, to } = options
  const a = filterOf({ where: options.a, ...named(options.aPersona, options.aSegment), ...drop({ from, to }) })
  const own: Filter = filterOf({
    where: options.b,
    ...named(options.bPersona, options.bSegment),
    ...drop({ from: options.bFrom, to: options.bTo }),
  })
  const b = otherSlice(a, own, options.bEveryone === true)
  const waiting = { ...options, isPast: false }
  const comparison = await askFigures(session, journey, waiting, (app, signal) => app.compareSlices(journey, a, b, signal))
  session.answer(comparison, () => comparisonText(comparison))
}

const named = (persona: string | undefined, segment: string | undefined) => drop({ persona, segment })

/** Without what is not given. */
function drop<Given extends object>(given: Given): { [Name in keyof Given]?: NonNullable<Given[Name]> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never
}

function comparisonText({ journey, a, b, comparisons, notes, stages }: SliceComparison): string {
  const head = [
    `${journey.name} (${journey.id}), version ${journey.version}`,
    `A: ${a.words}`,
    `B: ${b.words}`,
    comparisonsWords(comparisons, stages.filter(standsOut).length),
    ...notes,
  ]
  const columns = tableColumns(
    ['Stage', 'Slice'],
    ['Entered', 'Counted', 'Moved on', '95 % interval', 'Median time in stage', 'to move on'],
  )
  const rows = stages.flatMap((stage) => [sideRow(stage, 'A'), sideRow(stage, 'B')])
  return `${head.map((line) => `${printable(line)}\n`).join('')}\n${textTable(columns, rows)}\n${stages.flatMap(differenceLines).join('')}`
}

function sideRow(stage: SliceStage, slice: 'A' | 'B'): string[] {
  const { entered, counted, converted, leaving, converting } = slice === 'A' ? stage.a : stage.b
  const interval = percentInterval(converted.low, converted.high) ?? converted.note ?? '–'
  return [
    stage.name,
    slice,
    count(entered),
    count(counted),
    percentFine(converted.value),
    interval,
    days(leaving.days),
    days(converting.days),
  ]
}

function differenceLines(stage: SliceStage): string[] {
  const chance = chanceWords(stage)
  const lines = [
    `moved on ${withinWords(stage)}, A less B: ${differenceText(stage.converted, pointsWords)}${chance === '' ? '' : `; ${chance}`}`,
    `median time in stage, A less B: ${differenceText(stage.leaving, dayDifferenceWords)}`,
    `median time to move on, A less B: ${differenceText(stage.converting, dayDifferenceWords)}`,
    ...stage.notes.map((note) => `note: ${note}`),
  ]
  return [`${printable(stage.name)}\n`, ...lines.map((line) => `  ${printable(line)}\n`)]
}

/** Adds `compare`. */
export function addCompareCommand(program: Command, run: RunCommand): void {
  addWaitOption(
    program
      .command('compare')
      .argument('<journey>')
      .description('two slices side by side, stage by stage, with the difference and its interval')
      .option('--a <name=value>', "a condition of the first slice, like plan=pro,team or 'seats>=50'; may be repeated", whereOption, {})
      .option('--b <name=value>', 'a condition of the second slice; without any, everyone else', whereOption, {})
      .option('--a-persona <id>', 'the persona of the first slice')
      .option('--b-persona <id>', 'the persona of the second slice')
      .option('--a-segment <id>', 'the saved segment of the first slice')
      .option('--b-segment <id>', 'the saved segment of the second slice')
      .option('--b-everyone', 'the second slice is everyone, those of the first too')
      .option('--from <day>', 'only stays entered on or after this day, like 2026-01-31 (UTC)', dayOption)
      .option('--to <day>', 'only stays entered before this day', dayOption)
      .option('--b-from <day>', 'another period for the second slice; with no condition of its own, the people of the first', dayOption)
      .option('--b-to <day>', 'the end of that period', dayOption),
  ).action(run('compare', compareTwo))
}
