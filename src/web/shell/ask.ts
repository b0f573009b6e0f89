import { z } from 'zod'
import { type Answers, addressOf, answers, failureSchema, type RouteName } from '../../api/contract.ts'

// The page's policy forbids compiling code from text, which zod would try.
z.config({ jitless: true })

/** A request that the server understood and refused: `code` as in the table of error codes. */
export class RequestFailure extends Error {
  readonly code: string
  readonly details: unknown

  constructor(code: string, message: string, details: unknown) {
    super(message)
    this.name = 'RequestFailure'
    this.code = code
    this.details = details
  }
}

declare global {
  interface Window {
    desirepathFirst?: { address: string; answer: Promise<Response> } | undefined
  }
}

type Asked = keyof Answers & RouteName

/** Asks one JSON route and checks the answer against the shared contract. Fails with RequestFailure, or with TypeError when nobody answers. */
export async function ask<Name extends Asked>(
  name: Name,
  parts: Record<string, string> = {},
  query: Record<string, string | number | undefined> = {},
  signal?: AbortSignal,
): Promise<Answers[Name]> {
  const address = addressOf(name, parts, query)
  const response = await (firstAnswer(address) ?? fetch(address, { headers: { accept: 'application/json' }, signal: signal ?? null }))
  if (!response.ok) throw await failureOf(response)
  const parsed = answers[name].safeParse(await response.json())
  if (parsed.success) return parsed.data as Answers[Name]
  const first = parsed.error.issues[0]
  throw new RequestFailure(
    'internal',
    `The server’s answer is not as agreed: ${first?.path.join('.')}: ${first?.message}. Page and server may be of different versions: build the page again and reload.`,
    parsed.error.issues,
  )
}

/** The answer that public/first.js asked for before this script ran; taken once, and only for the very same address. */
function firstAnswer(address: string): Promise<Response> | null {
  const first = window.desirepathFirst
  if (first?.address !== address) return null
  window.desirepathFirst = undefined
  return first.answer
}

/** Sends a change and gives the server's answer; the same failures as `ask`. */
export async function send(method: 'POST' | 'DELETE', address: string, body?: BodyInit): Promise<Response> {
  const response = await fetch(address, { method, body: body ?? null })
  if (!response.ok) throw await failureOf(response)
  return response
}

/** The failure that an answer carries. */
export async function failureOf(response: Response): Promise<RequestFailure> {
  const parsed = failureSchema.safeParse(await response.json().catch(() => null))
  if (parsed.success) return new RequestFailure(parsed.data.code, parsed.data.message, parsed.data.details)
  return new RequestFailure('internal', `The server answered ${response.status} without saying why.`, null)
}
