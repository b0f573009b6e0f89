import { expect, it } from 'vitest'
import { sharedWork } from './shared-work.ts'

/** Work that ends when it is let go, or fails when nobody waits for it; and how often it began and was given up. */
function heldWork() {
  const counts = { begun: 0, givenUp: 0 }
  const held = Promise.withResolvers<string>()
  const work = async (signal: AbortSignal) => {
    counts.begun += 1
    const given = Promise.withResolvers<never>()
    signal.addEventListener('abort', () => {
      counts.givenUp += 1
      given.reject(new Error('given up'))
    })
    return Promise.race([held.promise, given.promise])
  }
  return { counts, work, end: held.resolve, fail: held.reject }
}

it('several who wait for the same share one work; one who leaves is told at once, and takes it from nobody', async () => {
  const { share } = sharedWork()
  const { counts, work, end } = heldWork()
  const leaver = new AbortController()
  const [first, second, third] = [
    share('a', leaver.signal, work),
    share('a', new AbortController().signal, work),
    share('a', undefined, work),
  ]
  leaver.abort()
  await expect(first).rejects.toMatchObject({ code: 'cancelled' })
  end('figures')
  expect(await Promise.all([second, third])).toEqual(['figures', 'figures'])
  expect(counts).toEqual({ begun: 1, givenUp: 0 })
})

it('work ends when the last one has left, and whoever asks after that begins it anew', async () => {
  const { share } = sharedWork()
  const { counts, work } = heldWork()
  const leavers = [new AbortController(), new AbortController()]
  const asked = leavers.map(({ signal }) => share('a', signal, work))
  leavers[0]?.abort()
  await expect(asked[0]).rejects.toMatchObject({ code: 'cancelled' })
  expect(counts.givenUp).toBe(0)
  leavers[1]?.abort()
  await expect(asked[1]).rejects.toMatchObject({ code: 'cancelled' })
  expect(counts.givenUp).toBe(1)

  const again = heldWork()
  const next = share('a', undefined, again.work)
  again.end('new')
  expect(await next).toBe('new')
  expect([counts.begun, again.counts.begun]).toEqual([1, 1])
})

it('a failure is told to all who wait, and is not kept; other keys are other work; who left before asking begins nothing', async () => {
  const { share } = sharedWork()
  const broken = heldWork()
  const both = [share('a', undefined, broken.work), share('a', undefined, broken.work)]
  broken.fail('no memory' as unknown as Error)
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await share('a', undefined, async () => 'fine')).toBe('fine')
  expect(await Promise.all([share('b', undefined, async () => 1), share('c', undefined, async () => 2)])).toEqual([1, 2])
  const never = heldWork()
  await expect(share('d', AbortSignal.abort(), never.work)).rejects.toMatchObject({ code: 'cancelled' })
  expect(never.counts.begun).toBe(0)
})
