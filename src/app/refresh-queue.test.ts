import { expect, it } from 'vitest'
import type { Journey } from '../model/journey.ts'
import type { JourneyVersion } from '../store/document-journeys.ts'
import type { Refresh } from '../store/document-refreshes.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import { refreshQueue } from './refresh-queue.ts'

const version = {
  versionId: 1,
  journeyId: 'j',
  number: 1,
  journey: { subjectType: 'contact', stages: [], value: null } as Partial<Journey>,
} as JourneyVersion

/** A queue over stores without any event; the clock shows `clock.now`, and no refresh ends before `letGo`. */
function heldQueue() {
  const held = Promise.withResolvers<void>()
  const saved: Refresh[] = []
  const clock = { now: 100 }
  const documents = {
    refreshes: { save: async (refresh: Refresh) => void saved.push(refresh), get: async () => saved.at(-1) ?? null },
    sources: { list: async () => [] },
    journeys: { versions: async () => [version], current: async () => version },
  } as unknown as DocumentStore
  const store = { run: async () => {}, rows: async () => [], insert: async () => {} } as unknown as EventStore
  const openEvents = async () => {
    await held.promise
    return store
  }
  const queue = refreshQueue(documents, openEvents, () => clock.now)
  const begun = () => saved.filter(({ state }) => state === 'complete').length
  return { queue, clock, letGo: () => held.resolve(), begun }
}

const aMoment = () => new Promise((resolve) => setTimeout(resolve, 5))

it('[L5] a refresh that began before the newest events is not joined, one that waits or began after them is', async () => {
  const { queue, clock, letGo, begun } = heldQueue()
  const first = queue.refresh('j')
  await aMoment()
  clock.now = 200

  const [sameEvents, afterImport, again] = [queue.refresh('j', 90), queue.refresh('j', 150), queue.refresh('j')]
  letGo()

  expect(await sameEvents).toBe(await first)
  expect(await again).toBe(await afterImport)
  expect((await afterImport) === (await first)).toBe(false)
  expect(begun()).toBe(2)
})

it('[L5] a kept refresh that began before the newest events is stale, whenever it ended', async () => {
  const { queue, clock, letGo } = heldQueue()
  letGo()
  await queue.refresh('j')
  clock.now = 200
  expect(await queue.kept(version, 150)).toBeNull()
  expect(await queue.kept(version, 100)).toMatchObject({ startedAt: 100 })
})

it('[L5] one that waits behind another is stopped at once, and the other goes on', async () => {
  const { queue, clock, letGo, begun } = heldQueue()
  const first = queue.refresh('j')
  await aMoment()
  clock.now = 200
  const second = queue.refresh('k')
  expect(queue.progress('k')).toMatchObject({ state: 'waiting' })
  queue.cancel('k')
  await expect(second).rejects.toMatchObject({ code: 'cancelled' })
  expect(queue.ended('k')).toMatchObject({ state: 'cancelled' })
  letGo()
  await first
  expect(begun()).toBe(1)
  expect(queue.ended('j')).toBeNull()
})

it('[L5] when the program ends, what waits is given up and nothing new begins', async () => {
  const { queue, letGo } = heldQueue()
  const first = queue.refresh('j').catch((error: { code: string }) => error.code)
  await aMoment()
  const second = queue.refresh('k')
  const closing = queue.close()
  letGo()
  await closing
  await expect(second).rejects.toMatchObject({ code: 'cancelled' })
  await expect(queue.refresh('j')).rejects.toMatchObject({ code: 'cancelled' })
  await first
})
