import { describe, expect, it } from 'vitest'
import { fixtureDraft } from '../../../test/fixtures/fixture-draft.ts'
import { arrange, arrangementOf } from './arrange.ts'

const begin = {
  stages: [
    { name: 'A', entry: ['a', 'b'] },
    { name: 'C', entry: ['c'] },
  ],
  goal: ['won'],
  lost: ['lost'],
}
const namesOf = ({ stages }: { stages: { name?: string | undefined; entry: string[] }[] }) =>
  stages.map(({ name, entry }) => `${name ?? ''}:${entry.join('+')}`)

describe('arranging a proposed journey', () => {
  it('renames, moves, joins, drops and splits stages', () => {
    expect(namesOf(arrange(begin, { kind: 'rename', stage: 1, name: ' Late ' }))).toEqual(['A:a+b', 'Late:c'])
    expect(namesOf(arrange(begin, { kind: 'move', stage: 1, to: 0 }))).toEqual(['C:c', 'A:a+b'])
    expect(namesOf(arrange(begin, { kind: 'join', stage: 0 }))).toEqual(['A:a+b+c'])
    expect(namesOf(arrange(begin, { kind: 'drop', stage: 0 }))).toEqual(['C:c'])
    expect(namesOf(arrange(begin, { kind: 'split', stage: 0, key: 'b' }))).toEqual(['A:a', ':b', 'C:c'])
    expect(arrange(begin, { kind: 'phase', stage: 0, phase: 'growth' }).stages[0]?.lifecycle).toBe('growth')
  })

  it('adds what was not proposed, as a stage, to a stage, or as an end; each event stands in one place', () => {
    expect(namesOf(arrange(begin, { kind: 'addStage', key: 'x' }))).toEqual(['A:a+b', 'C:c', ':x'])
    expect(namesOf(arrange(begin, { kind: 'addTo', key: 'b', stage: 1 }))).toEqual(['A:a', 'C:c+b'])
    expect(arrange(begin, { kind: 'end', key: 'lost', as: 'goal' })).toMatchObject({ goal: ['won', 'lost'], lost: [] })
    expect(namesOf(arrange(begin, { kind: 'end', key: 'a', as: 'lost' }))).toEqual(['A:b', 'C:c'])
    expect(arrange(begin, { kind: 'leaveOut', key: 'won' }).goal).toEqual([])
  })

  it('changes nothing where a stage would have no event, or no stage would be left', () => {
    expect(arrange(begin, { kind: 'leaveOut', key: 'c' })).toBe(begin)
    const one = arrange(begin, { kind: 'drop', stage: 0 })
    expect(arrange(one, { kind: 'drop', stage: 0 })).toBe(one)
    for (const to of [-1, 2]) expect(arrange(begin, { kind: 'move', stage: 1, to })).toBe(begin)
    expect(arrange(begin, { kind: 'rename', stage: 0, name: '  ' })).toEqual(begin)
  })

  it('a draft arranged as it stands has the same stages and figures', () => {
    const draft = fixtureDraft({})
    const again = fixtureDraft({ arrangement: arrangementOf(draft) })
    const facts = ({ stages }: typeof draft) => stages.map(({ name, lifecycle, entry, subjects }) => ({ name, lifecycle, entry, subjects }))
    expect(facts(again)).toEqual(facts(draft))
  })
})
