import { expect, it } from 'vitest'
import { workQueue } from './work-queue.ts'

/** A queue whose first work is held; `order` tells what ran after it. */
function heldQueue() {
  const clock = { now: 0 }
  const queue = workQueue(() => clock.now)
  const held = Promise.withResolvers<void>()
  const order: string[] = []
  const all = [queue.add(() => held.promise)]
  const add = (name: string, expectedMs?: number) => {
    all.push(queue.add(async () => void order.push(name), expectedMs))
  }
  const run = async () => {
    held.resolve()
    await Promise.all(all)
    return order
  }
  return { queue, clock, add, run }
}

it('work goes in the order in which it was asked for', async () => {
  const { clock, add, run } = heldQueue()
  for (const name of ['a', 'b', 'c']) {
    clock.now += 1
    add(name)
  }
  expect(await run()).toEqual(['a', 'b', 'c'])
})

it('short work does not wait behind long, which waits no longer for others than it takes itself', async () => {
  const { clock, add, run } = heldQueue()
  add('long', 60_000)
  clock.now = 59_000
  add('short', 100)
  clock.now = 61_000
  add('late', 100)
  expect(await run()).toEqual(['short', 'long', 'late'])
})

it('what is urgent goes before all that waits', async () => {
  const { add, run } = heldQueue()
  add('first')
  add('urgent', Number.NEGATIVE_INFINITY)
  expect(await run()).toEqual(['urgent', 'first'])
})

it('work that fails, or throws at once, tells who asked and holds up nothing', async () => {
  const { queue, add, run } = heldQueue()
  const failing = queue.add(() => {
    throw new Error('broken')
  })
  add('next')
  const ended = expect(failing).rejects.toThrow('broken')
  expect(await run()).toEqual(['next'])
  await ended
})
