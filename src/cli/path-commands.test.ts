import { describe, expect, it } from 'vitest'
import type { Paths } from '../map/paths.ts'
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
  variants: [{ names: ['Call', 'Offer'], cases: 3, medianDays: 1.5 }],
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
