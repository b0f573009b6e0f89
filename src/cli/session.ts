import { resolve } from 'node:path'
import type { App } from '../app/app.ts'
import type { Surroundings } from './surroundings.ts'

/** The options that every command takes. */
export interface GlobalOptions {
  data?: string
  json?: boolean
}

/** One run of one command: where its data is, and how it answers. */
export interface Session {
  surroundings: Surroundings
  json: boolean
  /** The data directory: --data, else DESIREPATH_DATA, else the command's own default, under the current folder. */
  data: string
  /** Opens the application, does the work, and closes it whatever happens. */
  withApp<Result>(work: (app: App) => Promise<Result>): Promise<Result>
  /** Answers with JSON for programs (--json) or with text for people. */
  answer(value: unknown, text: () => string): void
}

/** What a command needs to know of itself: its full name, and the data directory it uses by default. */
export function newSession(surroundings: Surroundings, options: GlobalOptions, command: string, defaultData = '.desirepath'): Session {
  const named = options.data ?? surroundings.environment.DESIREPATH_DATA
  const data = resolve(surroundings.folder, named === undefined || named === '' ? defaultData : named)
  const json = options.json === true
  return {
    surroundings,
    json,
    data,
    withApp: async (work) => {
      const app = await surroundings.openApp({ data, command: `desirepath ${command}` })
      try {
        return await work(app)
      } finally {
        await app.close()
      }
    },
    answer: (value, text) => surroundings.write(json ? `${JSON.stringify(value, null, 2)}\n` : text()),
  }
}
