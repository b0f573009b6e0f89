import type { Session } from './session.ts'

/** Makes an action of commander from a command: it opens the session, and keeps the exit code when the command gives a number. */
export type RunCommand = <Arguments extends unknown[]>(
  name: string,
  command: (session: Session, ...given: Arguments) => Promise<unknown>,
  defaultData?: (...given: Arguments) => string,
) => (...given: [...Arguments, ...unknown[]]) => Promise<void>
