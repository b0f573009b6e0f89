import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { AppError } from '../core/error.ts'

const largestDefinition = 2_000_000

/** Refuses the body of a request that is too large to be a journey definition. */
export function definitionLimit(): MiddlewareHandler {
  return bodyLimit({
    maxSize: largestDefinition,
    onError: (context) => {
      context.header('connection', 'close')
      throw new AppError('invalid', 'The definition is larger than 2 MB. Send the journey only.')
    },
  })
}
