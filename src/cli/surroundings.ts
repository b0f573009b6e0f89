import type { RunningServer, ServerOptions } from '../api/server.ts'
import type { App, LocalApp } from '../app/app.ts'
import type { AppOptions } from '../app/open-app.ts'
import type { DemoCompany } from './demo-company.ts'

/** What the command line touches of the world, so that tests can put their own in its place. */
export interface Surroundings {
  /** Text for people or JSON for programs, to standard output. */
  write(text: string): void
  /** Progress, warnings and errors, to standard error. */
  warn(text: string): void
  /** True when standard error is a terminal that can redraw a line. */
  terminal: boolean
  folder: string
  environment: Readonly<Record<string, string | undefined>>
  /** UTC ms. */
  now(): number
  /** The application in this process, or that of the server that holds the data directory or is named. */
  openApp(options: AppOptions): Promise<App>
  /** The application in this process alone. */
  openLocalApp(options: AppOptions): Promise<LocalApp>
  startServer(app: App, options: ServerOptions): Promise<RunningServer>
  /** Opens an address in the user's browser; false where there is none to open. */
  openPage(url: string): Promise<boolean>
  demoCompany(size: 'large' | 'small'): Promise<DemoCompany>
  /** Calls back at Ctrl-C or when asked to end; gives a function that stops listening. */
  onInterrupt(callback: () => void): () => void
}
