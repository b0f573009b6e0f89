import { type Command, InvalidArgumentError } from 'commander'
import { csvCell } from '../api/csv.ts'
import { AppError, errorCodes } from '../core/error.ts'
import type { ProgrammeKept } from '../model/programme-log.ts'
import { contentPlanColumns, contentPlanRows } from '../programme/content-plan-table.ts'
import { checkText, keptText, listText, logText, pauseText, planText } from './programme-document-text.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { printable } from './table.ts'
import { readTextFile } from './text-file.ts'

interface By {
  by?: string
}

async function listProgrammes(session: Session): Promise<void> {
  const list = await session.withApp((app) => app.programmes())
  session.answer(list, () => listText(list))
}

/** `programme show`: the document as it was written, or with --log what was done to it. */
async function showProgramme(session: Session, id: string): Promise<void> {
  const kept = await session.withApp((app) => app.showProgramme(id))
  session.answer(kept, () => (kept.text.endsWith('\n') ? kept.text : `${kept.text}\n`))
}

async function keepProgramme(session: Session, file: string, { by }: By): Promise<void> {
  const text = await readTextFile(session.surroundings.folder, file)
  await answerKept(session, await session.withApp((app) => app.keepProgramme(text, by ?? '')))
}

/** `programme assets`: adds the content assets of a CSV file. */
async function addAssets(session: Session, id: string, file: string, { by }: By): Promise<void> {
  const csv = await readTextFile(session.surroundings.folder, file)
  await answerKept(session, await session.withApp((app) => app.addProgrammeAssets(id, csv, by ?? '')))
}

async function answerKept(session: Session, kept: ProgrammeKept): Promise<void> {
  session.answer(kept, () => keptText(kept))
}

async function removeProgramme(session: Session, id: string, { by }: By): Promise<void> {
  const removed = await session.withApp((app) => app.removeProgramme(id, by ?? ''))
  session.answer(removed, () => `${printable(`Programme ${removed.id} ("${removed.name}") is removed. Its log stays.`)}\n`)
}

/** `programme check`: of a kept programme, or of a file; ends as for a wrong document where it finds an error. */
async function checkProgramme(session: Session, id: string | undefined, { file }: { file?: string }): Promise<number> {
  if ((id === undefined) === (file === undefined)) throw new AppError('usage', 'Name a kept programme, or a file with --file: one of them.')
  const text = file === undefined ? null : await readTextFile(session.surroundings.folder, file)
  const { findings, check } = await session.withApp(async (app) =>
    text === null ? { findings: [], check: await app.checkProgramme(id ?? '') } : app.readProgramme(text),
  )
  session.answer(text === null ? check : { findings, check }, () => checkText(findings, check))
  const wrong = findings.some(({ kind }) => kind === 'error') || check.some(({ severity }) => severity === 'error')
  return wrong ? errorCodes.invalid.exit : 0
}

async function planContent(session: Session, id: string, { csv }: { csv?: boolean }): Promise<void> {
  if (csv && session.json) throw new AppError('usage', '--csv and --json are two forms of one answer: give one of them.')
  const plan = await session.withApp((app) => app.contentPlan(id))
  if (csv)
    session.surroundings.write([contentPlanColumns, ...contentPlanRows(plan)].map((row) => `${row.map(csvCell).join(',')}\r\n`).join(''))
  else session.answer(plan, () => planText(plan))
}

interface Which extends By {
  all?: boolean
}

/** The one programme that is named, or null for all of them. */
function whichOf(id: string | undefined, { all }: Which): string | null {
  if ((id === undefined) === (all !== true)) throw new AppError('usage', 'Name a programme, or say --all: one of them.')
  return id ?? null
}

async function pause(session: Session, id: string | undefined, { reason, ...options }: Which & { reason: string }): Promise<void> {
  const which = whichOf(id, options)
  const paused = await session.withApp((app) => app.pauseProgrammes(which, reason, options.by ?? ''))
  session.answer(paused, () => `${printable(`${which === null ? 'All programmes are' : `Programme ${which} is`} ${pauseText(paused)}`)}\n`)
}

async function resume(session: Session, id: string | undefined, options: Which): Promise<void> {
  const which = whichOf(id, options)
  const was = await session.withApp((app) => app.resumeProgrammes(which, options.by ?? ''))
  session.answer(
    was,
    () => `${printable(`${which === null ? 'The pause of all programmes' : `The pause of ${which}`} is over; it was ${pauseText(was)}`)}\n`,
  )
}

async function showLog(session: Session, id: string | undefined, { limit }: { limit: number }): Promise<void> {
  const log = await session.withApp((app) => app.programmeLog(id ?? null, limit))
  session.answer(log, () => logText(log))
}

function limitOption(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a number from 1 to 9999.')
}

const byOption = ['--by <name>', 'who does this, for the log'] as const

/** Adds the commands of kept programmes to `programme`. */
export function addProgrammeDocumentCommands(programme: Command, run: RunCommand): void {
  programme.command('list').description('every kept programme, and what is paused').action(run('programme list', listProgrammes))
  programme
    .command('show')
    .argument('<programme>', 'its id')
    .description('a programme as it was written')
    .action(run('programme show', showProgramme))
  programme
    .command('keep')
    .argument('<file>', 'YAML or JSON')
    .description('keep a programme in the place of the one with its id')
    .option(...byOption)
    .action(run('programme keep', keepProgramme))
  programme
    .command('assets')
    .argument('<programme>', 'its id')
    .argument('<file>', 'CSV with title, stage, question, format, language, url')
    .description('add content assets to a programme; one whose id is there takes its place')
    .option(...byOption)
    .action(run('programme assets', addAssets))
  programme
    .command('remove')
    .argument('<programme>', 'its id')
    .description('remove a programme; its log stays')
    .option(...byOption)
    .action(run('programme remove', removeProgramme))
  programme
    .command('check')
    .argument('[programme]', 'its id')
    .description('what is wrong or missing in a programme, beside its journey and the data')
    .option('--file <file>', 'check a file that is not kept')
    .action(run('programme check', checkProgramme))
  programme
    .command('plan')
    .argument('<programme>', 'its id')
    .description('which question is answered in which format and language, gaps first')
    .option('--csv', 'as CSV')
    .action(run('programme plan', planContent))
  addPauseCommands(programme, run)
}

function addPauseCommands(programme: Command, run: RunCommand): void {
  programme
    .command('pause')
    .argument('[programme]', 'its id')
    .description('send nothing of a programme, or of any, until it is resumed')
    .requiredOption('--reason <text>', 'why, for those who find it paused')
    .option('--all', 'every programme')
    .option(...byOption)
    .action(run('programme pause', pause))
  programme
    .command('resume')
    .argument('[programme]', 'its id')
    .description('end such a pause')
    .option('--all', 'that of every programme')
    .option(...byOption)
    .action(run('programme resume', resume))
  programme
    .command('log')
    .argument('[programme]', 'its id')
    .description('what was done to a programme, or to any, newest first')
    .option('--limit <number>', 'at most so many entries', limitOption, 50)
    .action(run('programme log', showLog))
}
