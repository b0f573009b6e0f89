import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { stream } from 'hono/streaming'
import type { StreamingApi } from 'hono/utils/stream'
import { z } from 'zod'
import type { App } from '../app/app.ts'
import { type AnswerLine, type AppCall, callPaths, callSchema, checkVersions, type SentError } from '../app/app-call.ts'
import { type AppMethod, appMethods } from '../app/app-methods.ts'
import { namedFiles, standsAt, withAt } from '../app/argument-places.ts'
import { programVersion } from '../app/program-version.ts'
import { AppError } from '../core/error.ts'
import type { ImportRecord } from '../model/import-record.ts'
import type { Live } from './live.ts'
import { checkRights, type RpcDoor, type RpcRights, rpcAccess } from './rpc-access.ts'
import { type RpcBody, rpcBody } from './rpc-body.ts'
import { type ReceivedFiles, receiveFiles } from './rpc-files.ts'
import { uploadPrefix } from './upload.ts'

/** The calls of other processes: the routes of each door, and how to end those that run. */
export interface Rpc {
  through(door: RpcDoor): Hono<{ Variables: { rights: RpcRights } }>
  /** Stops what can be stopped and waits for the rest. */
  close(): Promise<void>
}

/** Milliseconds between signs of life, so that nothing in between takes a long silence for the end. */
const beatMs = 15_000

/** Answers other processes that ask for the methods of an application. What they change is told to open pages. */
export function createRpc(app: App, live: Live, version = programVersion()): Rpc {
  const running = new Map<string, { abort: AbortController; done: Promise<void> }>()

  async function begin(body: RpcBody, door: RpcDoor, rights: RpcRights) {
    const call = callSchema.parse(JSON.parse(await body.line()))
    checkVersions(call.version, version)
    if (!Object.hasOwn(appMethods, call.method))
      throw new AppError('usage', `This server knows no method "${call.method}": if it is an older program, stop it and start it again.`)
    const method = appMethods[call.method as keyof typeof appMethods] as AppMethod
    if (method.writes) checkRights(rights, call.method)
    if (door !== 'socket') checkFiles(call, method)
    if (running.has(call.id)) throw new AppError('conflict', `The call ${call.id} is running already.`)
    return { call, method }
  }

  const through = (door: RpcDoor) => {
    const hono = new Hono<{ Variables: { rights: RpcRights } }>()
    hono.use(`${callPaths.hello}/*`, rpcAccess(door))
    hono.get(callPaths.hello, (context) => context.json({ program: 'desirepath', version }))
    hono.post(callPaths.call, async (context) => {
      const body = rpcBody(context.req.raw.body)
      const { call, method } = await begin(body, door, context.get('rights'))
      const abort = new AbortController()
      if (call.stopped) abort.abort()
      const over = Promise.withResolvers<void>()
      running.set(call.id, { abort, done: over.promise })
      context.header('content-type', 'application/x-ndjson')
      context.header('cache-control', 'no-store')
      return stream(context, async (answer) => {
        answer.onAbort(() => abort.abort())
        await carryOut(app, { call, method, body, signal: abort.signal, live, open: door === 'socket' }, answer).finally(() => {
          running.delete(call.id)
          over.resolve()
        })
      })
    })
    hono.post(`${callPaths.stop}/:id`, (context) => {
      const found = running.get(context.req.param('id'))
      if (found === undefined) throw new AppError('notFound', 'There is no such call.')
      found.abort.abort()
      return context.json({})
    })
    return hono
  }
  return {
    through,
    close: async () => {
      for (const { abort } of running.values()) abort.abort()
      await Promise.allSettled([...running.values()].map(({ done }) => done))
    },
  }
}

/** Over a network address every named file is sent, and nothing else is: a path is never read on the server. Errors: `usage`. */
function checkFiles(call: AppCall, method: AppMethod): void {
  const named = method.files.flatMap((at) => namedFiles(standsAt(call.given, at)).map(({ index }) => [...at, index].join('/')))
  const sent = call.files.map(({ at, index }) => [...at, index].join('/'))
  if (named.sort().join() === sent.sort().join()) return
  throw new AppError('usage', `${call.method} wants its files themselves: paths mean nothing over a network address.`)
}

interface Running {
  call: AppCall
  method: AppMethod
  body: RpcBody
  signal: AbortSignal
  live: Live
  /** Whether the caller may see where an error arose: it is the user who runs the server. */
  open: boolean
}

/** Receives the files of a call, calls the method, and writes news and the end. It throws nothing. */
async function carryOut(app: App, one: Running, answer: StreamingApi): Promise<void> {
  const { call, method, live } = one
  let files: ReceivedFiles | null = null
  let writing = Promise.resolve()
  const say = (line: AnswerLine) => {
    const text = withoutCopies(files?.named(JSON.stringify(line)) ?? JSON.stringify(line))
    writing = writing.then(async () => void (await answer.write(`${text}\n`)))
  }
  const beat = setInterval(() => {
    writing = writing.then(async () => void (await answer.write('\n')))
  }, beatMs)
  try {
    files = await receiveFiles(one.body, call.given, call.files, one.signal)
    const given = argumentsOf(one, files.given, say)
    const asked = app[call.method as 'journeys'] as (...given: unknown[]) => Promise<unknown>
    const result = await asked(...given)
    await files.remove()
    say({ result })
    if (method.writes) live.send({ kind: 'refresh' })
  } catch (error) {
    say({ error: sentError(error, one.open) })
  } finally {
    clearInterval(beat)
    await files?.remove()
  }
  // Whoever reads nothing must not keep the call from ending.
  await Promise.race([writing, new Promise<void>((resolve) => answer.onAbort(resolve))])
}

/** The checked arguments, with functions and a signal of this process in place of those of the caller. */
function argumentsOf({ call, method, signal, live }: Running, received: unknown[], say: (line: AnswerLine) => void): unknown[] {
  let given = method.given.parse(received)
  for (const [told, at] of method.told.entries()) {
    const shown = call.method.startsWith('import') && at[1] === 'onProgress'
    if (!shown && !call.told.includes(told)) continue
    given = withAt(given, at, (value: unknown) => {
      if (call.told.includes(told)) say({ told, value })
      if (shown) live.send({ kind: 'import', progress: nameless(value as ImportRecord) })
    })
  }
  return method.stop === null ? given : withAt(given, method.stop, signal)
}

function nameless(record: ImportRecord): ImportRecord {
  return { ...record, file: withoutCopies(record.file) }
}

const copies = new RegExp(`${escaped(join(tmpdir(), uploadPrefix))}\\w+/(?:\\d+/)?`, 'g')

/** A text without the folders of copies of sent files: where these lie is nobody's business. */
function withoutCopies(text: string): string {
  return text.includes(uploadPrefix) ? text.replaceAll(copies, '') : text
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function sentError(error: unknown, open: boolean): SentError {
  if (error instanceof AppError) {
    const { code, message, details } = error
    return { code, message, details, ...(open ? { stack: error.stack } : {}) }
  }
  if (error instanceof z.ZodError)
    return { code: 'usage', message: `The call is not understood: ${z.prettifyError(error)}`, details: error.issues }
  const plain = error instanceof Error ? error : new Error(String(error))
  if (open) return { code: 'internal', message: plain.message, details: null, stack: plain.stack }
  process.emitWarning(plain)
  return { code: 'internal', message: 'Something went wrong inside. The terminal that runs the server shows the details.', details: null }
}
