import type { Command } from 'commander'
import type { App } from '../app/app.ts'
import { AppError } from '../core/error.ts'
import { endedWords, pendingWords, shownWords, stepText } from '../map/refresh-words.ts'
import type { RefreshState } from '../model/refresh-state.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { printable } from './table.ts'

/** `refresh`: computes what is new of a journey and waits for it, or with --cancel stops the refresh that runs. Exit code 7 when it was stopped. */
async function refreshJourney(session: Session, journey: string, { cancel }: { cancel?: boolean }): Promise<void> {
  if (cancel === true) return stopRefresh(session, journey)
  await session.withApp(async (app) => {
    await refreshWaiting(app, session, journey)
    const state = await app.refreshState(journey)
    session.answer(state, () => `Journey ${printable(journey)}: the figures of version ${state.version} hold all that is known.\n`)
  })
}

async function stopRefresh(session: Session, journey: string): Promise<void> {
  await session.withApp(async (app) => {
    await app.cancelRefresh(journey)
    const state = await app.refreshState(journey)
    const next = `desirepath refresh ${journey} computes it, and so does the next import.`
    session.answer(state, () => `${printable(endedWords(state))} ${printable(next)}\n`)
  })
}

/** Waits for the newest figures, saying how far they are. Ctrl-C stops the refresh; the figures before it stand. */
async function refreshWaiting(app: App, session: Session, journey: string): Promise<void> {
  const { surroundings } = session
  const printer = stepPrinter(surroundings)
  const stopListening = surroundings.onInterrupt(() => {
    surroundings.warn('\nStopping: the figures before it stand …\n')
    app
      .cancelRefresh(journey)
      .catch((error: unknown) => surroundings.warn(`${error instanceof AppError ? error.message : String(error)}\n`))
  })
  try {
    await app.refresh(journey, session.json ? {} : { onProgress: printer.show })
  } finally {
    stopListening()
    printer.clear()
  }
}

/** Whether to wait for the newest figures. */
export interface WaitOption {
  wait?: boolean
}

/** Adds --wait to a command that prints figures. */
export function addWaitOption(command: Command): Command {
  return command.option('--wait', 'wait for the newest version and data where a server is still computing them')
}

/** Asks for figures of a journey: with --wait once the newest are computed; else it is told what those that stand lack. Those of a past day lack nothing. */
export function askFigures<Figures>(
  session: Session,
  journey: string,
  { wait, isPast }: WaitOption & { isPast: boolean },
  ask: (app: App, signal: AbortSignal) => Promise<Figures>,
): Promise<Figures> {
  return session.withFigures(async (app, signal) => {
    if (wait === true) await refreshWaiting(app, session, journey)
    const figures = await ask(app, signal)
    if (!isPast) await warnStanding(app, session, journey)
    return figures
  })
}

/** Says on standard error, where a server answers with figures that lack something, what they lack and how to wait for it. */
async function warnStanding(app: App, session: Session, journey: string): Promise<void> {
  const state = await app.refreshState(journey)
  const told = pendingWords(state) === '' ? endedWords(state) : `${pendingWords(state)} ${shownWords(state)}`
  if (told !== '') session.surroundings.warn(`${printable(told)} With --wait you get the newest.\n`)
}

/** Draws steps: on a terminal one line again and again, elsewhere a line at once and then every ten seconds. */
function stepPrinter(surroundings: Session['surroundings']) {
  let drawnAt = Number.NEGATIVE_INFINITY
  return {
    show(state: RefreshState): void {
      if (pendingWords(state) === '' || surroundings.now() - drawnAt < (surroundings.terminal ? 100 : 10_000)) return
      drawnAt = surroundings.now()
      const line = printable(`${pendingWords(state)} ${stepText(state)}`)
      surroundings.warn(surroundings.terminal ? `\r\u001B[K${line}` : `${line}\n`)
    },
    clear(): void {
      if (surroundings.terminal && drawnAt > Number.NEGATIVE_INFINITY) surroundings.warn('\r\u001B[K')
    },
  }
}

/** Adds `refresh`. */
export function addRefreshCommand(program: Command, run: RunCommand): void {
  program
    .command('refresh')
    .argument('<journey>')
    .description('compute what is new of a journey and wait for it; Ctrl-C stops it, and the figures before it stand')
    .option('--cancel', 'stop the refresh that a server runs')
    .action(run('refresh', refreshJourney))
}
