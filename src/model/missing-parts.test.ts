import { describe, expect, it } from 'vitest'
import type { JourneySpec, StageSpec } from './journey-spec.ts'
import { missingParts } from './missing-parts.ts'

const bare: StageSpec = { id: 'a', lifecycle: 'growth', entry: 'x' }
const full: StageSpec = {
  ...bare,
  id: 'b',
  actions: 'Sign',
  concerns: ['Price'],
  touchpoints: ['Call'],
  emotions: 'Glad',
  friction: ['Slow'],
}
const persona = { id: 'p', when: { subject: 'role', is: 'Head' } }
const pathsOf = (spec: JourneySpec) => missingParts(spec).map(({ path }) => path)

describe('parts of a well-made map', () => {
  const spec = (stages: StageSpec[]): JourneySpec => ({ journey: 'j', subject: 'contact', personas: [persona], stages })

  it('lack nothing in a full definition', () => expect(missingParts(spec([full]))).toEqual([]))

  it('are named where no stage has them', () => {
    const gaps = missingParts({ ...spec([bare, { ...bare, id: 'c' }]), personas: [] })
    expect(gaps.map(({ kind, path }) => [kind, path])).toEqual([['gap', 'personas'], ...Array.from({ length: 5 }, () => ['gap', 'stages'])])
    const text = gaps.map(({ message }) => message).join(' ')
    for (const part of ['persona', 'actions', 'questions and concerns', 'touchpoints', 'emotion', 'gaps and opportunities'])
      expect(text).toContain(part)
  })

  it('are named by stage where some have them', () => {
    expect(pathsOf(spec([full, bare]))).toEqual(
      ['actions', 'questions', 'touchpoints', 'emotions', 'opportunities'].map((key) => `stages[1].${key}`),
    )
  })

  it.each([
    ['questions', { questions: ['How?'] }],
    ['questions', { concerns: 'Price' }],
    ['touchpoints', { steps: [{ id: 's', rule: 'x' }] }],
    ['emotions', { intended: { emotion: 0 } }],
    ['opportunities', { opportunities: ['Say so'] }],
    ['opportunities', { confusion: ['Who?'] }],
  ] as const)('count %s from %j', (key, part) => {
    expect(pathsOf(spec([full, { ...bare, ...structuredClone(part) } as StageSpec]))).not.toContain(`stages[1].${key}`)
  })

  it('[J6] are rules, too: told by stage, or once where no stage has one; and a persona without one', () => {
    const drawn = ({ entry: _, ...stage }: StageSpec): StageSpec => stage
    expect(pathsOf(spec([full, drawn({ ...full, id: 'c' })]))).toEqual(['stages[1].entry'])
    expect(pathsOf(spec([drawn(full), drawn({ ...full, id: 'c' })]))).toEqual(['stages'])
    expect(pathsOf({ ...spec([full]), personas: [persona, { id: 'q' }] })).toEqual(['personas[1].when'])
  })

  it('do not count an empty list', () => expect(pathsOf(spec([{ ...full, actions: [] }]))).toEqual(['stages[0].actions']))
})
