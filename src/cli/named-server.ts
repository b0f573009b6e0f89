import { isLoopback } from '../api/guard.ts'
import { shortestKey } from '../app/server-key.ts'
import { AppError } from '../core/error.ts'
import type { Surroundings } from './surroundings.ts'
import { readTextFile } from './text-file.ts'

interface ServerOptions {
  data?: string
  server?: string
  keyFile?: string
  json?: boolean
}

/** The server of --server with its key, from --key-file or else DESIREPATH_KEY; undefined without --server. Errors: `usage`. */
export async function namedServer(
  surroundings: Surroundings,
  { data, server, keyFile, json }: ServerOptions,
): Promise<{ url: URL; key: string | null } | undefined> {
  if (server === undefined) return undefined
  if (data !== undefined) throw new AppError('usage', '--server and --data both say where the data is: give one of them')
  const url = URL.canParse(server) ? new URL(server) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new AppError('usage', `--server "${server}" is no address: it looks like https://maps.example.org or http://127.0.0.1:4400`)
  }
  const given = surroundings.environment.DESIREPATH_KEY
  const key = keyFile === undefined ? checkedKey(given, 'DESIREPATH_KEY') : await readKey(surroundings, keyFile)
  if (key !== null && url.protocol === 'http:' && !isLoopback(url.hostname) && json !== true) {
    surroundings.warn(`Warning: ${url.origin} is not https: the key and all answers can be read on the way.\n`)
  }
  return { url, key }
}

/** The key in a file. Errors: `usage` for a file that cannot be read or holds no key. */
export async function readKey({ folder }: Pick<Surroundings, 'folder'>, file: string): Promise<string> {
  const key = checkedKey(await readTextFile(folder, file), file)
  if (key === null) throw new AppError('usage', `${file} is empty: it should hold a key, such as desirepath key makes`)
  return key
}

/** A key without the blanks around it; null where there is none. */
function checkedKey(text: string | undefined, place: string): string | null {
  const key = text?.trim() ?? ''
  if (key === '') return null
  if (key.length >= shortestKey && /^[\x21-\x7e]+$/.test(key)) return key
  throw new AppError('usage', `${place} holds no key: a key has ${shortestKey} or more letters, digits and signs without blanks`)
}
