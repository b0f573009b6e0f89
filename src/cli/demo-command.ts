import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import type { App } from '../app/app.ts'
import { AppError } from '../core/error.ts'
import { countOf } from '../map/format.ts'
import type { Demo, DemoFile } from './demo-company.ts'
import { figuresText } from './figures-text.ts'
import { progressPrinter } from './import-text.ts'
import type { RunCommand } from './run-command.ts'
import { addPortOption, serveUntilStopped } from './serve-commands.ts'
import type { Session } from './session.ts'

interface DemoOptions {
  small?: boolean
  once?: boolean
  port: number
}

/** `demo`: makes the demo company when it is not there yet, then shows its map, or with --once prints it and ends. */
async function showDemo(session: Session, options: DemoOptions): Promise<void> {
  const demo = await session.surroundings.demo(options.small === true ? 'small' : 'large')
  await session.withApp(async (app) => {
    await prepare(app, session, demo)
    if (options.once !== true)
      return serveUntilStopped(app, session, { port: options.port, host: '127.0.0.1' }, `/journeys/${demo.journeyId}`)
    const map = await app.map(demo.journeyId, { where: {} })
    session.answer(map, () => figuresText(map))
  })
}

/** Brings in what a run before did not: a run that was cut off is completed by the next. */
async function prepare(app: App, session: Session, demo: Demo): Promise<void> {
  const { surroundings } = session
  const complete = new Set((await app.imports()).filter((progress) => progress.state === 'complete').map((progress) => progress.source))
  const missing = demo.files.filter((file) => !complete.has(file.source))
  if (missing.length > 0) surroundings.warn(`Making the demo company in ${session.data} (the first time only) …\n`)
  for (const file of missing) await importDemoFile(app, session, file)
  const { summary } = await app.applyJourney(demo.journeyText)
  if (missing.length > 0 || summary.refreshedAt === null) {
    surroundings.warn('Computing the figures …\n')
    await app.refresh(summary.id)
  }
}

async function importDemoFile(app: App, session: Session, file: DemoFile): Promise<void> {
  const folder = join(session.data, 'demo')
  const path = join(folder, file.name)
  await mkdir(folder, { recursive: true })
  await pipeline(Readable.from(file.chunks()), createWriteStream(`${path}.part`))
  await rename(`${path}.part`, path)
  const printer = progressPrinter(session.surroundings)
  const progress = await app.importFile({ path, source: file.source, mapping: file.mapping, onProgress: printer.show })
  printer.clear()
  if (progress.state !== 'complete') {
    throw new AppError('internal', `the demo file ${path} was not imported: ${progress.message ?? progress.state}`, { progress })
  }
  await rm(path)
  const rejected = progress.rejected > 0 ? `, ${countOf(progress.rejected, 'row')} rejected on purpose` : ''
  session.surroundings.warn(`  ${file.name}: ${countOf(progress.added, 'event')}${rejected}\n`)
}

/** Adds `demo`. */
export function addDemoCommand(program: Command, run: RunCommand): void {
  addPortOption(program.command('demo').description('show the map of a made-up company'))
    .option('--small', 'a company of 300 accounts instead of 3,000')
    .option('--once', 'prepare everything, print the map as tables, and end')
    .action(run('demo', showDemo, (options) => (options.small === true ? '.desirepath-demo-small' : '.desirepath-demo')))
}
