import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAppSocket } from '../api/app-socket.ts'
import { createLive } from '../api/live.ts'
import { createRpc } from '../api/rpc-routes.ts'
import type { App } from '../app/app.ts'
import { openRemoteApp } from '../app/remote-app.ts'

/** The same application as another process sees it: asked through the socket of a server, which ends when it is closed. */
export async function servedApp(app: App): Promise<App> {
  const data = await mkdtemp(join(tmpdir(), 'desirepath-served-'))
  const rpc = createRpc(app, createLive())
  const socket = await openAppSocket(rpc.through('socket').fetch, data)
  const remote = await openRemoteApp({ socket: socket.path })
  return {
    ...remote,
    close: async () => {
      await remote.close()
      await rpc.close()
      await socket.close()
      await app.close()
      await rm(data, { recursive: true })
    },
  }
}
