import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import type { App, LocalApp } from '../app/app.ts'
import { addressIn } from '../store/data-lock.ts'
import { wholeNumber } from './filter-options.ts'
import { readKey } from './named-server.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'

/** How a page is served; `open`: in the browser of the one who asks, too. */
export interface ServeOptions {
  port: number
  host: string
  open?: boolean
}

/** The port of the page unless told otherwise. */
const usualPort = 4400

/** `serve`: shows the page until Ctrl-C. */
async function servePage(session: Session, options: ServeOptions): Promise<void> {
  await orOpenServed(session, options, () => session.withLocalApp((app) => serveUntilStopped(app, session, options, '')))
}

/** Serves or, with --open and where that data directory is served already, opens the page that is there. */
export async function orOpenServed(session: Session, { open }: ServeOptions, serve: () => Promise<void>): Promise<void> {
  await serve().catch(async (error: unknown) => {
    const url = open === true ? addressIn(error) : null
    if (url === null) throw error
    await openPage(session, url)
    session.answer({ url }, () => `It is running already: ${url}\n`)
  })
}

async function openPage({ surroundings }: Session, url: string): Promise<void> {
  if (!(await surroundings.openPage(url))) surroundings.warn(`No browser could be opened: copy the address ${url} into one.\n`)
}

/** Serves the page of an open application until Ctrl-C. `path` is where people should begin. */
export async function serveUntilStopped(app: LocalApp, session: Session, { port, host, open }: ServeOptions, path: string): Promise<void> {
  const { surroundings } = session
  const { isLoopback } = await import('../api/guard.ts')
  if (!isLoopback(host)) {
    surroundings.warn(
      `Warning: with --host ${host} everyone who can reach this machine sees all data in ${session.data}, and may import and change journeys: there is no sign-in.\n`,
    )
  }
  const ownKey = session.keyFile === null ? null : await readKey(surroundings, session.keyFile)
  const server = await surroundings.startServer(app, { port, host, webRoot: webRoot(), commands: { data: session.data, ownKey } })
  const stopped = new Promise<void>((resolve) => {
    const stopListening = surroundings.onInterrupt(() => {
      stopListening()
      resolve()
    })
  })
  await app.announce({ address: server.url, socket: server.socket })
  await warm(app, session)
  const url = `${server.url}${path}`
  session.answer({ url }, () => `Open ${url}\nCtrl-C ends it.\n`)
  if (open === true) await openPage(session, url)
  await stopped
  await server.close()
}

/** Computes every journey's whole map before people come, so that the first one opens at once. A journey that cannot be computed says so on its page. */
async function warm(app: App, session: Session): Promise<void> {
  for (const { id, name } of await app.journeys()) {
    await app.map(id, { where: {} }).catch((error: unknown) => {
      session.surroundings.warn(`The map of ${name} cannot be computed yet: ${error instanceof Error ? error.message : String(error)}\n`)
    })
  }
}

/** The built page: beside the built program, or in `dist` of the checkout that runs from its sources. */
function webRoot(): string | null {
  const place = import.meta.url.endsWith('.ts') ? '../../dist/web' : '../web'
  const root = fileURLToPath(new URL(place, import.meta.url))
  return existsSync(root) ? root : null
}

/** Adds --port, --host and --open. */
export function addServeOptions(command: Command): Command {
  return command
    .option('--port <port>', '0 for any free one', wholeNumber(0, 65_535), usualPort)
    .option('--host <address>', 'the address to listen on; other than this machine only, it opens all data to the network', '127.0.0.1')
    .option('--open', 'open the page in the browser')
}

/** Adds `serve`. */
export function addServeCommand(program: Command, run: RunCommand): void {
  addServeOptions(program.command('serve').description('show the page')).action(run('serve', servePage))
}
