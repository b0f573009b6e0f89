import type { Command } from 'commander'
import { AppError } from '../core/error.ts'
import { propertyWords } from '../map/filter-words.ts'
import type { Segment, SegmentsKept } from '../model/segment.ts'
import { segmentsYaml } from '../sources/segment-file.ts'
import { whereOption } from './filter-options.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { printable, tableColumns, textTable } from './table.ts'
import { readTextFile } from './text-file.ts'

/** `segments list`: every segment; with --yaml as a file that an import reads back. */
async function listSegments(session: Session, { yaml }: { yaml?: boolean }): Promise<void> {
  const segments = await session.withApp((app) => app.segments())
  if (yaml) {
    if (session.json) throw new AppError('usage', '--yaml and --json are two forms of one answer: give one of them.')
    session.surroundings.write(segmentsYaml(segments))
    return
  }
  session.answer(segments, () => {
    if (segments.length === 0) return "No segment is kept yet: desirepath segments save NAME --where 'plan=pro'.\n"
    const rows = segments.map((segment) => [segment.id, segment.name, segment.journey ?? 'all', wordsOf(segment)])
    const cautions = segments.flatMap(({ id, cautions: told }) => told.map((caution) => `caution  ${id}: ${printable(caution)}\n`))
    return `${textTable(tableColumns(['Segment', 'Name', 'Journey', 'Chooses'], []), rows)}${cautions.join('')}`
  })
}

function wordsOf({ persona, where }: Segment): string {
  const conditions = Object.entries(where).map(([property, condition]) => propertyWords(property, condition))
  return [...(persona === null ? [] : [`persona ${persona}`]), ...conditions].join(', ')
}

interface SaveOptions {
  where: Record<string, string>
  persona?: string
  journey?: string
  id?: string
  note?: string
  replace?: boolean
}

/** `segments save`: keeps one segment. */
async function saveSegment(session: Session, name: string, { replace, ...options }: SaveOptions): Promise<void> {
  const kept = await session.withApp((app) => app.keepSegment({ name, ...options }, replace === true))
  session.answer(kept, () => keptText(kept))
}

/** `segments import`: keeps the segments of a YAML file, all or none. */
async function importSegments(session: Session, file: string): Promise<void> {
  const text = await readTextFile(session.surroundings.folder, file)
  const kept = await session.withApp((app) => app.keepSegments(text))
  session.answer(kept, () => keptText(kept))
}

function keptText({ added, replaced, cautions }: SegmentsKept): string {
  const lines = [
    ...(added.length > 0 ? [`Added: ${added.join(', ')}.`] : []),
    ...(replaced.length > 0 ? [`Replaced: ${replaced.join(', ')}.`] : []),
    ...cautions.map((caution) => `  caution  ${caution}`),
  ]
  return lines.map((line) => `${printable(line)}\n`).join('')
}

const ofAddresses = 'Kept addresses of maps and comparisons that name it'

async function renameSegment(session: Session, id: string, name: string, { id: newId }: { id?: string }): Promise<void> {
  const renamed = await session.withApp((app) => app.renameSegment(id, name, newId ?? null))
  const moved = renamed.id === id ? '' : ` ${ofAddresses} "${id}" no longer find it: it is "${renamed.id}" now.`
  session.answer(renamed, () => `${printable(`Segment ${renamed.id} is called "${renamed.name}".${moved}`)}\n`)
}

async function removeSegment(session: Session, id: string): Promise<void> {
  const removed = await session.withApp((app) => app.removeSegment(id))
  session.answer(
    removed,
    () => `${printable(`Segment ${id} ("${removed.name}") is removed. ${ofAddresses} say so when they are opened.`)}\n`,
  )
}

/** Adds `segments`. */
export function addSegmentCommands(program: Command, run: RunCommand): void {
  const segments = program.command('segments').description('filters that are kept under a name')
  segments
    .command('list')
    .description('every segment, and what it chooses')
    .option('--yaml', 'as a file that segments import reads back')
    .action(run('segments list', listSegments))
  segments
    .command('save')
    .argument('<name>', 'what it is called')
    .description('keep a segment')
    .option(
      '--where <name=value>',
      "a condition on a property at stage entry, like plan=pro,team or 'seats>=50'; may be repeated",
      whereOption,
      {},
    )
    .option('--persona <id>', 'only this persona')
    .option('--journey <id>', 'only for this journey; without: for all')
    .option('--id <id>', 'its id; without: made from the name')
    .option('--note <text>', 'what it is for')
    .option('--replace', 'take the place of the one with this id')
    .action(run('segments save', saveSegment))
  segments
    .command('import')
    .argument('<file>', 'YAML')
    .description('keep the segments of a file, all or none')
    .action(run('segments import', importSegments))
  segments
    .command('rename')
    .argument('<segment>', 'its id')
    .argument('<name>', 'what it is called from now on')
    .description('call a segment otherwise')
    .option('--id <id>', 'another id, too')
    .action(run('segments rename', renameSegment))
  segments.command('remove').argument('<segment>', 'its id').description('remove a segment').action(run('segments remove', removeSegment))
}
