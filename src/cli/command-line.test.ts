import { describe, expect, it } from 'vitest'
import type { App } from '../app/app.ts'
import { AppError } from '../core/error.ts'
import { runLine, witness } from './fake-app.test-support.ts'

describe('help and usage', () => {
  it('names every command, and opens nothing', async () => {
    const seen = witness({})
    expect(await runLine('--help', seen)).toBe(0)
    for (const name of [
      'demo',
      'serve',
      'mapping',
      'import',
      'imports',
      'journey',
      'figures',
      'subjects',
      'timeline',
      'rejects',
      'doctor',
    ]) {
      expect(seen.out).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
    }
    expect(seen.opened).toEqual([])
  })

  it('prints its version', async () => {
    const seen = witness({})
    expect(await runLine('--version', seen)).toBe(0)
    expect(seen.out).toBe('1.2.3\n')
  })

  it.each([
    ['figurs b2b', "unknown command 'figurs'\n(Did you mean figures?)"],
    ['figures', "missing required argument 'journey'"],
    ['figures b2b --from 2026-02-30', 'It is a day like 2026-01-31.'],
    ['figures b2b --anchor intake:2025 --before 36h', 'It is whole days or weeks, like 10d or 8w.'],
    ['figures b2b --where country', 'It is a property and its value, like country=DE.'],
    ['subjects b2b', "required option '--stage <id>' not specified"],
    ['subjects b2b --stage a --limit 0', 'It is a whole number from 1 to 1000000.'],
    [
      'subjects b2b --stage a --outcome still',
      '--outcome "still" is not one of stillIn, advanced, returned, completed, dropped, converted. Did you mean "stillIn"?',
    ],
    ['subjects b2b --stage a --set dropped --outcome dropped', '--set and --outcome name the same thing'],
    ['subjects b2b --stage a --set touchpoint', '--name belongs to --set touchpoint'],
    ['serve --port 99999', 'It is a whole number from 0 to 65535.'],
    ['import nothing.csv', 'there is no file /work/nothing.csv'],
    ['journey validate nothing.yaml', '/work/nothing.yaml cannot be read: there is no such file'],
  ])('exits 2 at: %s', async (line, message) => {
    const seen = witness({})
    expect(await runLine(line, seen)).toBe(2)
    expect(seen.err).toContain(message)
    expect(seen.out).toBe('')
    expect(seen.opened).toEqual([])
  })
})

describe('the data directory', () => {
  const journeys: App['journeys'] = async () => []
  it.each([
    ['journey list', {}, '/work/.desirepath'],
    ['journey list', { DESIREPATH_DATA: '/srv/data' }, '/srv/data'],
    ['journey list', { DESIREPATH_DATA: '' }, '/work/.desirepath'],
    ['--data here journey list', { DESIREPATH_DATA: '/srv/data' }, '/work/here'],
    ['journey list --data /there', {}, '/there'],
  ])('of "%s" with %o is %s', async (line, environment, data) => {
    const seen = witness({ journeys }, { environment })
    expect(await runLine(line, seen)).toBe(0)
    expect(seen.opened).toEqual([{ data, command: 'desirepath journey list' }])
    expect(seen.asked.map(({ name }) => name)).toEqual(['journeys', 'close'])
  })
})

describe('errors', () => {
  const failing = (error: unknown) => witness({ map: () => Promise.reject(error) })

  it.each([
    ['notFound', 4],
    ['locked', 6],
    ['newerSchema', 8],
    ['store', 9],
  ] as const)('of code %s exit %i, and close the application', async (code, exit) => {
    const seen = failing(new AppError(code, 'the message'))
    expect(await runLine('figures b2b', seen)).toBe(exit)
    expect(seen.err).toBe('desirepath: the message\n')
    expect(seen.asked.at(-1)?.name).toBe('close')
  })

  it('are JSON on standard error with --json', async () => {
    const seen = failing(new AppError('notFound', 'no', { journeys: ['a'] }))
    expect(await runLine('figures b2b --json', seen)).toBe(4)
    expect(JSON.parse(seen.err)).toEqual({ error: { code: 'notFound', message: 'no', details: { journeys: ['a'] } } })
    expect(seen.out).toBe('')
  })

  it('of no known kind exit 1 and show their place only when asked', async () => {
    const seen = failing(new TypeError('x is not a function'))
    expect(await runLine('figures b2b', seen)).toBe(1)
    expect(seen.err).toBe('desirepath: x is not a function\nThis is a fault of the program. DESIREPATH_DEBUG=1 shows where.\n')
    const traced = witness({ map: () => Promise.reject(new TypeError('x')) }, { environment: { DESIREPATH_DEBUG: '1' } })
    await runLine('figures b2b', traced)
    expect(traced.err).toContain('command-line.test.ts')
  })
})
