import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { AppError } from '../core/error.ts'

/** Where a held data directory is served: the address of its page, and the socket for commands of the same user; null without one. */
export interface ServedAt {
  address: string
  socket: string | null
}

/** Who holds a data directory. `started` tells a process from a later one with the same number. */
export interface LockHolder {
  id: string
  pid: number
  started: string | null
  host: string
  command: string
  since: string
  address: string | null
  socket: string | null
}

export interface HeldLock {
  announce(served: ServedAt): Promise<void>
  release(): Promise<void>
}

const heartbeatMs = 15_000
const silentMs = 120_000

/** Holds the lock file for this process, taking over what a dead process left. Throws `locked` when a living one holds it. */
export async function holdLock(file: string, directory: string, command: string): Promise<HeldLock> {
  const mine: LockHolder = {
    id: randomUUID(),
    pid: process.pid,
    started: startOf(process.pid),
    host: hostname(),
    command,
    since: new Date().toISOString(),
    address: null,
    socket: null,
  }
  // Two processes may race for a stale lock: the loser sees the winner's lock at its next try.
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if (await create(file, mine)) return held(file, mine)
    const text = await readFile(file, 'utf8').catch(() => null)
    if (text === null) continue
    const holder = holderIn(text)
    if (holder !== null && (await isAlive(holder, file))) throw lockedBy(holder, directory, file)
    await removeStale(file, text)
  }
  throw new AppError('locked', `the data directory ${directory} is being opened by several processes at once: try again`, { directory })
}

/** Links a complete file into place: it is there wholly or not at all, and only for the first. */
async function create(file: string, holder: LockHolder): Promise<boolean> {
  const draft = `${file}.${holder.id}`
  try {
    await writeFile(draft, JSON.stringify(holder))
    await link(draft, file)
    return true
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EEXIST') return false
    throw new AppError(
      'store',
      `the lock ${file} cannot be written (${code}): check the rights and the free space of its disk`,
      { file },
      error,
    )
  } finally {
    await rm(draft, { force: true })
  }
}

function held(file: string, mine: LockHolder): HeldLock {
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => {}), heartbeatMs)
  beat.unref()
  const isMine = async () => holderIn(await readFile(file, 'utf8').catch(() => ''))?.id === mine.id
  return {
    announce: async (served) => {
      if (!(await isMine())) return
      await writeFile(`${file}.${mine.id}`, JSON.stringify({ ...mine, ...served }))
      await rename(`${file}.${mine.id}`, file)
    },
    release: async () => {
      clearInterval(beat)
      if (await isMine()) await rm(file, { force: true })
    },
  }
}

/** Takes away the lock judged stale; puts back what another process linked there meanwhile. */
async function removeStale(file: string, staleText: string): Promise<void> {
  const aside = `${file}.stale-${randomUUID()}`
  try {
    await rename(file, aside)
  } catch {
    return
  }
  if ((await readFile(aside, 'utf8')) !== staleText) await link(aside, file).catch(() => {})
  await rm(aside, { force: true })
}

function holderIn(text: string): LockHolder | null {
  try {
    const holder = JSON.parse(text) as LockHolder
    return typeof holder.pid === 'number' ? holder : null
  } catch {
    return null
  }
}

/** A process of another machine (or of a container that is gone) cannot be asked: it is alive while its lock is touched. */
async function isAlive(holder: LockHolder, file: string): Promise<boolean> {
  if (holder.host !== hostname()) {
    const touched = await stat(file).catch(() => null)
    return touched !== null && Date.now() - touched.mtimeMs < silentMs
  }
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const started = startOf(holder.pid)
  return started === null || holder.started === null || started === holder.started
}

/** When a process started, in the system's own words; null when the system does not say. A zombie counts as gone. */
function startOf(pid: number): string | null {
  try {
    if (process.platform !== 'linux') return execFileSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' }).trim()
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? 'gone' : (fields[19] ?? null)
  } catch {
    return null
  }
}

/** The address at which the holder serves that a `locked` error tells of; null for other errors, and where nothing is served. */
export function addressIn(error: unknown): string | null {
  return holderOf(error)?.address ?? null
}

/** The socket of the holder that a `locked` error tells of; null for other errors, for a holder on another machine, and where nothing is served. */
export function socketIn(error: unknown): string | null {
  const holder = holderOf(error)
  return holder?.host === hostname() ? (holder.socket ?? null) : null
}

function holderOf(error: unknown): LockHolder | null {
  if (!(error instanceof AppError) || error.code !== 'locked') return null
  return (error.details as { holder?: LockHolder } | null)?.holder ?? null
}

function lockedBy(holder: LockHolder, directory: string, file: string): AppError {
  const since = `${holder.since.slice(0, 19).replace('T', ' ')} UTC`
  const host = holder.host === hostname() ? '' : ` on ${holder.host}`
  const served = holder.address === null ? '' : `, at ${holder.address}`
  const advice = holder.address === null ? 'wait until it ends, stop it' : 'use it there, stop it'
  const foreign = host === '' ? '' : ` (or, if that machine is gone, delete ${file})`
  const message = `the data directory ${directory} is held by "${holder.command}" (process ${holder.pid}${host}, since ${since}${served})`
  return new AppError('locked', `${message}: ${advice}, or use another --data${foreign}`, { holder })
}
