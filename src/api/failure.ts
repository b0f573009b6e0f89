import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import { AppError, type ErrorCode, errorCodes } from '../core/error.ts'
import { securityHeaders } from './guard.ts'

/** Turns anything thrown into `{code, message, details}` with the status of its code; an unforeseen error shows no inner detail. */
export function answerFailure(error: Error, context: Context): Response {
  const body = failureBody(error)
  const status = errorCodes[body.code].status as ContentfulStatusCode
  for (const [name, value] of Object.entries(securityHeaders)) context.header(name, value)
  context.header('cache-control', 'no-store')
  return context.json(body, status)
}

/** Anything thrown, as it is told. */
export function failureBody(error: unknown): { code: ErrorCode; message: string; details: unknown } {
  const { code, message, details } = error instanceof AppError ? error : foreign(error)
  return { code, message, details: details ?? null }
}

function foreign(error: unknown): AppError {
  if (error instanceof z.ZodError) {
    const words = error.issues.map((issue) => (issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message))
    return new AppError('usage', `The request is not understood: ${words.join('; ')}.`, error.issues)
  }
  if (error instanceof HTTPException) return new AppError('usage', error.message || 'The request is not understood.')
  process.emitWarning(error instanceof Error ? error : String(error))
  return new AppError('internal', 'Something went wrong inside. The terminal that runs the server shows the details.', null, error)
}
