import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, parse } from 'node:path'
import type { Command } from 'commander'
import type { App, LocalApp } from '../app/app.ts'
import { AppError } from '../core/error.ts'
import { countOf } from '../map/format.ts'
import type { DemoCompany } from './demo-company.ts'
import { figuresText } from './figures-text.ts'
import { progressPrinter } from './import-text.ts'
import type { RunCommand } from './run-command.ts'
import { addServeOptions, orOpenServed, type ServeOptions, serveUntilStopped } from './serve-commands.ts'
import type { Session } from './session.ts'

interface DemoOptions extends ServeOptions {
  small?: boolean
  once?: boolean
}

/** `demo`: makes the demo company when it is not there yet, then shows its map, or with --once prints it and ends. */
async function showDemo(session: Session, options: DemoOptions): Promise<void> {
  const company = await session.surroundings.demoCompany(options.small === true ? 'small' : 'large')
  if (options.once !== true) {
    const show = async (app: LocalApp) => {
      const journey = await prepare(app, session, company)
      await serveUntilStopped(app, session, options, `/journeys/${journey}`)
    }
    return orOpenServed(session, options, () => session.withLocalApp(show))
  }
  await session.withApp(async (app) => {
    const map = await app.map(await prepare(app, session, company), { where: {} })
    session.answer(map, () => figuresText(map))
  })
}

/** Brings in what a run before did not, so that the next run completes one that was cut off. Gives the id of the journey. */
async function prepare(app: App, session: Session, company: DemoCompany): Promise<string> {
  const { surroundings } = session
  const complete = new Set((await app.imports()).filter((progress) => progress.state === 'complete').map((progress) => progress.source))
  const missing = company.files.filter(({ name }) => !complete.has(sourceOf(name)))
  if (missing.length > 0) {
    surroundings.warn(`Making the demo company in ${session.data} (the first time only) …\n`)
    const folder = join(session.data, 'demo')
    writeFiles(folder, missing, company.lines())
    for (const file of missing) await importDemoFile(app, session, join(folder, file.name), file.mapping)
    await rm(folder, { recursive: true })
  }
  const { summary } = await app.applyJourney(company.journeyText)
  if (missing.length > 0) surroundings.warn('Computing the figures …\n')
  return summary.id
}

function sourceOf(name: string): string {
  return parse(name).name
}

const chunkCharacters = 1 << 20

/** Writes the files in one pass over all lines. */
function writeFiles(folder: string, files: DemoCompany['files'], lines: Iterable<{ file: string; line: string }>): void {
  mkdirSync(folder, { recursive: true })
  const open = new Map(files.map(({ name }) => [name, { handle: openSync(join(folder, name), 'w'), text: '' }]))
  for (const { file, line } of lines) {
    const out = open.get(file)
    if (out === undefined) continue
    out.text += `${line}\n`
    if (out.text.length < chunkCharacters) continue
    writeFileSync(out.handle, out.text)
    out.text = ''
  }
  for (const { handle, text } of open.values()) {
    writeFileSync(handle, text)
    closeSync(handle)
  }
}

async function importDemoFile(app: App, session: Session, path: string, mapping: string): Promise<void> {
  const { base, name } = parse(path)
  const printer = progressPrinter(session.surroundings)
  const onProgress = session.surroundings.terminal ? printer.show : undefined
  const progress = await app.importFile({ path, source: name, mapping, onProgress })
  printer.clear()
  if (progress.state !== 'complete') {
    throw new AppError('internal', `the demo file ${path} was not imported: ${progress.message ?? progress.state}`, { progress })
  }
  const rejected = progress.rejected > 0 ? `, ${countOf(progress.rejected, 'row')} rejected on purpose` : ''
  const events = progress.events > 0 ? `, ${countOf(progress.added, 'event')}` : ''
  session.surroundings.warn(`  ${base}: ${countOf(progress.rows, 'row')}${events}${rejected}\n`)
}

/** Adds `demo`. */
export function addDemoCommand(program: Command, run: RunCommand): void {
  addServeOptions(program.command('demo').description('show the map of a made-up company'))
    .option('--small', 'a company of 300 accounts instead of 3,000')
    .option('--once', 'prepare everything, print the map as tables, and end')
    .action(run('demo', showDemo, (options) => (options.small === true ? '.desirepath-demo-small' : '.desirepath-demo')))
}
