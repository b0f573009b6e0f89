import { createReadStream } from 'node:fs'
import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { AppError } from '../core/error.ts'
import { callType, receivedError, type SentError } from './app-call.ts'

/** Where a server is: its socket on this machine, or its address and, where one is needed, the key. */
export type ServerPlace = { socket: string } | { url: URL; key: string | null }

/** One question to a server: `head` is sent first, then the bytes of the files. */
export interface Question {
  method: 'GET' | 'POST'
  path: string
  head?: string
  files?: readonly { path: string; bytes: number }[]
  /** Ends the question without waiting for the answer. */
  signal?: AbortSignal
}

/** How people know the server. */
export function nameOfPlace(place: ServerPlace): string {
  return 'socket' in place ? `the socket ${place.socket}` : place.url.href.replace(/\/$/, '')
}

/** Asks, and gives the lines of the answer as they come. Errors: those that the server answers; `unreachable`, `forbidden` for one that does not answer. */
export async function* ask(place: ServerPlace, question: Question): AsyncGenerator<string> {
  const sent = send(place, question)
  const answer = await begun(sent, place)
  try {
    if (answer.statusCode !== 200) throw refusal(await textOf(answer), answer.statusCode ?? 0, place)
    yield* linesOf(answer)
  } catch (error) {
    throw error instanceof AppError ? error : brokenOff(place, error)
  } finally {
    sent.destroy()
  }
}

function send(place: ServerPlace, { method, path, head, files = [], signal }: Question): ClientRequest {
  const length = Buffer.byteLength(head ?? '') + files.reduce((sum, { bytes }) => sum + bytes, 0)
  const headers = { ...(head === undefined ? {} : { 'content-type': callType, 'content-length': length }), ...keyHeader(place) }
  const options: RequestOptions = { method, headers, agent: false, signal }
  const sent =
    'socket' in place
      ? httpRequest({ ...options, socketPath: place.socket, path, host: 'localhost' })
      : (place.url.protocol === 'https:' ? httpsRequest : httpRequest)(
          new URL(place.url.pathname.replace(/\/$/, '') + path, place.url),
          options,
        )
  void write(sent, head, files).catch((error: Error) => sent.destroy(error))
  return sent
}

function keyHeader(place: ServerPlace): Record<string, string> {
  return 'socket' in place || place.key === null ? {} : { authorization: `Bearer ${place.key}` }
}

/** Writes what was promised and no more, though a file may grow meanwhile. */
async function write(sent: ClientRequest, head: string | undefined, files: NonNullable<Question['files']>): Promise<void> {
  if (head !== undefined) sent.write(head)
  for (const { path, bytes } of files) {
    if (bytes === 0) continue
    for await (const chunk of createReadStream(path, { end: bytes - 1 })) {
      if (sent.destroyed) return
      if (!sent.write(chunk)) await new Promise((resolve) => sent.once('drain', resolve).once('close', resolve))
    }
  }
  sent.end()
}

function begun(sent: ClientRequest, place: ServerPlace): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve)
    sent.on('error', (error: NodeJS.ErrnoException) => reject(notReached(place, error)))
  })
}

/** Why a server cannot be asked, from the system's code: `forbidden` for another user's socket, else `unreachable`. */
export function notReached(place: ServerPlace, error: NodeJS.ErrnoException): AppError {
  const name = nameOfPlace(place)
  const { code } = error
  if (code === 'ABORT_ERR') {
    return new AppError(
      'unreachable',
      `${name} takes the question and does not answer: look at the server, it may have to be stopped and started again`,
      { code },
    )
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new AppError('forbidden', `${name} belongs to another user: run the command as the user who runs the server`, { code }, error)
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') return brokenOff(place, error)
  return new AppError(
    'unreachable',
    `nothing answers at ${name} (${code ?? error.message}): is the server running there, with "desirepath serve"?`,
    { code: code ?? null },
    error,
  )
}

/** That an answer did not come to its end. */
export function brokenOff(place: ServerPlace, cause?: unknown): AppError {
  return new AppError(
    'unreachable',
    `the server at ${nameOfPlace(place)} stopped before it had answered. Whether the work was done is not known: start the server again and look`,
    null,
    cause,
  )
}

function refusal(text: string, status: number, place: ServerPlace): AppError {
  const sent = parsed(text) as Partial<SentError> | null
  if (typeof sent?.code === 'string' && typeof sent.message === 'string') {
    return receivedError({ code: sent.code, message: sent.message, details: sent.details ?? null })
  }
  return new AppError('usage', `${nameOfPlace(place)} answers (${status}), but is no Desirepath server: check the address`, { status })
}

/** JSON as a value; null for what is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of answer.setEncoding('utf8')) text += chunk
  return text
}

async function* linesOf(answer: IncomingMessage): AsyncGenerator<string> {
  let parts: string[] = []
  for await (const chunk of answer.setEncoding('utf8') as AsyncIterable<string>) {
    const [first = '', ...rest] = chunk.split('\n')
    parts.push(first)
    for (const next of rest) {
      const line = parts.join('')
      if (line !== '') yield line
      parts = [next]
    }
  }
  const line = parts.join('')
  if (line !== '') yield line
}
