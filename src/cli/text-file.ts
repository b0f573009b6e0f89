import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '../core/error.ts'

/** The text of a UTF-8 file. Throws `usage` when it cannot be read, `invalid` when it is not UTF-8. */
export async function readTextFile(folder: string, path: string): Promise<string> {
  const full = resolve(folder, path)
  const bytes = await readFile(full).catch((error: NodeJS.ErrnoException) => {
    const reason =
      { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'you may not read it' }[error.code ?? ''] ?? error.message
    throw new AppError('usage', `${full} cannot be read: ${reason}`, { path: full }, error)
  })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new AppError('invalid', `${full} is not UTF-8 text: save it as UTF-8`, { path: full }, error)
  }
}
