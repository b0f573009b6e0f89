import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { csvText } from '../api/csv.ts'
import type { ReplayRequest } from '../app/programme-people.ts'
import { AppError } from '../core/error.ts'
import type { BacktestChoice } from '../map/backtest-list.ts'
import { countOf, percent } from '../map/format.ts'
import { dayMs, parseDuration } from '../model/duration.ts'
import type { OtherDesign, ReplayProgress } from '../programme/replay-options.ts'
import { choiceWords, readBacktestChoice } from './backtest-choice.ts'
import { wholeNumber } from './filter-options.ts'
import { backtestListText, backtestText, fieldsText, whoText } from './programme-replay-text.ts'
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
  day?: string
  beside?: boolean
  fields?: boolean
  target?: string
  out?: string
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

/** `programme who`: what each person in its stages is due next (rules R1, R6, R9); with --fields what a tool is told of each contact. */
async function whoIsNext(session: Session, id: string, given: WhoGiven): Promise<void> {
  const { fields = false, target, out, limit, offset, beside = false } = given
  if (fields) return contactFields(session, id, given)
  for (const [name, value] of Object.entries({ target, out }))
    if (value !== undefined) throw new AppError('usage', `--${name} is of a table of fields: give --fields too.`)
  const { stage = null, persona = null, message = null, day = null } = given
  const options = { stage, persona, message, day, beside, limit, offset }
  const who = await session.withApp((app) => howFar(session, (...request) => app.programmeWho(id, options, ...request)))
  session.answer(who, () => whoText(who, offset))
}

/** All contacts that were ever in its stages, as a table for a tool to import. */
async function contactFields(
  session: Session,
  id: string,
  { target = 'neutral', out, stage, persona, message, day, beside }: WhoGiven,
): Promise<void> {
  for (const [name, value] of Object.entries({ stage, persona, message, day, beside }))
    if (value !== undefined)
      throw new AppError('usage', `--fields tells of every contact, so that those who left are taken out: leave out --${name}.`)
  const table = await session.withApp((app) =>
    howFar(session, (...request) => app.programmeFields(id, { target, limit: mostContacts, offset: 0 }, ...request)),
  )
  const csv = () => csvText(table.columns, table.rows)
  if (out === undefined) return session.answer(table, csv)
  const file = resolve(session.surroundings.folder, out)
  await writeFile(file, csv()).catch((error: NodeJS.ErrnoException) => {
    throw new AppError('usage', `${file} cannot be written: ${error.message}`, { path: file }, error)
  })
  const { rows: _, ...told } = table
  session.answer({ ...told, out: file }, () => fieldsText(table, file))
}

/** So many contacts a file has at most. */
const mostContacts = 1_000_000

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
    .option('--day <day>', 'only those whose next message goes on this day, like 2026-03-27')
    .option('--beside', beside)
    .option('--fields', 'instead, what a tool is told of each contact, under the names of its export, as CSV')
    .option('--target <target>', 'of --fields: the tool (default: neutral)')
    .option('--out <file>', 'of --fields: where the CSV goes')
    .option('--limit <rows>', 'at most so many rows', wholeNumber(0, 1_000_000), 50)
    .option('--offset <rows>', 'after so many rows', wholeNumber(0, 1_000_000_000), 0)
    .action(run('programme who', whoIsNext))
}
