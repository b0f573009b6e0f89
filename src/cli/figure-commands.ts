import type { Command } from 'commander'
import type { App } from '../app/app.ts'
import { AppError } from '../core/error.ts'
import { handOverSets, type SubjectSet } from '../map/journey-map.ts'
import { isNamed } from '../map/set-kind.ts'
import { nearText } from '../model/near-match.ts'
import { figuresText } from './figures-text.ts'
import { addFilterOptions, type FilterOptions, filterOf, wholeNumber } from './filter-options.ts'
import { addPastOptions, type PastOptions, pastOf, pastText } from './past-options.ts'
import { addPathsCommand } from './path-commands.ts'
import { addWaitOption, askFigures, type WaitOption } from './refresh-commands.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { setWords, subjectsText, timelineText } from './subjects-text.ts'

interface SubjectsOptions extends FilterOptions, WaitOption {
  stage: string
  set?: string
  outcome?: string
  name?: string
  reason?: string
  limit: number
  offset: number
}

interface TimelineOptions extends PastOptions {
  type?: string
  journey?: string
}

const outcomes = ['stillIn', 'advanced', 'returned', 'completed', 'dropped', 'converted'] as const

/** `figures`: a journey's map as tables. */
async function showFigures(session: Session, journey: string, options: FilterOptions & WaitOption): Promise<void> {
  const filter = filterOf(options)
  const map = await askFigures(session, journey, { ...options, isPast: filter.asOf !== undefined }, (app, signal) =>
    app.map(journey, filter, signal),
  )
  session.answer(map, () => pastText(map.asOf) + figuresText(map))
}

/** `subjects`: the stays behind one figure (rule M7). */
async function listSubjects(session: Session, journey: string, options: SubjectsOptions): Promise<void> {
  const { stage, limit, offset, name, reason } = options
  const set = setOf(options)
  checkNamed(set, options)
  const named = { ...(name === undefined ? {} : { name }), ...(reason === undefined ? {} : { reason }) }
  const filter = filterOf(options)
  const query = { stage, set, ...named, filter, limit, offset }
  const list = await askFigures(session, journey, { ...options, isPast: filter.asOf !== undefined }, (app, signal) =>
    app.subjects(journey, query, signal),
  )
  const what = [`${stage}, ${setWords[set]}`, ...Object.values(named).map((text) => `"${text}"`)].join(' ')
  session.answer(list, () => pastText(list.asOf) + subjectsText(list, set, what, offset))
}

/** --name and --reason stand where the set needs them, and nowhere else. */
function checkNamed(set: SubjectSet, { name, reason }: SubjectsOptions): void {
  if (isNamed(set) !== (name !== undefined)) {
    const sets = [...handOverSets, 'reason', 'moreReasons'].join(', ')
    throw new AppError(
      'usage',
      `--name belongs to --set touchpoint, --set channel, --set signal, and those of a hand-off (${sets}), and these need it; this is --set ${set}`,
    )
  }
  if ((set === 'reason') !== (reason !== undefined)) {
    throw new AppError('usage', `--reason belongs to --set reason, and this needs it; this is --set ${set}`)
  }
}

/** `timeline`: one subject's stays and events. */
async function showTimeline(session: Session, subject: string, options: TimelineOptions): Promise<void> {
  const timeline = await session.withFigures(async (app, signal) => {
    const { type, journey } = await whose(app, options)
    const past = pastOf(options)
    return app.timeline(type, subject, journey, past.asOf === undefined ? undefined : { ...past, where: {} }, signal)
  })
  session.answer(timeline, () => pastText(timeline.asOf) + timelineText(timeline))
}

function setOf({ set, outcome }: SubjectsOptions): SubjectSet {
  if (set !== undefined && outcome !== undefined) throw new AppError('usage', '--set and --outcome name the same thing: give one of them')
  const known: readonly string[] = outcome === undefined ? Object.keys(setWords) : outcomes
  const wanted = outcome ?? set ?? 'entered'
  const plain = (word: string) => word.toLowerCase().replaceAll(/[^a-z]/g, '')
  const found = known.find((candidate) => plain(candidate) === plain(wanted))
  if (found !== undefined) return found as SubjectSet
  const option = outcome === undefined ? '--set' : '--outcome'
  throw new AppError('usage', `${option} "${wanted}" is not one of ${known.join(', ')}.${nearText(wanted, known)}`)
}

/** Without --type and --journey both are taken from the one journey that there is. */
async function whose(app: App, { type, journey }: TimelineOptions): Promise<{ type: string; journey: string | null }> {
  const journeys = await app.journeys()
  if (journey !== undefined) {
    const named = journeys.find((candidate) => candidate.id === journey)
    const ids = journeys.map((candidate) => candidate.id)
    if (named === undefined) throw new AppError('notFound', `there is no journey "${journey}".${nearText(journey, ids)}`, { journeys: ids })
    return { type: type ?? named.subjectType, journey }
  }
  const fitting = type === undefined ? journeys : journeys.filter((candidate) => candidate.subjectType === type)
  const [only] = fitting
  if (fitting.length === 1 && only !== undefined) return { type: only.subjectType, journey: only.id }
  if (type !== undefined) return { type, journey: null }
  const types = [...new Set(journeys.map((candidate) => candidate.subjectType))]
  if (types.length === 1 && types[0] !== undefined) return { type: types[0], journey: null }
  const choice =
    types.length === 0
      ? 'there are no journeys, so say what it is: --type contact'
      : `say which with --type (${types.join(', ')}) or --journey`
  throw new AppError('usage', `a timeline is of one type of subject; ${choice}`)
}

/** Adds `figures`, `paths`, `subjects` and `timeline`. */
export function addFigureCommands(program: Command, run: RunCommand): void {
  addWaitOption(addFilterOptions(program.command('figures').argument('<journey>').description("print a journey's map as tables"))).action(
    run('figures', showFigures),
  )
  addPathsCommand(program, run)
  addWaitOption(
    addFilterOptions(
      program
        .command('subjects')
        .argument('<journey>')
        .description('list the subjects behind a figure')
        .requiredOption('--stage <id>', 'the stage')
        .option('--set <set>', `whose stays (default: entered): ${Object.keys(setWords).join(', ')}`)
        .option('--outcome <outcome>', `how the stay ended: ${outcomes.join(', ')}`)
        .option('--name <name>', 'the touchpoint, channel, hand-off (its id) or signal (as programme design names it) of such a set')
        .option('--reason <text>', 'the reason of refusal of --set reason')
        .option('--limit <rows>', 'at most so many rows', wholeNumber(1, 1_000_000), 50)
        .option('--offset <rows>', 'leave out so many rows first', wholeNumber(0, 1_000_000_000), 0),
    ),
  ).action(run('subjects', listSubjects))
  addPastOptions(
    program
      .command('timeline')
      .argument('<subject>', 'its id')
      .description("print one subject's stays and events")
      .option('--type <type>', 'contact, account, deal or another object type')
      .option('--journey <id>', 'show the stays of this journey'),
  ).action(run('timeline', showTimeline))
}
