import { type Command, InvalidArgumentError } from 'commander'
import type { ReplayRequest } from '../app/programme-people.ts'
import { AppError } from '../core/error.ts'
import type { BacktestChoice } from '../map/backtest-list.ts'
import { countOf, percent } from '../map/format.ts'
import { dayMs, parseDuration } from '../model/duration.ts'
import type { OtherDesign, ReplayProgress } from '../programme/replay-options.ts'
import { choiceWords, readBacktestChoice } from './backtest-choice.ts'
import { wholeNumber } from './filter-options.ts'
import { backtestListText, backtestText, whoText } from './programme-replay-text.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { printable } from './table.ts'
import { readTextFile } from './text-file.ts'

interface BacktestGiven {
  gap?: number[]
  cap?: number[]
  against?: string
  designed?: boolean
  personCap?: PersonCap
  beside?: boolean
  list?: BacktestChoice
  message?: string
  limit: number
  offset: number
}

type PersonCap = { messages: number; days: number } | 'none'

interface WhoGiven {
  stage?: string
  persona?: string
  message?: string
  beside?: boolean
  limit: number
  offset: number
}

/** `programme backtest`: what a programme would have sent on past stays (rule R7). */
async function backtestProgramme(session: Session, id: string, given: BacktestGiven): Promise<void> {
  const { gap: gaps = [], cap: caps = [], beside = false, list } = given
  if (list !== undefined) return listBacktest(session, id, list, given)
  const options = { gaps, caps, against: await otherOf(session, given), beside }
  const backtest = await session.withApp((app) => howFar(session, (...request) => app.programmeBacktest(id, options, ...request)))
  session.answer(backtest, () => backtestText(backtest))
}

/** The people or messages behind one of its figures (rule M7). */
async function listBacktest(
  session: Session,
  id: string,
  list: BacktestChoice,
  { message = null, beside = false, limit, offset }: Omit<BacktestGiven, 'message'> & { message?: string | null },
): Promise<void> {
  if (message !== null && list.set !== 'fate')
    throw new AppError('usage', `--message goes with what became of a message, such as --list left; it says nothing of "${list.set}".`)
  const choice = list.set === 'fate' ? { ...list, message } : list
  const options = { choice, beside, limit, offset }
  const found = await session.withApp((app) => howFar(session, (...request) => app.programmeBacktestList(id, options, ...request)))
  session.answer(found, () => backtestListText(found, offset))
}

/** What is laid beside it; at most one thing. Errors: `usage`. */
async function otherOf(session: Session, { against, designed, personCap }: BacktestGiven): Promise<OtherDesign | null> {
  const told = [against !== undefined, designed === true, personCap !== undefined].filter(Boolean).length
  if (told > 1)
    throw new AppError('usage', 'Only one design can stand beside: say --against, --designed or --person-cap, not several of them.')
  if (designed === true) return { kind: 'designed' }
  if (personCap !== undefined) return { kind: 'changed', perPerson: personCap === 'none' ? null : personCap }
  if (against === undefined) return null
  // Ids hold no dot and no slash.
  if (!/[./\\]/.test(against)) return { kind: 'kept', programme: against }
  return { kind: 'written', text: await readTextFile(session.surroundings.folder, against) }
}

/** `programme who`: what each person in its stages is due next (rules R1, R6, R9). */
async function whoIsNext(
  session: Session,
  id: string,
  { stage = null, persona = null, message = null, beside = false, limit, offset }: WhoFilled,
): Promise<void> {
  const options = { stage, persona, message, beside, limit, offset }
  const who = await session.withApp((app) => howFar(session, (...request) => app.programmeWho(id, options, ...request)))
  session.answer(who, () => whoText(who, offset))
}

/** Says on a terminal, in one line again and again, how far a replay is. */
async function howFar<Answer>({ json, surroundings }: Session, ask: (...request: [ReplayRequest?]) => Promise<Answer>): Promise<Answer> {
  if (json || !surroundings.terminal) return ask()
  let isDrawn = false
  const onProgress = ({ people, share }: ReplayProgress) => {
    isDrawn = true
    surroundings.warn(`${emptyLine}${printable(`${countOf(people, 'contact')} replayed, ${percent(share)} of the stays`)} …`)
  }
  try {
    return await ask({ onProgress })
  } finally {
    if (isDrawn) surroundings.warn(emptyLine)
  }
}

const emptyLine = '\r\u001B[K'

type WhoFilled = { [Name in keyof WhoGiven]?: WhoGiven[Name] | null } & Pick<WhoGiven, 'limit' | 'offset'> & { beside?: boolean }

function gapsOption(text: string): number[] {
  const gaps = text.split(',').map((one) => (parseDuration(one) ?? Number.NaN) / dayMs)
  if (gaps.every((gap) => gap >= 0 && gap <= 365) && gaps.length <= 8) return gaps
  throw new InvalidArgumentError('These are up to eight times, like 7d,10d,2w.')
}

function capsOption(text: string): number[] {
  const caps = text.split(',').map(Number)
  if (caps.every((cap) => Number.isInteger(cap) && cap >= 1 && cap <= 52) && caps.length <= 8) return caps
  throw new InvalidArgumentError('These are up to eight numbers of messages, like 3,5.')
}

function choiceOption(text: string): BacktestChoice {
  const choice = readBacktestChoice(text)
  if (choice === null) throw new InvalidArgumentError(`This is one of ${choiceWords}.`)
  return choice
}

function personCapOption(text: string): PersonCap {
  if (text === 'none') return 'none'
  const [messages, within] = [Number(text.split('/')[0]), (parseDuration(text.split('/')[1] ?? '') ?? Number.NaN) / dayMs]
  if (Number.isInteger(messages) && messages >= 1 && messages <= 1000 && Number.isInteger(within) && within >= 1 && within <= 366)
    return { messages, days: within }
  throw new InvalidArgumentError('This is a number of messages and a time, like 4/4w, or none.')
}

/** Adds `programme backtest` and `programme who`. */
export function addProgrammeReplayCommands(programme: Command, run: RunCommand): void {
  const beside = 'count the e-mails that were really sent in caps and gaps'
  programme
    .command('backtest')
    .argument('<id>', 'of a kept programme')
    .description('what it would have sent on past stays')
    .option('--gap <times>', 'other least times between two messages to try, like 7d,10d', gapsOption)
    .option('--cap <numbers>', 'other most messages of one stage to try, like 3,5', capsOption)
    .option('--against <programme>', 'another kept programme to lay beside it, or a file of one (its name has a dot or a slash)')
    .option('--designed', 'lay the messages beside it that the data suggest today')
    .option('--person-cap <cap>', 'lay it beside itself with another cap a person, like 4/4w, or none', personCapOption)
    .option('--beside', beside)
    .option('--list <set>', 'the people or messages behind a figure, like left, reached=2026-03 or perPerson=2', choiceOption)
    .option('--message <id>', 'of a list: only this message')
    .option('--limit <rows>', 'of a list: at most so many rows', wholeNumber(0, 1_000_000), 50)
    .option('--offset <rows>', 'of a list: after so many rows', wholeNumber(0, 1_000_000_000), 0)
    .action(run('programme backtest', backtestProgramme))
  programme
    .command('who')
    .argument('<id>', 'of a kept programme')
    .description('who is in its stages now, and what each is due next, or why nothing')
    .option('--stage <stage>', 'only this stage')
    .option('--persona <persona>', 'only this persona')
    .option('--message <id>', 'only those who are due this message next')
    .option('--beside', beside)
    .option('--limit <rows>', 'at most so many rows', wholeNumber(0, 1_000_000), 50)
    .option('--offset <rows>', 'after so many rows', wholeNumber(0, 1_000_000_000), 0)
    .action(run('programme who', whoIsNext))
}
