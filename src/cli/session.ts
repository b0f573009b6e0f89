import { resolve } from 'node:path'
import type { App, LocalApp } from '../app/app.ts'
import type { SmtpSource } from '../app/smtp-settings.ts'
import { AppError } from '../core/error.ts'
import { namedServer } from './named-server.ts'
import type { Surroundings } from './surroundings.ts'

/** The options that every command takes. */
export interface GlobalOptions {
  data?: string
  json?: boolean
  server?: string
  keyFile?: string
  memory?: string
}

/** One run of one command: where its data is, and how it answers. */
export interface Session {
  surroundings: Surroundings
  json: boolean
  /** The data directory: --data, else DESIREPATH_DATA, else the command's own default, under the current folder. */
  data: string
  /** The file of --key-file. */
  keyFile: string | null
  /** Opens the application, does the work, and closes it whatever happens. It may be that of a server. */
  withApp<Result>(work: (app: App) => Promise<Result>): Promise<Result>
  /** The same for figures: Ctrl-C ends their queries, by the signal. */
  withFigures<Result>(work: (app: App, signal: AbortSignal) => Promise<Result>): Promise<Result>
  /** The same with an application that this process holds. Errors: `usage` with --server. */
  withLocalApp<Result>(work: (app: LocalApp) => Promise<Result>): Promise<Result>
  /** Answers with JSON for programs (--json) or with text for people. */
  answer(value: unknown, text: () => string): void
}

/** What a command needs to know of itself: its full name, and the data directory it uses by default. */
export function newSession(surroundings: Surroundings, options: GlobalOptions, command: string, defaultData = '.desirepath'): Session {
  const named = options.data ?? surroundings.environment.DESIREPATH_DATA
  const data = resolve(surroundings.folder, named === undefined || named === '' ? defaultData : named)
  const json = options.json === true
  const smtp = smtpOf(surroundings)
  const memory = options.memory ?? surroundings.environment.DESIREPATH_MEMORY
  const withApp: Session['withApp'] = async (work) => {
    const server = await namedServer(surroundings, options)
    return closing(await surroundings.openApp({ data, command: `desirepath ${command}`, memory, server, ...smtp }), work)
  }
  return {
    surroundings,
    json,
    data,
    keyFile: options.keyFile ?? null,
    withApp,
    withFigures: (work) => withApp((app) => untilInterrupted(surroundings, (signal) => work(app, signal))),
    withLocalApp: async (work) => {
      if (options.server !== undefined) {
        throw new AppError('usage', `desirepath ${command} opens a data directory itself: name it with --data instead of --server`)
      }
      return closing(await surroundings.openLocalApp({ data, command: `desirepath ${command}`, memory, ...smtp }), work)
    },
    answer: (value, text) => surroundings.write(json ? `${JSON.stringify(value, null, 2)}\n` : text()),
  }
}

async function untilInterrupted<Result>(surroundings: Surroundings, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const abort = new AbortController()
  const stopped = Promise.withResolvers<never>()
  const stopListening = surroundings.onInterrupt(() => {
    abort.abort()
    stopped.reject(new AppError('cancelled', 'stopped before the figures were computed; nothing was changed'))
  })
  try {
    return await Promise.race([work(abort.signal), stopped.promise])
  } finally {
    stopListening()
  }
}

async function closing<Opened extends App, Result>(app: Opened, work: (app: Opened) => Promise<Result>): Promise<Result> {
  try {
    return await work(app)
  } finally {
    await app.close()
  }
}

/** Where the settings of the mail server for tests stand, by the environment; nothing where it does not say. */
function smtpOf({ environment, folder }: Surroundings): { smtp?: SmtpSource } {
  const { DESIREPATH_SMTP_URL: url, DESIREPATH_SMTP_FILE: file } = environment
  if (url) return { smtp: { url } }
  return file ? { smtp: { file: resolve(folder, file) } } : {}
}
