import { describe, expect, it } from 'vitest'
import { dayMs } from './duration.ts'
import { normaliseRule } from './normalise-rule.ts'
import type { EventMatch, PropertyTest, Rule } from './rule.ts'
import { triggersOf } from './rule.ts'
import type { RuleSpec } from './rule-spec.ts'

const event = (names: string[], channels: string[] = [], touchpoints: string[] = []): EventMatch => ({
  kind: 'event',
  names,
  channels,
  touchpoints,
})
const test = (
  of: PropertyTest['of'],
  name: string,
  comparator: PropertyTest['comparator'],
  ...values: PropertyTest['values']
): PropertyTest => ({
  kind: 'property',
  of,
  name,
  comparator,
  values,
})

const forms: [RuleSpec, Rule][] = [
  ['x', event(['x'])],
  [{ event: ['x', 'y', 'x'], channel: 'c', touchpoint: 't' }, event(['x', 'y'], ['c'], ['t'])],
  [{ touchpoint: 't' }, event([], [], ['t'])],
  [{ channel: ['c', 'd'] }, event([], ['c', 'd'])],
  [
    { event: 'x', where: { p: 'v' } },
    { kind: 'all', rules: [event(['x']), test('event', 'p', 'is', 'v')] },
  ],
  [
    { event: 'x', where: { p: [1, 2] } },
    { kind: 'all', rules: [event(['x']), test('event', 'p', 'in', 1, 2)] },
  ],
  [
    { event: 'x', where: { p: { gte: 1, lt: 5 } } },
    { kind: 'all', rules: [event(['x']), test('event', 'p', 'gte', 1), test('event', 'p', 'lt', 5)] },
  ],
  [
    { event: 'x', atLeast: 3, within: '14d' },
    { kind: 'count', of: event(['x']), atLeast: 3, withinMs: 14 * dayMs },
  ],
  [{ count: { of: 'x', atLeast: 3 } }, { kind: 'count', of: event(['x']), atLeast: 3, withinMs: null }],
  [
    { event: 'x', within: '1d' },
    { kind: 'count', of: event(['x']), atLeast: 1, withinMs: dayMs },
  ],
  [
    { event: 'x', atMost: 2 },
    { kind: 'not', rule: { kind: 'count', of: event(['x']), atLeast: 3, withinMs: null } },
  ],
  [
    { event: 'x', fewerThan: 2 },
    { kind: 'not', rule: { kind: 'count', of: event(['x']), atLeast: 2, withinMs: null } },
  ],
  [
    { event: 'x', atMost: 0 },
    { kind: 'not', rule: { kind: 'count', of: event(['x']), atLeast: 1, withinMs: null } },
  ],
  [
    { event: 'x', where: { p: true }, atLeast: 2 },
    { kind: 'count', of: { kind: 'all', rules: [event(['x']), test('event', 'p', 'is', true)] }, atLeast: 2, withinMs: null },
  ],
  [{ subject: 'role', notIn: ['a', 'b'] }, test('subject', 'role', 'notIn', 'a', 'b')],
  [
    { property: 'amount', gte: 100, lte: 200 },
    { kind: 'all', rules: [test('event', 'amount', 'gte', 100), test('event', 'amount', 'lte', 200)] },
  ],
  [{ subject: 'role', exists: false }, test('subject', 'role', 'exists', false)],
  [{ all: ['x'] }, event(['x'])],
  [{ any: ['x', 'y'] }, { kind: 'any', rules: [event(['x']), event(['y'])] }],
  [{ not: 'x' }, { kind: 'not', rule: event(['x']) }],
]

describe('[J3] a rule in its total form', () => {
  it.each(forms)('%j', (spec, rule) => expect(normaliseRule(spec)).toEqual(rule))

  it('is tested only at its positive events', () => {
    const rule = normaliseRule({ all: ['x', { event: 'y', atLeast: 2 }, { not: 'z' }, { event: 'w', atMost: 1 }] })
    expect(triggersOf(rule).flatMap(({ names }) => names)).toEqual(['x', 'y'])
  })
})
