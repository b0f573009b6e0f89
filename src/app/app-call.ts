import { z } from 'zod'
import { AppError, type ErrorCode, errorCodes } from '../core/error.ts'

/** Where the server answers other processes. */
export const callPaths = { hello: '/api/rpc', call: '/api/rpc/call', stop: '/api/rpc/stop' } as const

/** What a page of another site cannot send without being asked first. */
export const callType = 'application/vnd.desirepath.call'

/** How a server answers who greets it. */
export const helloSchema = z.object({ program: z.literal('desirepath'), version: z.string() })

const placeSchema = z.tuple([z.number().int().nonnegative()], z.string())

/** The first line of a call. The bytes of its files follow, one after the other; `index`: in a list of files. */
export const callSchema = z.object({
  id: z.uuid(),
  version: z.string(),
  method: z.string(),
  given: z.array(z.unknown()),
  /** Numbers of the method's `told` places that want to hear. */
  told: z.array(z.number().int()),
  stopped: z.boolean(),
  files: z.array(
    z.object({
      at: placeSchema,
      index: z.number().int().nonnegative().nullable(),
      name: z.string(),
      bytes: z.number().int().nonnegative(),
    }),
  ),
})
export type AppCall = z.infer<typeof callSchema>
export type SentFile = AppCall['files'][number]

/** One line of the answer: news for a `told` place, or the end. */
export type AnswerLine = { told: number; value: unknown } | { result: unknown } | { error: SentError }

/** An error as it is sent. `stack` only to the user who runs the server. */
export interface SentError {
  code: string
  message: string
  details: unknown
  stack?: string | undefined
}

/** An error of the server as an error here: the same code, message and details. */
export function receivedError({ code, message, details, stack }: SentError): AppError {
  const known = Object.hasOwn(errorCodes, code) ? (code as ErrorCode) : 'internal'
  const error = new AppError(known, message, details)
  if (stack !== undefined) error.stack = stack
  return error
}

/** Refuses a command and a server of two versions. `conflict` */
export function checkVersions(command: string, server: string): void {
  if (command === server) return
  throw new AppError(
    'conflict',
    `this command is of Desirepath ${command}, the server that runs is of ${server}: stop the server and start it with the same program, or use the program of the server`,
    { command, server },
  )
}
