import type { MiddlewareHandler } from 'hono'
import { AppError } from '../core/error.ts'

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]'])

/** True for an address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d+){3}$/.test(host)
}

function nameOf(hostHeader: string): string {
  return hostHeader.replace(/:\d+$/, '').toLowerCase()
}

function isAddress(name: string): boolean {
  return name.startsWith('[') || /^\d+(\.\d+){3}$/.test(name)
}

/**
 * Refuses requests that a foreign web page could make a browser send: a Host that is not ours (DNS rebinding), or an Origin other than the Host.
 * Bound to loopback only loopback names pass; bound wider, the bound name, plain addresses and loopback pass.
 */
export function guard(boundHost: string): MiddlewareHandler {
  const local = isLoopback(boundHost)
  return async (context, next) => {
    const host = context.req.header('host') ?? ''
    const name = nameOf(host)
    const known = loopbackNames.has(name) || (!local && (isAddress(name) || name === boundHost.toLowerCase()))
    if (!known) {
      throw new AppError(
        'forbidden',
        `The host "${host}" is not served here. Open the page by the address that "desirepath serve" printed.`,
      )
    }
    const origin = context.req.header('origin')
    if (origin !== undefined && !sameHost(origin, host)) {
      throw new AppError('forbidden', `A request from "${origin}" is refused: only pages of this server may use it.`)
    }
    const site = context.req.header('sec-fetch-site')
    if (context.req.method !== 'GET' && site === 'cross-site') {
      throw new AppError('forbidden', 'A request from another site is refused: only pages of this server may use it.')
    }
    await next()
  }
}

function sameHost(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host
}

/** Headers that keep the page from loading or being loaded by anything foreign. Styles may be inline: charts and positions set them. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
}
