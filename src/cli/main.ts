import { programVersion } from '../app/program-version.ts'
import { runArguments } from './command-line.ts'
import type { Surroundings } from './surroundings.ts'

/** Runs the command line of this process and ends it with the exit code. Engines are loaded by the commands that need them. */
export async function runCommandLine(given: readonly string[]): Promise<void> {
  process.stdout.on('error', endWhenNobodyReads)
  const exit = await runArguments(given, processSurroundings(), programVersion())
  process.exitCode = exit
  // An engine may keep the process alive after it was closed: end it when everything written has left.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(exit)))
}

function endWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
}

function processSurroundings(): Surroundings {
  return {
    write: (text) => void process.stdout.write(text),
    warn: (text) => void process.stderr.write(text),
    terminal: process.stderr.isTTY === true,
    folder: process.cwd(),
    environment: process.env,
    now: () => Date.now(),
    openApp: async (options) => (await import('../app/open-app.ts')).openApp(options),
    openLocalApp: async (options) => (await import('../app/open-app.ts')).openLocalApp(options),
    startServer: async (app, options) => (await import('../api/server.ts')).startServer(app, options),
    openPage: async (url) => (await import('./open-page.ts')).openPage(url),
    demoCompany: async (size) => (await import('./demo-company.ts')).demoCompany(size),
    onInterrupt,
  }
}

/** The second Ctrl-C ends the process at once. One that follows within half a second is the same, passed on by npm. */
function onInterrupt(callback: () => void): () => void {
  let first: number | null = null
  const heard = () => {
    if (first === null) {
      first = Date.now()
      callback()
    } else if (Date.now() - first > 500) process.exit(130)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, heard)
  return () => {
    for (const signal of signals) process.off(signal, heard)
  }
}
