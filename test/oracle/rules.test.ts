import { describe, expect, it } from 'vitest'
import type { Rule } from '../../src/model/rule.ts'
import type { OracleEvent, OracleFacts } from './facts.ts'
import { personaHolds, ruleHolds } from './rules.ts'
import { all, any, atLeast, event, eventIs, noFacts, not, on, subjectIs } from './small-journey.ts'

/** Whether the rule holds at the last of these events. */
function holds(rule: Rule, history: readonly OracleEvent[], facts: OracleFacts = noFacts, countFrom = 0): boolean {
  return ruleHolds(rule, { subjectType: 'contact', subject: 'c1', facts, history, index: history.length - 1, countFrom })
}

const contact = (name: string, value: string, validFrom: number | null) => ({
  objectType: 'contact',
  objectId: 'c1',
  name,
  value,
  validFrom,
})

describe('rules', () => {
  it('[J3] tests a rule only at an event it names positively', () => {
    expect(holds(on('a'), [event('b', 1)])).toBe(false)
    expect(holds(any(on('a'), eventIs('plan', 'is', 'pro')), [event('b', 1, { properties: { plan: 'pro' } })])).toBe(false)
    expect(holds(all(on('a'), not(on('b'))), [event('a', 1)])).toBe(true)
    expect(holds(any(on('a'), not(on('b'))), [event('c', 1)])).toBe(false)
    expect(holds(any(on('a'), atLeast(1, on('b'), null)), [event('b', 1), event('c', 2)])).toBe(false)
  })

  it('[J3] matches by name, channel and touchpoint; an empty list means any, several lists must all hold', () => {
    const rule: Rule = { kind: 'event', names: ['a'], channels: ['email'], touchpoints: [] }
    expect(holds(rule, [event('a', 1, { channel: 'email', touchpoint: 'mail' })])).toBe(true)
    expect(holds(rule, [event('a', 1, { channel: 'ads' })])).toBe(false)
    expect(holds(rule, [event('b', 1, { channel: 'email' })])).toBe(false)
  })

  it('[J3] takes a comparison with a missing value as false, also under not', () => {
    for (const test of [eventIs('plan', 'is', 'pro'), eventIs('plan', 'isNot', 'pro'), subjectIs('tier', 'gt', 1)]) {
      expect(holds(all(on('a'), test), [event('a', 1)])).toBe(false)
      expect(holds(all(on('a'), not(test)), [event('a', 1)])).toBe(false)
    }
  })

  it('[J3] carries the missing value through all, any and not', () => {
    const missing = eventIs('plan', 'is', 'pro')
    expect(holds(all(on('a'), not(all(missing, on('b')))), [event('a', 1)])).toBe(true)
    expect(holds(all(on('a'), not(all(missing, on('a')))), [event('a', 1)])).toBe(false)
    expect(holds(all(on('a'), not(any(missing, on('b')))), [event('a', 1)])).toBe(false)
    expect(holds(all(on('a'), any(missing, on('a'))), [event('a', 1)])).toBe(true)
    expect(holds(all(on('a'), not(not(missing))), [event('a', 1)])).toBe(false)
  })

  it('[J3] asks by exists whether there is a value, so that not exists holds where there is none', () => {
    expect(holds(all(on('a'), eventIs('plan', 'exists')), [event('a', 1, { properties: { plan: 'x' } })])).toBe(true)
    expect(holds(all(on('a'), eventIs('plan', 'exists')), [event('a', 1)])).toBe(false)
    expect(holds(all(on('a'), not(eventIs('plan', 'exists'))), [event('a', 1)])).toBe(true)
  })

  it('[J3] compares as numbers when both sides are numbers, else as text', () => {
    const at = (plan: string) => [event('a', 1, { properties: { plan } })]
    expect(holds(all(on('a'), eventIs('plan', 'gt', 9)), at('10'))).toBe(true)
    expect(holds(all(on('a'), eventIs('plan', 'gt', '9')), at('10'))).toBe(true)
    expect(holds(all(on('a'), eventIs('plan', 'gt', '9a')), at('10'))).toBe(false)
    expect(holds(all(on('a'), eventIs('plan', 'is', 10)), at('10.0'))).toBe(true)
    expect(holds(all(on('a'), eventIs('plan', 'lte', 'b')), at('aa'))).toBe(true)
    expect(holds(all(on('a'), eventIs('plan', 'is', true)), at('true'))).toBe(true)
  })

  it('[J3] knows every comparator', () => {
    const at = [event('a', 1, { properties: { plan: 'pro' } })]
    const outcome = (test: Rule) => holds(all(on('a'), test), at)
    expect(outcome(eventIs('plan', 'in', 'free', 'pro'))).toBe(true)
    expect(outcome(eventIs('plan', 'notIn', 'free', 'pro'))).toBe(false)
    expect(outcome(eventIs('plan', 'isNot', 'free'))).toBe(true)
    expect(outcome(eventIs('plan', 'contains', 'ro'))).toBe(true)
    expect(outcome(eventIs('plan', 'gte', 'pro'))).toBe(true)
    expect(outcome(eventIs('plan', 'lt', 'pro'))).toBe(false)
  })

  it('[J3] compares a subject property as of the event', () => {
    const facts = { properties: [contact('tier', 'old', null), contact('tier', 'free', 5), contact('tier', 'pro', 8)], links: [] }
    const tierAt = (at: number) =>
      ['old', 'free', 'pro'].filter((tier) => holds(all(on('a'), subjectIs('tier', 'is', tier)), [event('a', at)], facts))
    expect([4, 5, 7, 8].map(tierAt)).toEqual([['old'], ['free'], ['free'], ['pro']])
  })

  it('[J3] counts in (t − w, t], events of one instant included whatever their order', () => {
    const rule = atLeast(2, on('a'), 5)
    expect(holds(rule, [event('a', 0), event('a', 5)])).toBe(false)
    expect(holds(rule, [event('a', 1), event('a', 5)])).toBe(true)
    expect(holds(atLeast(2, on('a'), null), [event('a', 0), event('a', 500)])).toBe(true)
    const tied = [event('a', 5, { id: '1' }), event('a', 5, { id: '2' })]
    const before = { subjectType: 'contact', subject: 'c1', facts: noFacts, history: tied, index: 0, countFrom: 0 }
    expect(ruleHolds(rule, before)).toBe(true)
    expect(ruleHolds(rule, { ...before, index: 1 })).toBe(true)
  })

  it('[J3] judges each counted event at its own time', () => {
    const facts = { properties: [contact('tier', 'free', 0), contact('tier', 'pro', 5)], links: [] }
    const rule = atLeast(2, { kind: 'all', rules: [on('a'), subjectIs('tier', 'is', 'free')] }, null)
    expect(holds(rule, [event('a', 1), event('a', 2)], facts)).toBe(true)
    expect(holds(rule, [event('a', 1), event('a', 6)], facts)).toBe(false)
  })
})

describe('personas', () => {
  it('[J4] reads properties of the account held then as account.x', () => {
    const facts: OracleFacts = {
      properties: [
        { objectType: 'account', objectId: 'A', name: 'size', value: '10', validFrom: null },
        { objectType: 'account', objectId: 'B', name: 'size', value: '500', validFrom: null },
      ],
      links: [
        { fromType: 'contact', fromId: 'c1', toType: 'account', toId: 'A', since: 3 },
        { fromType: 'contact', fromId: 'c1', toType: 'account', toId: 'B', since: 7 },
      ],
    }
    const large = subjectIs('account.size', 'gt', 100)
    expect([0, 3, 6, 7].map((at) => personaHolds(large, 'contact', 'c1', facts, at))).toEqual([false, false, false, true])
    expect(personaHolds(large, 'account', 'B', facts, 0)).toBe(true)
    expect(personaHolds(not(large), 'contact', 'c9', facts, 9)).toBe(false)
  })

  it('[J4] lets a property without history apply always, and a dated one outrank it from its time', () => {
    const facts = { properties: [contact('tier', 'free', null), contact('tier', 'pro', 5)], links: [] }
    expect([-9, 4, 5].map((at) => personaHolds(subjectIs('tier', 'is', 'free'), 'contact', 'c1', facts, at))).toEqual([true, true, false])
  })
})
