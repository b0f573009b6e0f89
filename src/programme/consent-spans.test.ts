import { describe, expect, it } from 'vitest'
import type { PropertyTest, Rule } from '../model/rule.ts'
import { consentSpans } from './consent-spans.ts'
import type { History } from './property-history.ts'

const test = (name: string, comparator: PropertyTest['comparator'], ...values: PropertyTest['values']): Rule => ({
  ...{ kind: 'property', of: 'subject', name, comparator, values },
})
const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }
const spans = (rule: Rule, histories: Record<string, History>) => consentSpans({ kind: 'rule', rule }, new Map(Object.entries(histories)))
const since = (from: number, value: string) => ({ from, value })
const ever = (value: string) => [since(Number.NEGATIVE_INFINITY, value)]

describe('[R1] consent over time', () => {
  it('follows what the properties said when', () => {
    const rule = test('consent', 'is', 'yes')
    expect(spans(rule, { consent: [since(10, 'yes'), since(20, 'no'), since(30, 'yes')] })).toEqual([
      { from: 10, to: 20 },
      { from: 30, to: Number.POSITIVE_INFINITY },
    ])
    expect(spans(rule, { consent: ever('yes') })).toEqual([always])
    expect(spans(rule, { consent: ever('YES') })).toEqual([])
    expect(spans(rule, {})).toEqual([])
    expect(spans(rule, { consent: [since(10, 'yes'), since(20, '')] })).toEqual([{ from: 10, to: 20 }])
    expect(spans(rule, { consent: [since(10, 'yes'), since(20, 'yes')] })).toEqual([{ from: 10, to: Number.POSITIVE_INFINITY }])
  })
  it('is not given by what is not known, also under not', () => {
    const optedOut = test('unsubscribed', 'is', true)
    expect(spans({ kind: 'not', rule: optedOut }, {})).toEqual([])
    expect(spans({ kind: 'not', rule: optedOut }, { unsubscribed: ever('false') })).toEqual([always])
    expect(spans({ kind: 'any', rules: [test('unsubscribed', 'exists', false), { kind: 'not', rule: optedOut }] }, {})).toEqual([always])
    expect(spans({ kind: 'all', rules: [test('a', 'is', 1), test('b', 'is', 1)] }, { a: ever('1') })).toEqual([])
  })
  it('compares numbers as numbers, else text', () => {
    expect(spans(test('score', 'gte', 10), { score: ever('9') })).toEqual([])
    expect(spans(test('score', 'gte', 10), { score: ever('10.5') })).toEqual([always])
    expect(spans(test('score', 'is', 10), { score: ever('10.0') })).toEqual([always])
    expect(spans(test('tier', 'in', 'a', 'b'), { tier: ever('b') })).toEqual([always])
    expect(spans(test('tier', 'notIn', 'a', 'b'), { tier: ever('c') })).toEqual([always])
    expect(spans(test('tier', 'contains', 'old'), { tier: ever('gold') })).toEqual([always])
    expect(spans(test('tier', 'lt', 'b'), { tier: ever('a') })).toEqual([always])
  })
  it('is as someone decided, or nobody’s', () => {
    expect(consentSpans({ kind: 'assumed', reason: 'contract' }, new Map())).toEqual([always])
    expect(consentSpans({ kind: 'unknown' }, new Map())).toEqual([])
  })
})
