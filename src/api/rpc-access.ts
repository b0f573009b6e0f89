import type { MiddlewareHandler } from 'hono'
import { callType } from '../app/app-call.ts'
import { isKey } from '../app/server-key.ts'
import { AppError } from '../core/error.ts'
import { isLoopback } from './guard.ts'

/** How calls come in: over the socket of the user, or over the network address with the keys that are good there. */
export type RpcDoor = 'socket' | { host: string; data: string; ownKey: string | null }

/** Who a caller is: `full` may call every method, `reader` only those that change nothing. */
export type RpcRights = 'full' | 'reader'

/**
 * Lets in who may call. Over a network address a key that is sent must be right; without one this machine may read while the server listens on loopback, and
 * nobody may otherwise. Errors: `forbidden`.
 */
export function rpcAccess(door: RpcDoor): MiddlewareHandler<{ Variables: { rights: RpcRights } }> {
  return async (context, next) => {
    if (context.req.method === 'POST' && context.req.header('content-type') !== callType) {
      throw new AppError('usage', `A call has the content type ${callType}.`)
    }
    context.set('rights', door === 'socket' ? 'full' : await rightsOf(door, context.req.header('authorization')))
    await next()
  }
}

async function rightsOf({ host, data, ownKey }: Exclude<RpcDoor, 'socket'>, header: string | undefined): Promise<RpcRights> {
  const key = /^Bearer (\S+)$/i.exec(header ?? '')?.[1]
  if (key !== undefined) {
    if (await isKey(key, data, ownKey)) return 'full'
    throw new AppError('forbidden', 'the key is not the one of this server: make a new one there with desirepath key')
  }
  if (isLoopback(host)) return 'reader'
  throw needsKey('this server')
}

/** Refuses a method that changes something to who came without a key. */
export function checkRights(rights: RpcRights, method: string): void {
  if (rights === 'reader') throw needsKey(`${method} changes something, and over a network address it`)
}

function needsKey(what: string): AppError {
  return new AppError(
    'forbidden',
    `${what} needs a key: make one there with desirepath key, and give it as DESIREPATH_KEY or with --key-file`,
  )
}
