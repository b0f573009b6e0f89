import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { AppError } from '../core/error.ts'
import type { App } from './app.ts'
import { type AnswerLine, type AppCall, callPaths, checkVersions, helloSchema, receivedError } from './app-call.ts'
import { type AppMethod, appMethods } from './app-methods.ts'
import { namedFiles, standsAt, withAt } from './argument-places.ts'
import { programVersion } from './program-version.ts'
import { ask, brokenOff, nameOfPlace, notReached, parsed, type ServerPlace } from './remote-connection.ts'

/**
 * The application of a server that runs, asked over its socket or its address. Errors: `unreachable`; `forbidden` for a wrong key or another user's socket;
 * `conflict` for a server of another version; `usage` where something else answers. Each method has the errors of the server's own.
 */
export async function openRemoteApp(place: ServerPlace, version = programVersion(), patience = patienceMs): Promise<App> {
  if ('socket' in place) await checkOwner(place)
  await greet(place, version, patience)
  const methods = Object.entries(appMethods).map(([name, method]) => {
    const asked = (...given: unknown[]) => callMethod(place, version, { name, ...(method as AppMethod) }, given)
    return [name, asked]
  })
  const addUpload: App['addUpload'] = () =>
    Promise.reject(new AppError('usage', 'A stream of bytes cannot be sent to a server: give the file to importFile.'))
  const watchRefreshes: App['watchRefreshes'] = () => {
    throw new AppError('usage', 'The refreshes of a server cannot be watched from here: ask refreshState.')
  }
  const asked = Object.fromEntries(methods) as Omit<App, 'addUpload' | 'watchRefreshes' | 'close'>
  return { ...asked, addUpload, watchRefreshes, close: async () => {} }
}

/** Milliseconds that a server may take to greet: it may be computing. */
const patienceMs = 60_000

/** A socket that someone else made could be anybody's. Errors: `forbidden`; `unreachable` where there is none. */
async function checkOwner(place: { socket: string }): Promise<void> {
  const found = await stat(place.socket).catch((error: NodeJS.ErrnoException) => {
    throw notReached(place, error)
  })
  if (process.getuid !== undefined && found.uid !== process.getuid()) throw notReached(place, { ...new Error(), code: 'EACCES' })
}

async function greet(place: ServerPlace, version: string, patience: number): Promise<void> {
  let text = ''
  const signal = AbortSignal.timeout(patience)
  for await (const line of ask(place, { method: 'GET', path: callPaths.hello, signal })) text += line
  const hello = helloSchema.safeParse(parsed(text))
  if (!hello.success) {
    throw new AppError('usage', `${nameOfPlace(place)} answers, but is no Desirepath server that takes commands: check the address`)
  }
  checkVersions(version, hello.data.version)
}

type NamedMethod = AppMethod & { name: string }

async function callMethod(place: ServerPlace, version: string, method: NamedMethod, given: readonly unknown[]): Promise<unknown> {
  const { call, paths, listeners, signal } = await prepare(place, version, method, given)
  const over = new AbortController()
  const stop = () => void stopCall(place, call.id, over.signal)
  signal?.addEventListener('abort', stop, { once: true })
  const files = paths.map((path, position) => ({ path, bytes: call.files[position]?.bytes ?? 0 }))
  try {
    for await (const line of ask(place, { method: 'POST', path: callPaths.call, head: `${JSON.stringify(call)}\n`, files })) {
      const said = JSON.parse(line) as AnswerLine
      if ('error' in said) throw receivedError(said.error)
      if (!('told' in said)) return said.result
      listeners.get(said.told)?.(said.value)
    }
  } finally {
    over.abort()
    signal?.removeEventListener('abort', stop)
  }
  throw brokenOff(place)
}

interface PreparedCall {
  call: AppCall
  /** Of the files to send, as in `call.files`. */
  paths: string[]
  listeners: Map<number, (value: unknown) => void>
  signal: AbortSignal | undefined
}

/** Takes out of the arguments what does not travel: functions, the signal and, over a network address, the files. */
async function prepare(place: ServerPlace, version: string, method: NamedMethod, given: readonly unknown[]): Promise<PreparedCall> {
  const listeners = new Map<number, (value: unknown) => void>()
  let left: unknown[] = [...given]
  for (const [number, at] of method.told.entries()) {
    const listener = standsAt(left, at)
    if (typeof listener === 'function') listeners.set(number, listener as (value: unknown) => void)
    if (listener !== undefined) left = withAt(left, at, undefined)
  }
  const signal = method.stop === null ? undefined : (standsAt(left, method.stop) as AbortSignal | undefined)
  if (method.stop !== null && signal !== undefined) left = withAt(left, method.stop, undefined)
  const files = method.files.flatMap((at) => namedFiles(standsAt(left, at)).map(({ path, index }) => ({ at, index, path: resolve(path) })))
  for (const { at, index, path } of files) left = withAt(left, index === null ? at : ([...at, String(index)] as never), path)
  while (left.length > 0 && left.at(-1) === undefined) left.pop()
  const sent = 'socket' in place ? [] : files
  const call: AppCall = {
    ...{ id: randomUUID(), version, method: method.name, given: left, told: [...listeners.keys()], stopped: signal?.aborted === true },
    files: await Promise.all(
      sent.map(async ({ at, index, path }) => ({ at: [...at], index, name: basename(path), bytes: await sizeOf(path) })),
    ),
  }
  return { call, paths: sent.map(({ path }) => path), listeners, signal }
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => null)
  if (found?.isFile()) return found.size
  throw new AppError('usage', `${path} is no file that can be sent: check its name`, { path })
}

/** Tells the server to stop a call; again until the call is over, for it may not have arrived yet. */
async function stopCall(place: ServerPlace, id: string, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    try {
      for await (const _ of ask(place, { method: 'POST', path: `${callPaths.stop}/${id}`, head: '' }));
      return
    } catch {
      await new Promise((done) => setTimeout(done, 100))
    }
  }
}
