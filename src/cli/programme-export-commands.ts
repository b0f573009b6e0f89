import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import type { ExportComparison, HandOver } from '../app/hand-over.ts'
import { AppError } from '../core/error.ts'
import { groupedLosses } from '../map/grouped-losses.ts'
import { dayText, parseDay } from '../model/local-day.ts'
import type { ProgrammeDesign } from '../model/programme-design.ts'
import { programmeDesignSchema } from '../model/programme-design-schema.ts'
import { readExport, writeExport } from './export-folder.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { printable, tableColumns, textTable } from './table.ts'
import { readTextFile } from './text-file.ts'

interface ExportOptions {
  target: string
  out?: string
  date?: string
  design?: string
  replace?: boolean
}

/** `programme export`: hands a programme to a tool, or without --out says what the tool does of it. */
async function exportProgramme(session: Session, id: string, { target, out, date, design, replace }: ExportOptions): Promise<void> {
  const { folder } = session.surroundings
  const request = { target, date: date ?? today(session), design: design === undefined ? null : await readDesign(folder, design) }
  const made = await session.withApp((app) => app.exportProgramme(id, request))
  if (out === undefined) return session.answer({ ...made, files: made.files.map(({ path }) => path) }, () => checkText(made))
  const place = resolve(folder, out)
  await writeExport(place, made.files, replace === true)
  session.answer({ ...made, files: made.files.map(({ path }) => path), out: place }, () => writtenText(made, place))
}

/** Today in UTC, as in 2026-03-27. */
function today({ surroundings }: Session): string {
  return new Date(surroundings.now()).toISOString().slice(0, 10)
}

/** The answer of `programme design --json`, kept in a file. */
async function readDesign(folder: string, file: string): Promise<ProgrammeDesign> {
  const text = await readTextFile(folder, file)
  const read = programmeDesignSchema.safeParse(json(text))
  if (read.success) return read.data
  throw new AppError('invalid', `${file} is no design: keep what desirepath programme design JOURNEY --json answers.`)
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const kinds = { lost: 'lost', changed: 'otherwise', byHand: 'by hand' } as const

function checkText({ target, check, losses }: HandOver): string {
  const done = textTable(
    tableColumns(['part', 'done', 'how, or what is lost']),
    check.map(({ name, does, text }) => [name, does ? 'yes' : 'no', text]),
  )
  const lost = groupedLosses(losses).map(
    ({ kind, where, text, wayOut }) => `  ${kinds[kind]}${where.length === 0 ? '' : ` (${where.join(', ')})`}: ${text} ${wayOut}`,
  )
  const head = `What ${target.name} does of it:\n\n${done}\n`
  return `${head}${lost.length === 0 ? 'Nothing is lost.\n' : `Lost, or left to do:\n${lost.map((line) => `${printable(line)}\n`).join('')}`}`
}

function writtenText(made: HandOver, place: string): string {
  const notes = made.notes.map((note) => `  ${printable(note)}\n`).join('')
  return `${checkText(made)}\n${made.files.length} files stand in ${printable(place)}; README.md says all of this, too.\n\nHow to import it:\n${notes}`
}

/** `programme diff`: how an export, maybe changed since, differs from the programme. */
async function diffProgramme(session: Session, id: string, path: string, { target }: { target?: string }): Promise<void> {
  const files = await readExport(resolve(session.surroundings.folder, path))
  const compared = await session.withApp((app) => app.compareExport(id, files, target ?? null))
  session.answer(compared, () => comparedText(compared))
}

function comparedText({ differences, notes }: ExportComparison): string {
  const lines = differences.map(({ text }) => text)
  const said = lines.length === 0 ? ['The export says what the programme says.'] : lines
  return [...said, ...notes.map((note) => `caution  ${note}`)].map((line) => `${printable(line)}\n`).join('')
}

/** `programme targets`: the tools that a programme can be handed to. */
async function listTargets(session: Session): Promise<void> {
  const all = await session.withApp((app) => app.programmeTargets())
  session.answer(all, () =>
    textTable(
      tableColumns(['target', 'tool']),
      all.map(({ id, name }) => [id, name]),
    ),
  )
}

interface ArchitectureOptions {
  out?: string
  date?: string
  replace?: boolean
}

/** `programme architecture`: all programmes on one page, as a document and a picture. */
async function showArchitecture(session: Session, { out, date, replace }: ArchitectureOptions): Promise<void> {
  const made = await session.withApp((app) => app.programmeArchitecture(date ?? today(session)))
  if (out === undefined) return session.answer(made.plan, () => made.markdown)
  const place = resolve(session.surroundings.folder, out)
  const texts: [path: string, content: string][] = [
    ['programmes.md', made.markdown],
    ['programmes.mmd', made.mermaid],
    ['programmes.svg', made.svg],
  ]
  const manifest = { format: 'desirepath-programme-export', formatVersion: 1, files: [...texts.map(([path]) => path), 'export.json'] }
  const all = [...texts, ['export.json', `${JSON.stringify(manifest, null, 2)}\n`] as const]
  await writeExport(
    place,
    all.map(([path, content]) => ({ path, encoding: 'utf8', content })),
    replace === true,
  )
  session.answer({ out: place, files: all.map(([path]) => path) }, () => `programmes.md and programmes.svg stand in ${printable(place)}.\n`)
}

function dayOption(text: string): string {
  const day = parseDay(text)
  if (day === null) throw new InvalidArgumentError('It is a day like 2026-03-27.')
  return dayText(day)
}

/** Adds `programme export`, `diff`, `targets` and `architecture`. */
export function addProgrammeExportCommands(programme: Command, run: RunCommand): void {
  const replace = 'write over an earlier export in that folder'
  programme
    .command('export')
    .argument('<programme>', 'its id')
    .description('hand a programme to a tool: its files, what the tool does of it, what is lost; without --out only the check')
    .requiredOption('--target <id>', 'the tool; programme targets lists them')
    .option('--out <folder>', 'where the files go')
    .option('--date <day>', 'the day that the export says it was made on (default: today)', dayOption)
    .option('--design <file>', 'an earlier answer of programme design --json to cite, instead of what the data suggest today')
    .option('--replace', replace)
    .action(run('programme export', exportProgramme))
  programme
    .command('diff')
    .argument('<programme>', 'its id')
    .argument('<path>', 'the folder of an export, or its file')
    .description('say how an export, maybe changed since, differs from the programme')
    .option('--target <id>', 'the tool that it is for; without: as its export.json says')
    .action(run('programme diff', diffProgramme))
  programme.command('targets').description('the tools that a programme can be handed to').action(run('programme targets', listTargets))
  programme
    .command('architecture')
    .description('all programmes on one page: who can be in which, priority, caps, data, systems')
    .option('--out <folder>', 'where the document and the picture go; without: print the document')
    .option('--date <day>', 'the day that it is as of (default: today)', dayOption)
    .option('--replace', replace)
    .action(run('programme architecture', showArchitecture))
}
