import { writeFile } from 'node:fs/promises'
import { basename, extname, resolve } from 'node:path'
import type { Command } from 'commander'
import type { DrawnMapReading } from '../app/drawn-map-reading.ts'
import { AppError } from '../core/error.ts'
import { countOf } from '../map/format.ts'
import { nearText } from '../model/near-match.ts'
import { type DrawnRow, laneIds } from '../sources/drawn-map.ts'
import type { LaneId } from '../sources/lane-words.ts'
import { readGrid } from '../sources/read-grid.ts'
import { csvOf } from '../sources/write-csv.ts'
import { xlsxOf } from '../sources/write-xlsx.ts'
import { applied, findingsText } from './journey-commands.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { printable } from './table.ts'

interface ImportOptions {
  out?: string
  apply?: boolean
  transpose?: boolean
  id?: string
  name?: string
  subject?: string
  sheet?: string
  lane: Record<string, LaneId | 'leave'>
}

/** `map import`: reads a table of stages and lanes as a journey, and says what became of each row. It keeps the journey only with --apply. */
async function importMap(session: Session, file: string, options: ImportOptions): Promise<void> {
  const path = resolve(session.surroundings.folder, file)
  if (options.out !== undefined && options.apply)
    throw new AppError('usage', '--out writes a file, --apply keeps the journey: give one of them.')
  const grid = await readGrid(path, options.sheet ?? null)
  const { id = null, name = null, subject = null, lane: lanes } = options
  const fallbackName = basename(path, extname(path))
  const request = {
    rows: grid.rows,
    notes: grid.notes,
    id,
    name,
    subject,
    transposed: options.transpose ? true : null,
    lanes,
    fallbackName,
  }
  const { reading, kept } = await session.withApp(async (app) => {
    const read = await app.readDrawnMap(request)
    return { reading: read, kept: options.apply ? await app.applyJourney(read.text) : null }
  })
  if (options.out !== undefined) await writeFile(resolve(session.surroundings.folder, options.out), reading.text)
  const { map: _, ...told } = reading
  session.answer({ ...told, summary: kept?.summary ?? null }, () => {
    const end =
      kept === null
        ? options.out === undefined
          ? reading.text
          : `Written to ${options.out}; desirepath journey apply ${options.out} keeps it.\n`
        : `${applied(kept.summary)}\n`
    return `${readingText(file, reading)}${findingsText(reading.findings.filter(({ kind }) => kind === 'error'))}${end}`
  })
}

/** How a table was read, in lines that are comments in YAML. */
function readingText(file: string, { rows, transposed, notes, map }: DrawnMapReading): string {
  const stages = countOf(map?.stages.length ?? 0, 'stage')
  const left = rows.filter(({ lane }) => lane === null)
  const lines = [
    `${file}: ${stages}${transposed ? ', read with its rows as stages' : ''}.`,
    ...rows.map(rowText),
    ...(left.length > 0
      ? [
          `Rows left out stand as comments in the journey; give one a lane with --lane "${left[0]?.label}=LANE", LANE being one of ${laneIds.join(', ')}.`,
        ]
      : []),
    ...notes,
  ]
  return lines
    .flatMap((line) => line.split('\n'))
    .map((line) => `# ${printable(line)}\n`)
    .join('')
}

function rowText({ label, lane, how, filled }: DrawnRow): string {
  const ways = { matched: 'by its name', chosen: 'as you said', left: '' }
  return lane === null
    ? `  ${label}: left out (${countOf(filled, 'filled cell')})`
    : `  ${label}: ${lane}, ${ways[how]} (${countOf(filled, 'filled cell')})`
}

/** `map export`: what people wrote in a journey, as CSV or XLSX by the ending of the file. */
async function exportMap(session: Session, journey: string, { out }: { out?: string }): Promise<void> {
  const isSheet = out !== undefined && /\.xlsx$/i.test(out)
  if (out !== undefined && !isSheet && !/\.csv$/i.test(out))
    throw new AppError('usage', `--out ${out} ends neither in .csv nor in .xlsx: these are the formats that are written.`)
  const { rows, name } = await session.withApp(async (app) => {
    const grid = await app.drawnMap(journey)
    return { rows: grid, name: (await app.journeys()).find(({ id }) => id === journey)?.name ?? journey }
  })
  if (out !== undefined) await writeFile(resolve(session.surroundings.folder, out), isSheet ? xlsxOf(rows, name) : csvOf(rows))
  session.answer({ journey, rows }, () => (out === undefined ? csvOf(rows) : `Written to ${out}.\n`))
}

/** Collects --lane "Row=lane". */
function laneOption(given: string, before: Record<string, LaneId | 'leave'>): Record<string, LaneId | 'leave'> {
  const at = given.lastIndexOf('=')
  const lane = given.slice(at + 1).trim()
  const known = [...laneIds, 'leave'] as const
  const found = known.find((one) => one.toLowerCase() === lane.toLowerCase())
  if (at > 0 && found !== undefined) return { ...before, [given.slice(0, at)]: found }
  throw new AppError('usage', `--lane "${given}" is not of the form "Row=lane" with a lane of ${known.join(', ')}.${nearText(lane, known)}`)
}

/** Adds `map import|export`. */
export function addMapCommands(program: Command, run: RunCommand): void {
  const map = program.command('map').description('maps that are drawn: from a table, and as one')
  map
    .command('import')
    .argument('<file>', 'a table with stages as columns and lanes as rows, or the other way round: CSV, TSV or XLSX')
    .description('read a drawn map as a journey without rules; prints it unless told otherwise')
    .option('--out <file>', 'write the journey there')
    .option('--apply', 'keep the journey')
    .option('--transpose', 'its rows are the stages (default: guessed)')
    .option('--lane <row=lane>', 'what a row is; "leave" leaves it out; may be repeated', laneOption, {})
    .option('--sheet <name>', 'the sheet of a spreadsheet (default: the first that holds anything)')
    .option('--id <id>', "the journey's id (default: from its name)")
    .option('--name <name>', "the journey's name (default: the table's title)")
    .option('--subject <type>', 'whose journey: contact, account, deal, … (default: contact, unless the data hold none)')
    .action(run('map import', importMap))
  map
    .command('export')
    .argument('<journey>')
    .description('write what people wrote in a journey as a table')
    .option('--out <file>', 'a file that ends in .csv or .xlsx (default: CSV, printed)')
    .action(run('map export', exportMap))
}
