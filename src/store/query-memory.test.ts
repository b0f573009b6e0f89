import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openEventStore } from './chdb-store.ts'
import type { EventStore } from './event-store.ts'

let store: EventStore
const folder = mkdtempSync(join(tmpdir(), 'desirepath-memory-'))
beforeAll(async () => {
  store = await openEventStore({ path: folder, maxMemory: 300 * 2 ** 20 })
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const greedy = 'SELECT length(groupArray(number)) AS n FROM numbers(100000000)'

it('a question that needs more memory than it may use ends with the way out, and the next is answered', async () => {
  await expect(store.rows(greedy)).rejects.toThrow('needs more memory for this than queries may use')
  expect(await store.rows('SELECT 1 AS one')).toEqual([{ one: 1 }])
})

it('large groups and sorts go to disk instead', async () => {
  const groups = 'SELECT count() AS n FROM (SELECT number FROM numbers(12000000) GROUP BY number)'
  expect(await store.rows(groups)).toEqual([{ n: 12_000_000 }])
})
