import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { TemplateReading } from '../app/template-reading.ts'
import { AppError } from '../core/error.ts'
import { count } from '../map/format.ts'
import { applied } from './journey-commands.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { printable, tableColumns, textTable } from './table.ts'

interface NewOptions {
  template: string
  id?: string
  name?: string
  out?: string
  apply?: boolean
}

/** `journey templates`: journeys to start from. */
async function listTemplates(session: Session): Promise<void> {
  const all = await session.withApp((app) => app.templates())
  session.answer(all, () => {
    const rows = all.map(({ id, stages, personas, about }) => [id, count(stages.length), count(personas.length), about])
    return textTable(tableColumns(['Template'], ['Stages', 'Personas'], ['About']), rows)
  })
}

/** `journey new`: a journey from a template, bound to the events that the data hold. It is kept only with --apply. */
async function newJourney(session: Session, { template, id, name, out, apply }: NewOptions): Promise<void> {
  if (out !== undefined && apply) throw new AppError('usage', '--out writes a file, --apply keeps the journey: give one of them.')
  const { reading, kept } = await session.withApp(async (app) => {
    const read = await app.readTemplate(template, { id: id ?? null, name: name ?? null })
    return { reading: read, kept: apply ? await app.applyJourney(read.text) : null }
  })
  if (out !== undefined) await writeFile(resolve(session.surroundings.folder, out), reading.text)
  const { map: _, ...told } = reading
  session.answer({ ...told, summary: kept?.summary ?? null }, () => {
    const end = out === undefined ? reading.text : `Written to ${out}; desirepath journey apply ${out} keeps it.\n`
    return `${bindingText(reading)}${kept === null ? end : `${applied(kept.summary)}\n`}`
  })
}

/** Which stages begin with which events of the data, in lines that are comments in YAML. */
function bindingText({ bound, unbound }: TemplateReading): string {
  const lines = [
    ...bound.map(({ stage, events }) => `${stage}: begins with ${events.join(', ')}, which the data hold.`),
    ...(unbound.length > 0 ? [`Drawn, without an entry rule yet: ${unbound.map(({ stage }) => stage).join(', ')}.`] : []),
  ]
  return lines.map((line) => `# ${printable(line)}\n`).join('')
}

/** Adds `journey templates|new` to the command `journey`. */
export function addTemplateCommands(program: Command, run: RunCommand): void {
  const journey = program.commands.find((command) => command.name() === 'journey') ?? program.command('journey')
  journey.command('templates').description('list the journeys to start from').action(run('journey templates', listTemplates))
  journey
    .command('new')
    .description('make a journey from a template; prints it unless told otherwise')
    .requiredOption('--template <id>', 'the template')
    .option('--id <id>', "the journey's id (default: from its name)")
    .option('--name <name>', "the journey's name (default: the template's)")
    .option('--out <file>', 'write the journey there')
    .option('--apply', 'keep the journey')
    .action(run('journey new', newJourney))
}
