import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '../core/error.ts'
import { count, countOf, percent } from '../map/format.ts'
import type { ProposedJourney } from '../model/draft/proposed-journey.ts'
import { wholeNumber } from './filter-options.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { printable, tableColumns, textTable } from './table.ts'

interface DraftCommandOptions {
  subject?: string
  stages?: number
  name?: string
  out?: string
  apply?: boolean
}

const shownRejected = 12

/** `draft`: proposes a journey from the events and prints it; with --out into a file, with --apply kept at once. Exit code 3 when the data say too little. */
async function draftJourney(session: Session, { subject, stages, name, out, apply = false }: DraftCommandOptions): Promise<void> {
  await session.withApp(async (app) => {
    const { draft, message } = await app.draftJourney({ subject, stages, name })
    if (draft === null) throw new AppError('invalid', message ?? 'There is not enough data for a draft.')
    const file = out === undefined ? null : resolve(session.surroundings.folder, out)
    if (file !== null) await writeNew(file, draft.text)
    const applied = apply ? await app.applyJourney(draft.text) : null
    session.answer({ ...draft, file, applied }, () => {
      if (file === null && applied === null) return draft.text
      const kept = applied === null ? '' : `Journey ${applied.summary.id} is at version ${applied.summary.version}.\n`
      return `${summaryOf(draft)}${file === null ? '' : `Written to ${file}: read the reasons in it, and change what you know better.\n`}${kept}`
    })
  })
}

/** Writes a file that is not there yet; `usage` otherwise. */
async function writeNew(file: string, text: string): Promise<void> {
  await writeFile(file, text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EEXIST' ? 'it is there already; name another with --out' : error.message
    throw new AppError('usage', `${file} cannot be written: ${reason}`, { path: file }, error)
  })
}

/** The stages of a draft as a table, its ends, and what was seen and not proposed. */
function summaryOf(draft: ProposedJourney): string {
  const rows = draft.stages.map(({ name, lifecycle, entry, subjects }) => [
    name,
    lifecycle,
    entry.map(({ text }) => text).join(', '),
    count(subjects),
    percent(subjects / Math.max(1, draft.read)),
  ])
  const ends = [
    ['completes it', draft.goal],
    ['lost', draft.lost],
  ] as const
  const rejected = draft.rejected.slice(0, shownRejected).map(({ event, reason }) => `  ${event.text}: ${reason}\n`)
  return printableLines(
    [
      textTable(tableColumns(['Stage', 'Phase', 'Opens with'], ['reach it', 'share']), rows),
      ...ends.flatMap(([word, events]) => (events.length === 0 ? [] : [`${word}: ${events.map(({ text }) => text).join(', ')}\n`])),
      ...draft.notes.map((note) => `${note}\n`),
      ...(rejected.length === 0 ? [] : [`Seen, not proposed (${countOf(draft.rejected.length, 'event')}):\n`, ...rejected]),
    ].join(''),
  )
}

function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}

/** Adds `draft`. */
export function addDraftCommands(program: Command, run: RunCommand): void {
  program
    .command('draft')
    .description('propose a journey from the events, with a reason for each part')
    .option('--subject <type>', 'whose journey: contact, deal or any other type of object; without it the one with most cases')
    .option('--stages <number>', 'at most so many stages', wholeNumber(1, 20))
    .option('--name <name>', "the journey's name; its id is made of it")
    .option('--out <file>', 'write the document to a new file')
    .option('--apply', 'keep the draft as the newest version of its journey')
    .action(run('draft', draftJourney))
}
