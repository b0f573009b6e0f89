import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDataDirectory } from './data-directory.ts'
import { addressIn, socketIn } from './data-lock.ts'

let root: string
const children: ChildProcess[] = []
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'desirepath-data-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(root, { recursive: true, force: true })
})

/** Another process that opens the directory, prints "held" or the error, and stays. */
async function otherProcess(path: string, after = ''): Promise<{ child: ChildProcess; said: string }> {
  const script = `
    import { openDataDirectory } from ${JSON.stringify(new URL('./data-directory.ts', import.meta.url).href)}
    try {
      const data = await openDataDirectory(${JSON.stringify(path)}, 'desirepath serve')
      ${after}
      console.log('held')
      setInterval(() => {}, 1000)
    } catch (error) { console.log(error.code + ': ' + error.message) }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const [chunk] = await once(child.stdout as NodeJS.ReadableStream, 'data')
  return { child, said: String(chunk).trim() }
}

describe('a data directory', () => {
  it('is made when missing, and opened again after it was released', async () => {
    const path = join(root, 'a', 'b')
    const first = await openDataDirectory(path, 'desirepath import')
    expect(first).toMatchObject({ path, documents: join(path, 'documents'), events: join(path, 'events') })
    await first.release()
    expect(await readdir(path)).toEqual(['format.json'])
    await (await openDataDirectory(path, 'desirepath import')).release()
  })

  it('tells a second process who holds it and what to do', async () => {
    const path = join(root, 'data')
    const { child } = await otherProcess(path, "await data.announce({ address: 'http://127.0.0.1:4000', socket: '/run/socket' })")
    const failure = await openDataDirectory(path, 'desirepath import').catch((error) => error)
    expect(failure.code).toBe('locked')
    expect([addressIn(failure), socketIn(failure)]).toEqual(['http://127.0.0.1:4000', '/run/socket'])
    expect(failure.message).toMatch(
      new RegExp(
        `held by "desirepath serve" \\(process ${child.pid}, since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC, at http://127.0.0.1:4000\\): use it there, stop it, or use another --data`,
      ),
    )
  })

  it('is refused twice within one process', async () => {
    const held = await openDataDirectory(join(root, 'data'), 'desirepath demo')
    await expect(openDataDirectory(join(root, 'data'), 'desirepath demo')).rejects.toMatchObject({ code: 'locked' })
    await held.release()
  })

  it('is taken over after kill -9', async () => {
    const path = join(root, 'data')
    const { child } = await otherProcess(path)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const taken = await openDataDirectory(path, 'desirepath import')
    await taken.release()
    expect(await readdir(path)).toEqual(['format.json'])
  })

  it('is taken over when another process now has the number of the dead one', async () => {
    const path = join(root, 'data')
    await (await openDataDirectory(path, 'x')).release()
    const holder = {
      id: 'old',
      pid: process.pid,
      started: 'long ago',
      host: (await import('node:os')).hostname(),
      command: 'x',
      since: '2026-01-01',
    }
    await writeFile(join(path, 'lock.json'), JSON.stringify(holder))
    await (await openDataDirectory(path, 'x')).release()
  })

  it('is taken over from a lock file cut off in the middle', async () => {
    const path = join(root, 'data')
    await (await openDataDirectory(path, 'x')).release()
    await writeFile(join(path, 'lock.json'), '{"pid":')
    await (await openDataDirectory(path, 'x')).release()
  })

  it('is taken over from another machine only after two silent minutes', async () => {
    const path = join(root, 'data')
    await (await openDataDirectory(path, 'x')).release()
    const lock = join(path, 'lock.json')
    const since = new Date().toISOString()
    await writeFile(
      lock,
      JSON.stringify({ id: 'far', pid: 1, started: null, host: 'elsewhere', command: 'desirepath serve', since, address: null }),
    )
    await expect(openDataDirectory(path, 'x')).rejects.toThrow(/process 1 on elsewhere.*delete .*lock\.json/)
    await utimes(lock, new Date(), new Date(Date.now() - 121_000))
    await (await openDataDirectory(path, 'x')).release()
  })

  it('is held by exactly one of many that race for a stale lock', async () => {
    const path = join(root, 'data')
    await (await openDataDirectory(path, 'x')).release()
    await writeFile(join(path, 'lock.json'), 'rubbish')
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => openDataDirectory(path, 'x')))
    const winners = results.filter((result) => result.status === 'fulfilled')
    expect(winners).toHaveLength(1)
    for (const result of results) if (result.status === 'rejected') expect(result.reason.code).toBe('locked')
    await winners[0]?.value.release()
  })

  it('refuses what a newer program wrote, and lets go of it', async () => {
    const path = join(root, 'data')
    await (await openDataDirectory(path, 'x')).release()
    await writeFile(join(path, 'format.json'), '{"format":7}')
    await expect(openDataDirectory(path, 'x')).rejects.toMatchObject({
      code: 'newerSchema',
      message:
        'this data directory was written by a newer Desirepath (format 7, this program knows 1): update the program or use another --data',
    })
    expect(await readdir(path)).toEqual(['format.json'])
  })

  it('refuses a folder of other files, a file, and a broken format file', async () => {
    await writeFile(join(root, 'thesis.txt'), 'years of work')
    await expect(openDataDirectory(root, 'x')).rejects.toThrow('holds other files (thesis.txt)')
    await expect(openDataDirectory(join(root, 'thesis.txt'), 'x')).rejects.toThrow('is a file: name a folder')
    await (await openDataDirectory(join(root, 'data'), 'x')).release()
    await writeFile(join(root, 'data', 'format.json'), 'oops')
    await expect(openDataDirectory(join(root, 'data'), 'x')).rejects.toThrow('holds "oops", not {"format":1}')
    expect(await readFile(join(root, 'thesis.txt'), 'utf8')).toBe('years of work')
  })
})
