import { expect, it } from 'vitest'
import type { Journey } from '../model/journey.ts'
import type { JourneyVersion } from '../store/document-journeys.ts'
import type { Refresh } from '../store/document-refreshes.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import { refreshQueue } from './refresh-queue.ts'

const version = { versionId: 1, journey: { subjectType: 'contact', stages: [], value: null } as Partial<Journey> } as JourneyVersion

/** A queue over stores without any event; the clock shows `clock.now`, and no refresh ends before `letGo`. */
function heldQueue() {
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const saved: Refresh[] = []
  const clock = { now: 100 }
  const documents = {
    refreshes: { save: async (refresh: Refresh) => void saved.push(refresh), get: async () => saved.at(-1) ?? null },
    sources: { list: async () => [] },
    journeys: { versions: async () => [] },
  } as unknown as DocumentStore
  const store = { run: async () => {}, rows: async () => [], insert: async () => {} } as unknown as EventStore
  const openEvents = async () => {
    await held
    return store
  }
  return {
    queue: refreshQueue(documents, openEvents, () => clock.now),
    clock,
    letGo,
    begun: () => saved.filter(({ state }) => state === 'running'),
  }
}

it('a refresh that began before the newest events is not joined, one that waits or began after them is', async () => {
  const { queue, clock, letGo, begun } = heldQueue()
  const first = queue.refresh(version)
  await new Promise((resolve) => setTimeout(resolve, 5))
  clock.now = 200

  const [sameEvents, afterImport, again] = [queue.refresh(version, 90), queue.refresh(version, 150), queue.refresh(version)]
  letGo()

  expect(await sameEvents).toBe(await first)
  expect(await again).toBe(await afterImport)
  expect((await first).startedAt).toBe(100)
  expect((await afterImport).startedAt).toBe(200)
  expect(begun()).toHaveLength(2)
})

it('a kept refresh that began before the newest events is stale, whenever it ended', async () => {
  const { queue, clock, letGo } = heldQueue()
  const done = queue.refresh(version)
  await new Promise((resolve) => setTimeout(resolve, 5))
  clock.now = 200
  letGo()
  await done
  expect(await queue.kept(version, 150)).toBeNull()
  expect(await queue.kept(version, 100)).toMatchObject({ startedAt: 100, refreshedAt: 200 })
})
