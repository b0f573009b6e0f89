import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fixtureApp } from '../../test/fixtures/fixture-app.ts'
import type { App } from '../app/app.ts'
import { callPaths, callType } from '../app/app-call.ts'
import { openRemoteApp } from '../app/remote-app.ts'
import { makeKey } from '../app/server-key.ts'
import { AppError } from '../core/error.ts'
import type { ImportRecord } from '../model/import-record.ts'
import { openAppSocket } from './app-socket.ts'
import { createLive } from './live.ts'
import { createRpc } from './rpc-routes.ts'
import { type RunningServer, startServer } from './server.ts'

let data: string
let key: string
let server: RunningServer | null = null
const others: Server[] = []
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'desirepath-rpc-'))
  key = await makeKey(data)
})
afterEach(async () => {
  await server?.close()
  server = null
  for (const other of others.splice(0)) {
    other.closeAllConnections()
    other.close()
  }
  rmSync(data, { recursive: true })
})

const whole = { where: {} }
const record = { file: 'x', rows: 1 } as ImportRecord

async function serve(changes: Partial<App> = {}, { host = '127.0.0.1', ownKey = null as string | null } = {}): Promise<URL> {
  server = await startServer({ ...fixtureApp({ subjects: 100 }), ...changes }, { port: 0, host, commands: { data, ownKey } })
  return new URL(server.url)
}

function socketOf(): { socket: string } {
  if (server?.socket == null) throw new Error('there is no socket')
  return { socket: server.socket }
}

/** Sends a call as a program of its own would. */
function call(url: URL, method: string, given: unknown[], changes: object = {}, headers: object = {}): Promise<Response> {
  const body = { id: randomUUID(), version: '0.1.0', method, given, told: [], stopped: false, files: [], ...changes }
  return fetch(new URL(callPaths.call, url), {
    method: 'POST',
    headers: { 'content-type': callType, ...headers },
    body: `${JSON.stringify(body)}\n`,
  })
}

describe('the key', () => {
  it('is kept as a hash that only the user can read', () => {
    const file = join(data, 'key.json')
    expect(readFileSync(file, 'utf8')).not.toContain(key.slice(3))
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(key).toMatch(/^dp_[\w-]{43}$/)
  })

  it('is needed on this machine for what changes something, and not for reading', async () => {
    const url = await serve()
    const reader = await openRemoteApp({ url, key: null })
    expect(await reader.journeys()).toHaveLength(1)
    await expect(reader.refresh('b2b')).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('needs a key') })
    const writer = await openRemoteApp({ url, key })
    expect(await writer.refresh('b2b')).toBeUndefined()
  })

  it('is needed for everything where others can reach the server', async () => {
    const url = await serve({}, { host: '0.0.0.0' })
    await expect(openRemoteApp({ url, key: null })).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('needs a key'),
    })
    expect((await call(url, 'journeys', [])).status).toBe(403)
    expect(await (await openRemoteApp({ url, key })).journeys()).toHaveLength(1)
  })

  it('is refused when it is wrong or was replaced', async () => {
    const url = await serve()
    const wrong = { code: 'forbidden', message: expect.stringContaining('not the one of this server') }
    await expect(openRemoteApp({ url, key: `${key.slice(0, -1)}!` })).rejects.toMatchObject(wrong)
    const app = await openRemoteApp({ url, key })
    const next = await makeKey(data)
    await expect(app.journeys()).rejects.toMatchObject(wrong)
    expect(await (await openRemoteApp({ url, key: next })).journeys()).toHaveLength(1)
  })

  it('may also be one that the server was given', async () => {
    const own = 'a-key-of-our-own-with-enough-characters'
    const url = await serve({}, { ownKey: own })
    for (const good of [own, key]) await (await openRemoteApp({ url, key: good })).refresh('b2b')
    await expect(openRemoteApp({ url, key: `${own}.` })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('does not help a page of another site', async () => {
    const url = await serve()
    const headers = { authorization: `Bearer ${key}` }
    expect((await call(url, 'journeys', [], {}, { ...headers, origin: 'https://evil.example' })).status).toBe(403)
    expect((await call(url, 'journeys', [], {}, { ...headers, 'content-type': 'text/plain' })).status).toBe(400)
    expect((await call(url, 'journeys', [], {}, headers)).status).toBe(200)
  })
})

describe('the socket', () => {
  it('is for its user alone, and goes with the server', async () => {
    await serve()
    const { socket } = socketOf()
    expect(dirname(dirname(socket))).toBe(data)
    expect(statSync(dirname(socket)).mode & 0o777).toBe(0o700)
    expect(statSync(socket).mode & 0o777).toBe(0o600)
    await server?.close()
    server = null
    expect(existsSync(socket)).toBe(false)
  })

  it('takes the place of one that a killed server left, and of a path that is too long a short one', async () => {
    mkdirSync(join(data, 'socket'))
    writeFileSync(join(data, 'socket', 'commands'), '')
    const rpc = createRpc(fixtureApp(), createLive())
    const { fetch } = rpc.through('socket')
    const first = await openAppSocket(fetch, data)
    expect(await (await openRemoteApp({ socket: first.path })).journeys()).toHaveLength(1)
    await first.close()
    const deep = join(data, 'deep'.repeat(40))
    mkdirSync(deep)
    const second = await openAppSocket(fetch, deep, data)
    expect(dirname(dirname(second.path))).toBe(data)
    expect(statSync(dirname(second.path)).mode & 0o777).toBe(0o700)
    expect(await (await openRemoteApp({ socket: second.path })).journeys()).toHaveLength(1)
    await second.close()
    expect(existsSync(dirname(second.path))).toBe(false)
  })

  it('of another user is not spoken to', async () => {
    await serve()
    const { socket } = socketOf()
    const me = process.getuid
    process.getuid = () => 4711
    try {
      await expect(openRemoteApp({ socket })).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('another user') })
    } finally {
      process.getuid = me
    }
    expect(await (await openRemoteApp({ socket })).journeys()).toHaveLength(1)
  })
})

describe('a call', () => {
  it('answers as the application does, errors with code, message and details', async () => {
    const app = fixtureApp({ subjects: 100 })
    const details = { near: ['b2b'] }
    const url = await serve({
      stage: async () => {
        throw new AppError('notFound', 'no stage "x"', details)
      },
      funnel: async () => {
        throw new TypeError('x is not a function')
      },
    })
    const remotes = [await openRemoteApp(socketOf()), await openRemoteApp({ url, key })]
    for (const remote of remotes) {
      expect(await remote.map('b2b', whole)).toEqual(await app.map('b2b', whole))
      expect(await remote.timeline('account', 'acc-00001', null)).toEqual(await app.timeline('account', 'acc-00001', null))
      await expect(remote.stage('b2b', 'x', whole)).rejects.toMatchObject({ code: 'notFound', message: 'no stage "x"', details })
    }
    await expect(remotes[0]?.funnel('b2b', whole)).rejects.toMatchObject({ code: 'internal', message: 'x is not a function' })
    await expect(remotes[1]?.funnel('b2b', whole)).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('Something went wrong'),
    })
  })

  it('with arguments that the method does not take is refused', async () => {
    const url = await serve()
    const text = async (answer: Promise<Response>) => (await answer).text()
    expect(await text(call(url, 'map', ['b2b', { where: {}, evil: 1 }]))).toContain('The call is not understood')
    expect(await text(call(url, 'close', []))).toContain('knows no method')
    expect(await text(call(url, 'constructor', []))).toContain('knows no method')
    expect(await text(call(url, 'journeys', [], { version: '9.9.9' }))).toContain('of Desirepath 9.9.9, the server that runs is of 0.1.0')
  })

  it('tells a program of another version which is which', async () => {
    const url = await serve()
    const refused = { code: 'conflict', message: expect.stringMatching(/command is of Desirepath 0\.0\.7, .* of 0\.1\.0: stop the server/) }
    await expect(openRemoteApp({ url, key }, '0.0.7')).rejects.toMatchObject(refused)
    await expect(openRemoteApp(socketOf(), '0.0.7')).rejects.toMatchObject(refused)
  })
})

describe('a file', () => {
  it('is named over the socket, and sent over an address, and the answer names the file of the one who asked', async () => {
    const seen: { path: string; text: string }[] = []
    const importFile: App['importFile'] = async ({ path, onProgress, onUnderstood }) => {
      seen.push({ path, text: readFileSync(path, 'utf8') })
      onUnderstood?.(['Each row is one deal.'])
      onProgress?.({ ...record, file: path })
      return { ...record, file: path }
    }
    const imports = async () => [{ ...record, file: seen.at(-1)?.path ?? '' }]
    const url = await serve({ importFile, imports })
    const path = join(data, 'deals "x".csv')
    const text = 'a;ü\n'.repeat(100_000)
    writeFileSync(path, text)
    for (const place of [socketOf(), { url, key }]) {
      const news: unknown[] = []
      const remote = await openRemoteApp(place)
      const request = {
        path,
        source: null,
        mapping: null,
        onProgress: (one: ImportRecord) => news.push(one.file),
        onUnderstood: (one: readonly string[]) => news.push(one),
      }
      expect(await remote.importFile(request)).toMatchObject({ file: path })
      expect(news).toEqual([['Each row is one deal.'], path])
      expect(seen.at(-1)?.text === text).toBe(true)
    }
    expect(seen[0]?.path).toBe(path)
    expect(seen[1]?.path).toMatch(/desirepath-upload-.*\/deals _x_\.csv$/)
    expect((await (await openRemoteApp({ url, key })).imports())[0]?.file).toBe('deals _x_.csv')
    expect(existsSync(dirname(dirname(seen[1]?.path ?? '')))).toBe(false)
  })

  it('on the server cannot be named over an address', async () => {
    const read: string[] = []
    const url = await serve({
      importFile: async ({ path }) => {
        read.push(path)
        return record
      },
    })
    const headers = { authorization: `Bearer ${key}` }
    const given = [{ path: '/etc/passwd', source: null, mapping: null }]
    expect((await call(url, 'importFile', given, {}, headers)).status).toBe(400)
    const elsewhere = { files: [{ at: [0, 'source'], index: null, name: 'x', bytes: 1 }] }
    expect((await call(url, 'importFile', given, elsewhere, headers)).status).toBe(400)
    const cutOff = { files: [{ at: [0, 'path'], index: null, name: 'x', bytes: 10 }] }
    expect(await (await call(url, 'importFile', given, cutOff, headers)).text()).toContain('broke off')
    expect(read).toEqual([])
  })

  it('that may not be read is told before anything is sent', async () => {
    const url = await serve()
    const remote = await openRemoteApp({ url, key })
    await expect(remote.importFile({ path: '/nowhere.csv', source: null, mapping: null })).rejects.toMatchObject({ code: 'usage' })
  })
})

describe('the end', () => {
  const untilStopped: App['importFile'] = ({ signal }) =>
    new Promise((resolve) => {
      const stop = () => resolve({ ...record, state: 'cancelled' })
      if (signal?.aborted) stop()
      signal?.addEventListener('abort', stop)
    })
  const request = { path: import.meta.filename, source: null, mapping: null }

  it.each(['socket', 'address'])('a call is stopped over the %s, and still answers', async (kind) => {
    const url = await serve({ importFile: untilStopped })
    const remote = await openRemoteApp(kind === 'socket' ? socketOf() : { url, key })
    const before = new AbortController()
    before.abort()
    const early = remote.importFile({ ...request, signal: before.signal })
    // A file that was not sent was not read: there is no import to tell of.
    await (kind === 'socket'
      ? expect(early).resolves.toMatchObject({ state: 'cancelled' })
      : expect(early).rejects.toMatchObject({ code: 'cancelled' }))
    const during = new AbortController()
    setTimeout(() => during.abort(), 50)
    expect(await remote.importFile({ ...request, signal: during.signal })).toMatchObject({ state: 'cancelled' })
  })

  it('one who goes away stops the import', async () => {
    const stopped = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const url = await serve({
      importFile: (asked) => {
        begun.resolve()
        return untilStopped(asked).finally(stopped.resolve)
      },
    })
    const leave = new AbortController()
    const body = { id: randomUUID(), version: '0.1.0', method: 'importFile', told: [], stopped: false }
    const line = JSON.stringify({ ...body, given: [request], files: [{ at: [0, 'path'], index: null, name: 'x', bytes: 1 }] })
    const headers = { 'content-type': callType, authorization: `Bearer ${key}` }
    const sent = fetch(new URL(callPaths.call, url), { method: 'POST', headers, body: `${line}\nx`, signal: leave.signal })
    await begun.promise
    leave.abort()
    await sent.then((answer) => answer.text()).catch(() => {})
    await stopped.promise
  })

  it('a server that ends cancels imports and tells it', async () => {
    await serve({ importFile: untilStopped })
    const remote = await openRemoteApp(socketOf())
    const asked = remote.importFile(request)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await server?.close()
    server = null
    expect(await asked).toMatchObject({ state: 'cancelled' })
    await expect(remote.journeys()).rejects.toMatchObject({ code: 'unreachable', message: expect.stringContaining('nothing answers') })
  })

  it('a server that breaks off is told from one that does not answer, and from something else', async () => {
    const listening = async (other: Server): Promise<URL> => {
      others.push(other)
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
      return new URL(`http://127.0.0.1:${(other.address() as AddressInfo).port}`)
    }
    const dying = await listening(
      createServer((asked, answer) => {
        if (asked.url === callPaths.hello) return answer.end('{"program":"desirepath","version":"0.1.0"}')
        answer.write('\n')
        setTimeout(() => answer.destroy(), 20)
      }),
    )
    const remote = await openRemoteApp({ url: dying, key: null })
    await expect(remote.journeys()).rejects.toMatchObject({ code: 'unreachable', message: expect.stringContaining('stopped before') })
    const quiet = await listening(createServer((_, answer) => void answer.end('<html>')))
    await expect(openRemoteApp({ url: quiet, key: null })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('no Desirepath'),
    })
    const silent = await listening(createServer(() => {}))
    const stuck = { code: 'unreachable', message: expect.stringContaining('takes the question and does not answer') }
    await expect(openRemoteApp({ url: silent, key: null }, '0.1.0', 50)).rejects.toMatchObject(stuck)
    const none = new URL('http://127.0.0.1:1')
    await expect(openRemoteApp({ url: none, key: null })).rejects.toMatchObject({ code: 'unreachable' })
  })
})
