import { Command, CommanderError } from 'commander'
import { AppError, errorCodes } from '../core/error.ts'
import { addCampaignCommands } from './campaign-commands.ts'
import { addCompareCommand } from './compare-commands.ts'
import { addContactCommands } from './contact-commands.ts'
import { addDemoCommand } from './demo-command.ts'
import { addDoctorCommand } from './doctor-command.ts'
import { addDraftCommands } from './draft-commands.ts'
import { addFigureCommands } from './figure-commands.ts'
import { addImportCommands } from './import-commands.ts'
import { addJourneyCommands } from './journey-commands.ts'
import { addKeyCommand } from './key-command.ts'
import { addMapCommands } from './map-commands.ts'
import { addProgrammeCommands } from './programme-commands.ts'
import { addRefreshCommand } from './refresh-commands.ts'
import type { RunCommand } from './run-command.ts'
import { addSegmentCommands } from './segment-commands.ts'
import { addServeCommand } from './serve-commands.ts'
import { type GlobalOptions, newSession, type Session } from './session.ts'
import type { Surroundings } from './surroundings.ts'
import { addTemplateCommands } from './template-commands.ts'

/** Runs one command line and gives its exit code (see `errorCodes`); it throws nothing. */
export async function runArguments(given: readonly string[], surroundings: Surroundings, version: string): Promise<number> {
  const outcome = { exit: 0 }
  const program = commandLine(surroundings, version, outcome)
  try {
    await program.parseAsync([...given], { from: 'user' })
    return outcome.exit
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : errorCodes.usage.exit
    return tell(error, surroundings, given.includes('--json'))
  }
}

function commandLine(surroundings: Surroundings, version: string, outcome: { exit: number }): Command {
  const program = new Command('desirepath')
    .description('Executable customer journey maps: from an event log to a true map, on your own machine.')
    .version(version)
    .option('--data <folder>', 'the data directory (default: DESIREPATH_DATA, else .desirepath; demo: .desirepath-demo)')
    .option('--server <url>', 'a Desirepath server that has the data, instead of --data')
    .option('--key-file <file>', 'the file with the key of that server; else DESIREPATH_KEY')
    .option('--memory <size>', 'what queries may use, such as 4G (default: DESIREPATH_MEMORY, else half of the machine)')
    .option('--json', 'answer with JSON, for programs')
    .showHelpAfterError('(--help says more)')
    .exitOverride()
    .configureOutput({ writeOut: surroundings.write, writeErr: surroundings.warn })
  const run: RunCommand = <Arguments extends unknown[]>(
    name: string,
    command: (session: Session, ...given: Arguments) => Promise<unknown>,
    defaultData?: (...given: Arguments) => string,
  ) => {
    return async (...given) => {
      // commander calls with the arguments, the options, and last the command itself.
      const mine = given.slice(0, -1) as unknown as Arguments
      const session = newSession(surroundings, program.opts<GlobalOptions>(), name, defaultData?.(...mine))
      const exit = await command(session, ...mine)
      if (typeof exit === 'number') outcome.exit = exit
    }
  }
  addDemoCommand(program, run)
  addServeCommand(program, run)
  addImportCommands(program, run)
  addJourneyCommands(program, run)
  addRefreshCommand(program, run)
  addDraftCommands(program, run)
  addFigureCommands(program, run)
  addCompareCommand(program, run)
  addCampaignCommands(program, run)
  addSegmentCommands(program, run)
  addProgrammeCommands(program, run)
  addTemplateCommands(program, run)
  addMapCommands(program, run)
  addContactCommands(program, run)
  addDoctorCommand(program, run)
  addKeyCommand(program, run)
  inherit(program)
  return program
}

/** Subcommands end and print as the program does. */
function inherit(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command)
    inherit(child)
  }
}

function tell(error: unknown, surroundings: Surroundings, json: boolean): number {
  const known =
    error instanceof AppError ? error : new AppError('internal', error instanceof Error ? error.message : String(error), null, error)
  if (json) {
    const { code, message, details } = known
    surroundings.warn(`${JSON.stringify({ error: { code, message, details } })}\n`)
  } else {
    surroundings.warn(`desirepath: ${known.message}\n`)
    const wantsTrace = surroundings.environment.DESIREPATH_DEBUG !== undefined
    if (known.code === 'internal' && !wantsTrace) surroundings.warn('This is a fault of the program. DESIREPATH_DEBUG=1 shows where.\n')
    if (wantsTrace && error instanceof Error) surroundings.warn(`${error.stack}\n`)
  }
  return errorCodes[known.code].exit
}
