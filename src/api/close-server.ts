import type { Server } from 'node:http'

/** Milliseconds in which answers that are written may still leave. */
const lastWordsMs = 1000

/** Takes no more requests, lets the answers under way leave, and cuts what is left then. */
export async function closeServer(server: Pick<Server, 'close' | 'closeIdleConnections' | 'closeAllConnections'>): Promise<void> {
  await new Promise<void>((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), lastWordsMs)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}
