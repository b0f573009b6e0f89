import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { LiveEvent } from './contract.ts'

/** Sends what happens to every page that listens, as server-sent events. */
export interface Live {
  send(event: LiveEvent): void
  /** Answers one page with the stream, until it leaves or the server closes. */
  listen(context: Context): Response
  close(): void
}

const beatMs = 15_000

/** A fresh hub without listeners. */
export function createLive(): Live {
  const listeners = new Set<(event: LiveEvent | null) => void>()
  return {
    send: (event) => {
      for (const listener of listeners) listener(event)
    },
    listen: (context) =>
      streamSSE(context, async (stream) => {
        const waiting: (LiveEvent | null)[] = []
        let wake = () => {}
        const listener = (event: LiveEvent | null) => {
          waiting.push(event)
          wake()
        }
        listeners.add(listener)
        stream.onAbort(() => listener(null))
        await stream.writeSSE({ event: 'ready', data: '{}' })
        while (listeners.has(listener)) {
          const event = waiting.shift()
          if (event === null) listeners.delete(listener)
          else if (event !== undefined) await stream.writeSSE({ data: JSON.stringify(event) })
          else if (!(await woken((resolve) => (wake = resolve)))) await stream.writeSSE({ event: 'beat', data: '{}' })
        }
      }),
    close: () => {
      for (const listener of listeners) listener(null)
    },
  }
}

/** True when woken, false when nothing came for a while. */
function woken(give: (wake: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), beatMs)
    give(() => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}
