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

it('[E3] the order of what stands on the left of a join is that of the arrays made of it, which a swap of its sides would lose', async () => {
  await store.run('CREATE TABLE ordered (k String, at Int64) ENGINE = MergeTree ORDER BY (k, at)')
  for (const part of [2, 1, 0])
    await store.run(`INSERT INTO ordered SELECT toString(intDiv(number, 5)), number % 5 * 10 + ${part} FROM numbers(50)`)
  const joined = `SELECT k, groupArray(at) AS times FROM (SELECT * FROM ordered ORDER BY k, at) AS e
    LEFT JOIN (SELECT toString(number) AS k, 'x' AS v FROM numbers(90000)) AS p ON p.k = e.k GROUP BY k`
  const wrong = async (settings: string) =>
    (await store.rows<{ wrong: number }>(`SELECT count() AS wrong FROM (${joined}) WHERE times != arraySort(times) ${settings}`))[0]?.wrong
  expect(await wrong("SETTINGS query_plan_join_swap_table = 'true'")).toBeGreaterThan(0)
  expect(await wrong('')).toBe(0)
  expect(await store.rows(`SELECT getSetting('query_plan_join_swap_table') AS swap`)).toEqual([{ swap: false }])
})
