import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openEventStore } from './chdb-store.ts'
import type { EventStore } from './event-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'desirepath-kill-'))
let store: EventStore
beforeAll(async () => {
  store = await openEventStore({ path: folder })
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Minutes of one core. */
const slow = 'SELECT count() FROM numbers(20000000000) WHERE sipHash64(number) % 7 = 0 SETTINGS max_threads = 1'

/** How a query ended: `answered`, or the code of its error. */
const endOf = (query: Promise<unknown>) =>
  query.then(
    () => 'answered',
    (error: { code?: string }) => error.code,
  )

/** Seconds of processor that this process uses in the next half second. */
async function processorUsed(): Promise<number> {
  const before = process.cpuUsage()
  await new Promise((resolve) => setTimeout(resolve, 500))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

it('queries that nobody waits for are killed, also where they hold every session, those that wait for one, and those of past days', async () => {
  await store.run('CREATE DATABASE past_kill')
  const past = store.database('past_kill')
  const from = performance.now()
  const abort = new AbortController()
  const asked = [store, store, past, past, store, past, store].map((one) => endOf(one.rows(slow, {}, abort.signal)))
  await new Promise((resolve) => setTimeout(resolve, 300))
  abort.abort()
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['cancelled']))
  expect(performance.now() - from).toBeLessThan(10_000)
  expect(await processorUsed()).toBeLessThan(0.25)
}, 30_000)

it('a query is killed that was given up in the very moment in which it began, and no other', async () => {
  const [left, kept] = [new AbortController(), new AbortController()]
  const given = endOf(store.rows(slow, {}, left.signal))
  const other = endOf(store.rows('SELECT count() FROM numbers(2000000) WHERE sipHash64(number) % 7 = 0', {}, kept.signal))
  setImmediate(() => left.abort())
  expect(await given).toBe('cancelled')
  expect(await other).toBe('answered')
}, 30_000)
