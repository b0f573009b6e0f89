import { describe, expect, it } from 'vitest'
import { AppError } from '../core/error.ts'
import { journeyMap, refreshStateOf, runLine, witness } from './fake-app.test-support.ts'

const running = refreshStateOf({ version: 4, state: 'running', step: 'assigning', share: 0.456, seconds: 7.9 })

describe('refresh', () => {
  it('waits, says how far it is, and what there is at the end', async () => {
    const seen = witness({
      refresh: async (_, how) => how?.onProgress?.(running),
      refreshState: async () => refreshStateOf({ version: 4 }),
    })
    expect(await runLine('refresh b2b', seen)).toBe(0)
    expect(seen.err).toBe('Version 4 is being computed. finding the stages, 45 %, 7 s\n')
    expect(seen.out).toBe('Journey b2b: the figures of version 4 hold all that is known.\n')
  })

  it('is stopped by Ctrl-C with exit code 7', async () => {
    const stopped = Promise.withResolvers<void>()
    const seen = witness({
      refresh: async () => {
        seen.interrupt()
        await stopped.promise
      },
      cancelRefresh: async () => stopped.reject(new AppError('cancelled', 'The refresh of "b2b" was stopped.')),
    })
    expect(await runLine('refresh b2b', seen)).toBe(7)
    expect(seen.err).toContain('Stopping')
    expect(seen.asked.map(({ name }) => name)).toContain('cancelRefresh')
  })

  it('--cancel stops that of a server, and says what stands and how to go on', async () => {
    const cancelled = refreshStateOf({ version: 4, state: 'cancelled' })
    const seen = witness({ cancelRefresh: async () => {}, refreshState: async () => cancelled })
    expect(await runLine('refresh b2b --cancel', seen)).toBe(0)
    expect(seen.out).toBe(
      'The refresh was stopped. You see version 3, not version 4. desirepath refresh b2b computes it, and so does the next import.\n',
    )
  })
})

describe('figures that stand', () => {
  it('are said to be those of an earlier version, and --wait waits for the newest', async () => {
    const seen = witness({ map: async () => journeyMap(), refreshState: async () => running })
    expect(await runLine('figures b2b', seen)).toBe(0)
    expect(seen.err).toBe('Version 4 is being computed. Until then you see version 3. With --wait you get the newest.\n')

    const waiting = witness({ map: async () => journeyMap(), refresh: async () => {} })
    expect(await runLine('figures b2b --wait', waiting)).toBe(0)
    expect(waiting.asked.map(({ name }) => name).filter((name) => name === 'refresh' || name === 'map')).toEqual(['refresh', 'map'])
    expect(waiting.err).toBe('')
  })

  it.each([
    ['subjects b2b --stage look', 'subjects'],
    ['paths b2b', 'paths'],
    ['paths b2b --cases all', 'pathCases'],
    ['compare b2b --a plan=pro', 'compareSlices'],
  ])('also behind %s', async (line, method) => {
    const answers = { [method]: async () => ({}) as never, refresh: async () => {} }
    const seen = witness({ ...answers, refreshState: async () => running })
    expect(await runLine(`${line} --json`, seen)).toBe(0)
    expect(seen.err).toContain('With --wait you get the newest.')

    const waiting = witness(answers)
    expect(await runLine(`${line} --json --wait`, waiting)).toBe(0)
    expect(waiting.asked.map(({ name }) => name).filter((name) => name === 'refresh' || name === method)).toEqual(['refresh', method])
  })
})
