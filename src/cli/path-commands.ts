import { type Command, Option } from 'commander'
import { AppError } from '../core/error.ts'
import { type CaseChoice, type CaseSet, caseSets } from '../map/paths.ts'
import { addFilterOptions, type FilterOptions, filterOf, wholeNumber } from './filter-options.ts'
import { pastText } from './past-options.ts'
import { pathCasesText, pathsText } from './paths-text.ts'
import { addWaitOption, askFigures, type WaitOption } from './refresh-commands.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'

interface PathsOptions extends FilterOptions, WaitOption {
  collapse?: boolean
  variants: number
  cases?: CaseSet
  event: string[]
  limit: number
  offset: number
}

/** `paths`: the ways cases went (rule P1), or with --cases the cases behind one of its figures (rule M7). */
async function showPaths(session: Session, journey: string, options: PathsOptions): Promise<void> {
  const { collapse = false, variants, cases, event, limit, offset } = options
  const filter = filterOf(options)
  const waiting = { ...options, isPast: filter.asOf !== undefined }
  if (cases !== undefined) {
    const choice = choiceOf(cases, event, variants)
    const query = { choice, collapse, filter, limit, offset }
    const list = await askFigures(session, journey, waiting, (app, signal) => app.pathCases(journey, query, signal))
    return session.answer(list, () => pastText(list.asOf) + pathCasesText(list, cases, offset))
  }
  if (event.length > 0)
    throw new AppError('usage', `--event says whose cases to list: add --cases variant, follows, holds, rework, starts or ends`)
  const paths = await askFigures(session, journey, waiting, (app, signal) => app.paths(journey, filter, { collapse, variants }, signal))
  return session.answer(paths, () => pastText(paths.asOf) + pathsText(paths))
}

/** How many events a set is named by. */
const wantedEvents: Record<CaseSet, string> = {
  all: 'no',
  running: 'no',
  folded: 'no',
  variant: 'one or more',
  follows: 'two',
  holds: 'one',
  rework: 'one',
  starts: 'one',
  ends: 'one',
}

function choiceOf(set: CaseSet, events: readonly string[], shown: number): CaseChoice {
  const [first, second] = events
  if (set === 'variant' && events.length > 0) return { set, names: events }
  if (set === 'follows' && first !== undefined && second !== undefined && events.length === 2) return { set, from: first, to: second }
  if ((set === 'all' || set === 'running') && events.length === 0) return { set }
  if (set === 'folded' && events.length === 0) return { set, shown }
  if ((set === 'holds' || set === 'rework' || set === 'starts' || set === 'ends') && first !== undefined && events.length === 1) {
    return { set, name: first }
  }
  throw new AppError(
    'usage',
    `--cases ${set} takes ${wantedEvents[set]} --event, and there ${events.length === 1 ? 'is' : 'are'} ${events.length}`,
  )
}

/** Adds `paths`. */
export function addPathsCommand(program: Command, run: RunCommand): void {
  addWaitOption(
    addFilterOptions(
      program.command('paths').argument('<journey>').description('print the ways cases went: sequences, and what follows what'),
    ),
  )
    .option('--collapse', 'count equal events in a row once')
    .option('--variants <rows>', 'show at most so many sequences', wholeNumber(0, 1_000_000), 20)
    .addOption(new Option('--cases <set>', 'list the cases behind a figure instead').choices(caseSets))
    .option(
      '--event <name>',
      'the event of such a set; several, in order, for variant and follows',
      (name, before: string[]) => [...before, name],
      [],
    )
    .option('--limit <rows>', 'list at most so many cases', wholeNumber(1, 1_000_000), 50)
    .option('--offset <rows>', 'leave out so many cases first', wholeNumber(0, 1_000_000_000), 0)
    .action(run('paths', showPaths))
}
