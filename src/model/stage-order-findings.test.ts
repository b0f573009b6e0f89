import { describe, expect, it } from 'vitest'
import type { RuleSpec } from './rule-spec.ts'
import { checkEntries } from './stage-order-findings.ts'

function pathsOf(earlier: RuleSpec, later: RuleSpec, reentry?: RuleSpec): string[] {
  const stage = { lifecycle: 'growth' } as const
  const stages = [
    { ...stage, id: 'a', entry: earlier, ...(reentry === undefined ? {} : { reentry }) },
    { ...stage, id: 'b', entry: later },
  ]
  return checkEntries({ journey: 'j', subject: 'contact', stages }).map(({ kind, path }) => `${kind} ${path}`)
}

describe('[V2] nobody can enter a stage whose entry', () => {
  it.each<[string, RuleSpec, RuleSpec]>([
    ['is that of a later one', 'x', 'x'],
    ['is that of a later one, counted alike', { event: 'x', atLeast: 2 }, { count: { of: 'x', atLeast: 2 } }],
    ['has fewer names', 'x', { event: ['x', 'y'] }],
    ['has a touchpoint besides', { event: 'x', touchpoint: 't' }, 'x'],
    ['asks for more besides', { event: 'x', where: { p: 1 } }, 'x'],
    ['is one of those of a later one', 'x', { any: ['x', { event: 'y', atLeast: 2 }] }],
    ['is any of several that a later one takes', { any: ['x', 'y'] }, { event: ['x', 'y', 'z'] }],
  ])('%s', (_, earlier, later) => expect(pathsOf(earlier, later)).toEqual(['error stages[0].entry']))
})

describe('[V2] one can enter a stage whose entry', () => {
  it.each<[string, RuleSpec, RuleSpec]>([
    ['has more names', { event: ['x', 'y'] }, 'x'],
    ['names no event where the later one does', { touchpoint: 't' }, { event: 'x', touchpoint: 't' }],
    ['asks for less', 'x', { event: 'x', where: { p: 1 } }],
    ['asks for less often', { event: 'x', atLeast: 2 }, { event: 'x', atLeast: 3 }],
    ['has one way that the later one does not take', { any: ['x', 'y'] }, 'x'],
    ['waits for another event beside what the later one counts', { all: ['y', { event: 'x', atLeast: 2 }] }, { event: 'x', atLeast: 2 }],
  ])('%s', (_, earlier, later) => expect(pathsOf(earlier, later)).toEqual([]))

  it('is taken by a later one, if there is a re-entry rule of its own', () => expect(pathsOf('x', 'x', 'back')).toEqual([]))
})
