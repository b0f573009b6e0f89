import { describe, expect, it } from 'vitest'
import type { PathCases, Paths } from '../map/paths.ts'
import { runArguments } from './command-line.ts'
import { witness } from './fake-app.test-support.ts'

const paths: Paths = {
  population: 'instances',
  collapsed: true,
  cases: 4,
  running: 1,
  events: 9,
  medianDays: 2,
  meanDays: 2.5,
  activities: [{ name: 'Call', events: 5, cases: 4, rework: 1, starts: 4, ends: 0 }],
  edges: [{ from: 'Call', to: 'Offer', times: 3, cases: 3, medianDays: 1.5 }],
  variants: [{ id: 'v1', names: ['Call', 'Offer'], cases: 3, medianDays: 1.5 }],
  folded: { variants: 1, cases: 1 },
}

describe('paths', () => {
  it('[P1] asks with the filter and the options, and tells what it folds away', async () => {
    const seen = witness({ paths: async () => paths })
    expect(await runArguments(['paths', 'b2b', '--persona', 'it', '--collapse', '--variants', '1'], seen.surroundings, '0')).toBe(0)
    expect(seen.asked[0]).toEqual({ name: 'paths', given: ['b2b', { persona: 'it', where: {} }, { collapse: true, variants: 1 }] })
    expect(seen.out).toContain('4 cases with 9 events; 1 of them still running')
    expect(seen.out).toContain('Call → Offer')
    expect(seen.out).toContain('Not shown: 1 more sequence of 1 case')
  })

  it('answers programs with the whole value', async () => {
    const seen = witness({ paths: async () => paths })
    expect(await runArguments(['paths', 'b2b', '--json'], seen.surroundings, '0')).toBe(0)
    expect(JSON.parse(seen.out)).toEqual(paths)
    expect(seen.asked[0]?.given[2]).toEqual({ collapse: false, variants: 20 })
  })
})

const list: PathCases = {
  population: 'instances',
  collapsed: false,
  names: ['Call', 'Offer'],
  subjects: 2,
  cases: 3,
  times: 4,
  rows: [
    {
      subject: 'c1',
      account: 'a1',
      persona: 'it',
      instance: 1,
      startedAt: Date.UTC(2026, 0, 1),
      days: 3,
      events: 5,
      times: 2,
      running: true,
    },
  ],
}

describe('paths --cases', () => {
  const asking = async (...words: string[]) => {
    const seen = witness({ pathCases: async () => list })
    return { exit: await runArguments(['paths', 'b2b', ...words], seen.surroundings, '0'), seen }
  }

  it('[M7] lists the cases behind a figure, under the same filter and options', async () => {
    const { exit, seen } = await asking(
      ...['--cases', 'follows', '--event', 'Call', '--event', 'Offer', '--collapse', '--persona', 'it', '--limit', '1', '--offset', '2'],
    )
    expect(exit).toBe(0)
    const choice = { set: 'follows', from: 'Call', to: 'Offer' }
    const filter = { persona: 'it', where: {} }
    expect(seen.asked[0]).toEqual({ name: 'pathCases', given: ['b2b', { choice, collapse: true, filter, limit: 1, offset: 2 }] })
    expect(seen.out.split('\n')).toEqual([
      'Cases with “Call” followed by “Offer”: 3 cases of 2 subjects, 4 times; 3–3 shown',
      'Counted: instances',
      'Subject  Account  Persona  Began (UTC)        lasted  events  times',
      '───────  ───────  ───────  ─────────────────  ──────  ──────  ─────  ─────────────',
      'c1       a1       it       1 Jan 2026, 00:00     3 d       5      2  still running',
      '',
    ])
  })

  it.each([
    [['all'], { set: 'all' }],
    [['running'], { set: 'running' }],
    [['folded', '--variants', '3'], { set: 'folded', shown: 3 }],
    [['variant', '--event', 'Call', '--event', 'Call'], { set: 'variant', names: ['Call', 'Call'] }],
    [['holds', '--event', 'Call'], { set: 'holds', name: 'Call' }],
    [['rework', '--event', 'Call'], { set: 'rework', name: 'Call' }],
    [['starts', '--event', 'Call'], { set: 'starts', name: 'Call' }],
    [['ends', '--event', 'Call'], { set: 'ends', name: 'Call' }],
  ])('[M7] takes %o', async (words, choice) => {
    const { exit, seen } = await asking('--cases', ...words)
    expect(exit).toBe(0)
    expect(seen.asked[0]?.given[1]).toEqual({ choice, collapse: false, filter: { where: {} }, limit: 50, offset: 0 })
  })

  it('answers programs with the whole value', async () => {
    const { seen } = await asking('--cases', 'all', '--json')
    expect(JSON.parse(seen.out)).toEqual(list)
  })

  it.each([
    [['--cases', 'follows', '--event', 'Call'], '--cases follows takes two --event, and there is 1'],
    [['--cases', 'all', '--event', 'Call'], '--cases all takes no --event, and there is 1'],
    [['--cases', 'variant'], '--cases variant takes one or more --event, and there are 0'],
    [['--cases', 'some'], 'Allowed choices are all, running, variant'],
    [['--event', 'Call'], '--event says whose cases to list'],
  ])('exits 2 at %o', async (words, message) => {
    const { exit, seen } = await asking(...words)
    expect(exit).toBe(2)
    expect(seen.err).toContain(message)
    expect(seen.asked.filter(({ name }) => name === 'pathCases')).toEqual([])
  })
})
