import { chmod, lstat, mkdir, mkdtemp, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import { AppError } from '../core/error.ts'
import { closeServer } from './close-server.ts'

/** A socket that only this user can reach, until `close`. */
export interface AppSocket {
  path: string
  close(): Promise<void>
}

/** Bytes the path of a socket may have on every system: 104 with the end sign on macOS, 108 on Linux. */
const longestPath = 103

/**
 * Serves routes on a socket in the data directory, which the caller holds; where its path is too long or its disk has no sockets, in a folder of its own under
 * `runtime`. What a killed process left is replaced. Errors: `store`.
 */
export async function openAppSocket(fetch: Hono['fetch'], data: string, runtime = runtimeFolder()): Promise<AppSocket> {
  const inside = join(data, 'socket')
  try {
    if (Buffer.byteLength(join(inside, 'commands')) <= longestPath) return await openIn(await ownFolder(inside), fetch)
  } catch {
    // A disk without sockets or without rights, such as one of Windows under WSL: the folder for such things has both.
  }
  try {
    return await openIn(await mkdtemp(join(runtime, 'desirepath-')), fetch)
  } catch (error) {
    throw new AppError('store', `no socket for commands can be made in ${inside} or under ${runtime}: ${String(error)}`, null, error)
  }
}

/** Where short-lived things of this user belong. */
function runtimeFolder(): string {
  const { XDG_RUNTIME_DIR } = process.env
  return XDG_RUNTIME_DIR === undefined || Buffer.byteLength(XDG_RUNTIME_DIR) > longestPath / 2 ? tmpdir() : XDG_RUNTIME_DIR
}

/** A folder that only this user can enter; what is left of an earlier one is removed. */
async function ownFolder(path: string): Promise<string> {
  await rm(path, { recursive: true, force: true })
  await mkdir(path, { mode: 0o700 })
  const { mode } = await lstat(path)
  if ((mode & 0o077) !== 0) throw new Error(`${path} can be entered by others`)
  return path
}

async function openIn(folder: string, fetch: Hono['fetch']): Promise<AppSocket> {
  const path = join(folder, 'commands')
  const server = createAdaptorServer({ fetch }) as Server
  // A long import may take as long as it takes.
  server.requestTimeout = 0
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
    await chmod(path, 0o600)
  } catch (error) {
    await end(server, folder)
    throw error
  }
  return { path, close: () => end(server, dirname(path)) }
}

async function end(server: Server, folder: string): Promise<void> {
  if (server.listening) await closeServer(server)
  await rm(folder, { recursive: true, force: true })
}
