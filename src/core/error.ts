/** Every code an AppError may carry, with the HTTP status and the process exit code it becomes. */
export const errorCodes = {
  usage: { status: 400, exit: 2 },
  invalid: { status: 422, exit: 3 },
  notFound: { status: 404, exit: 4 },
  conflict: { status: 409, exit: 5 },
  locked: { status: 423, exit: 6 },
  forbidden: { status: 403, exit: 2 },
  cancelled: { status: 499, exit: 7 },
  newerSchema: { status: 500, exit: 8 },
  store: { status: 500, exit: 9 },
  unreachable: { status: 503, exit: 10 },
  noSpace: { status: 507, exit: 11 },
  internal: { status: 500, exit: 1 },
} as const

export type ErrorCode = keyof typeof errorCodes

/** The one error the project throws on purpose: `message` says the offending value, where it stands, what is allowed, and what to do next. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: unknown

  constructor(code: ErrorCode, message: string, details: unknown = null, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'AppError'
    this.code = code
    this.details = details
  }
}
