import type { Command } from 'commander'
import type { Check } from '../app/app.ts'
import { AppError, errorCodes } from '../core/error.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { printable } from './table.ts'

/** `doctor`: checks the machine and the data directory. Exit code 1 when a check fails, or that of the error which stops it from opening. */
async function examine(session: Session): Promise<number> {
  const { checks, exit } = await session.withApp(async (app) => ({ checks: await app.doctor(), exit: 1 })).catch(cannotOpen)
  session.answer(checks, () =>
    checks.map((check) => `${check.ok ? 'well ' : 'FAULT'}  ${printable(`${check.name}: ${check.message}`)}\n`).join(''),
  )
  return checks.every((check) => check.ok) ? 0 : exit
}

function cannotOpen(error: unknown): { checks: Check[]; exit: number } {
  if (!(error instanceof AppError)) throw error
  return { checks: [{ name: 'data directory', ok: false, message: error.message }], exit: errorCodes[error.code].exit }
}

/** Adds `doctor`. */
export function addDoctorCommand(program: Command, run: RunCommand): void {
  program.command('doctor').description('check the machine and the data directory').action(run('doctor', examine))
}
