import { rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '../core/error.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'

const advice = 'Keep it: it is shown only now. Commands take it as DESIREPATH_KEY, or from a file with --key-file.'

/** `key`: makes a key for commands from elsewhere. It is shown this once, or written to a file that only this user can read. */
async function makeKey(session: Session, options: { out?: string }): Promise<void> {
  const { folder } = session.surroundings
  const file = options.out === undefined ? null : resolve(folder, options.out)
  // The file comes first: a key that nobody saw must not replace the one in use.
  if (file !== null) await writeKey(file, '', 'wx')
  const { key } = await session
    .withApp((app) => app.newKey())
    .catch(async (error: unknown) => {
      if (file !== null) await rm(file, { force: true })
      throw error
    })
  if (file === null) {
    session.answer({ key }, () => `${key}\n`)
    if (!session.json) session.surroundings.warn(`${advice}\n`)
    return
  }
  await writeKey(file, `${key}\n`, 'w')
  session.answer({ file }, () => `The key is in ${file}. Commands take it with --key-file.\n`)
}

async function writeKey(file: string, text: string, flag: 'w' | 'wx'): Promise<void> {
  await writeFile(file, text, { flag, mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EEXIST' ? 'is there already: name a new file' : `cannot be written (${error.code}): name another file`
    throw new AppError('usage', `${file} ${why} with --out`, { file }, error)
  })
}

/** Adds `key`. */
export function addKeyCommand(program: Command, run: RunCommand): void {
  program
    .command('key')
    .description('make a key for commands from other machines; it replaces the one before')
    .option('--out <file>', 'write it to a new file instead of showing it')
    .action(run('key', makeKey))
}
