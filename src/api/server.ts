import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import type { App } from '../app/app.ts'
import { AppError } from '../core/error.ts'
import { type AppSocket, openAppSocket } from './app-socket.ts'
import { addCampaignRoutes } from './campaign-routes.ts'
import { closeServer } from './close-server.ts'
import { addContactRoutes } from './contact-routes.ts'
import { addDataSetRoutes } from './data-set-routes.ts'
import { addDraftRoutes } from './draft-routes.ts'
import { addEditorRoutes } from './editor-routes.ts'
import { answerFailure } from './failure.ts'
import { guard, securityHeaders } from './guard.ts'
import { addImportRoutes } from './import-routes.ts'
import { addJourneyRoutes } from './journey-routes.ts'
import { createLive } from './live.ts'
import { addMapRoutes } from './map-routes.ts'
import { addPageRoutes } from './page-routes.ts'
import { addProgrammeAuditRoutes } from './programme-audit-routes.ts'
import { addProgrammeDesignRoutes } from './programme-design-routes.ts'
import { addProgrammeExportRoutes } from './programme-export-routes.ts'
import { addProgrammeReplayRoutes } from './programme-replay-routes.ts'
import { addProgrammeRoutes } from './programme-routes.ts'
import { addRefreshRoutes } from './refresh-routes.ts'
import { createRpc, type Rpc } from './rpc-routes.ts'
import { runningImports } from './running-imports.ts'
import { addSegmentRoutes } from './segment-routes.ts'
import { addTestSendRoutes } from './test-send-routes.ts'
import { addUploadRoutes } from './upload-routes.ts'

/** Where to listen, and what else to offer. `port` 0 asks the system for a free one; `webRoot` is the folder of the built page, null for none. */
export interface ServerOptions {
  port: number
  host?: string
  webRoot?: string | null
  /** Takes commands of other processes for the application on this data directory: on a socket in it, and with a key over the address. */
  commands?: { data: string; ownKey: string | null }
}

/** A running server: its address and its socket for commands, and how to end it and every open connection. */
export interface RunningServer {
  url: string
  socket: string | null
  close(): Promise<void>
}

/** Serves an application's JSON routes and its page over HTTP, on loopback unless told otherwise. Fails with `conflict` when the port is taken. */
export async function startServer(app: App, options: ServerOptions): Promise<RunningServer> {
  const host = options.host ?? '127.0.0.1'
  const live = createLive()
  const hono = new Hono()
  hono.onError(answerFailure)
  hono.use(async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(securityHeaders)) context.header(name, value)
  })
  hono.use(guard(host))
  addJourneyRoutes(hono, app, live)
  const stopWatching = addRefreshRoutes(hono, app, live)
  addContactRoutes(hono, app, live)
  addCampaignRoutes(hono, app, live)
  addSegmentRoutes(hono, app, live)
  addProgrammeRoutes(hono, app, live)
  addEditorRoutes(hono, app, live)
  const imports = runningImports(live)
  addImportRoutes(hono, app, live, imports)
  addUploadRoutes(hono, app, imports)
  addDataSetRoutes(hono, app, live, imports)
  addDraftRoutes(hono, app)
  const { commands } = options
  const rpc = createRpc(app, live)
  if (commands !== undefined) hono.route('/', rpc.through({ host, ...commands }))
  addMapRoutes(hono, app)
  addProgrammeAuditRoutes(hono, app)
  addProgrammeDesignRoutes(hono, app)
  addProgrammeExportRoutes(hono, app)
  addTestSendRoutes(hono, app)
  addProgrammeReplayRoutes(hono, app)
  hono.all('/api/*', (context) => {
    throw new AppError('notFound', `There is no route ${context.req.method} ${context.req.path}.`)
  })
  addPageRoutes(hono, options.webRoot ?? null)

  const server = createAdaptorServer({ fetch: hono.fetch }) as Server
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, host, options.port)))
    server.listen(options.port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : options.port)
    })
  })
  const socket = commands === undefined ? null : await openSocket(rpc, commands.data, server)
  return {
    url: `http://${nameOf(host)}:${port}`,
    socket: socket?.path ?? null,
    close: async () => {
      stopWatching()
      live.close()
      await rpc.close()
      await socket?.close()
      await imports.close()
      await closeServer(server)
    },
  }
}

/** The host as it stands in an address that can be opened on this machine. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}

async function openSocket(rpc: Rpc, data: string, server: { close(): unknown }): Promise<AppSocket> {
  const hono = rpc.through('socket')
  hono.onError(answerFailure)
  try {
    return await openAppSocket(hono.fetch, data)
  } catch (error) {
    server.close()
    throw error
  }
}

function listenFailure(error: Error, host: string, port: number): AppError {
  const code = 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE')
    return new AppError('conflict', `Port ${port} on ${host} is taken. Choose another with --port, or --port 0 for any free one.`)
  if (code === 'EACCES') return new AppError('usage', `Port ${port} may not be used by you. Choose one above 1024 with --port.`)
  return new AppError('internal', `The server cannot listen on ${host}:${port}: ${error.message}`, null, error)
}
