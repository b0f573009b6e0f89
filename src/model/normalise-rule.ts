import { parseDuration } from './duration.ts'
import type { Comparator, CountTest, EventMatch, PropertyTest, Rule } from './rule.ts'
import { comparators } from './rule.ts'
import type { ComparisonSpec, CountingSpec, EventSpec, RuleSpec, WhereSpec } from './rule-spec.ts'

/** The total form of a rule that has passed `checkRule`. */
export function normaliseRule(spec: RuleSpec): Rule {
  if (typeof spec === 'string') return eventMatch({ event: spec })
  if ('all' in spec) return join('all', spec.all.map(normaliseRule))
  if ('any' in spec) return join('any', spec.any.map(normaliseRule))
  if ('not' in spec) return { kind: 'not', rule: normaliseRule(spec.not) }
  if ('count' in spec) return normaliseCount(spec.count.of, spec.count)
  if ('subject' in spec) return join('all', propertyTests('subject', spec.subject, spec))
  if ('property' in spec) return join('all', propertyTests('event', spec.property, spec))
  return isCounting(spec) ? normaliseCount(spec, spec) : normaliseEvent(spec)
}

function isCounting(spec: CountingSpec): boolean {
  return spec.atLeast !== undefined || spec.atMost !== undefined || spec.fewerThan !== undefined || spec.within !== undefined
}

function normaliseCount(of: string | EventSpec, counting: CountingSpec): Rule {
  const event = normaliseEvent(typeof of === 'string' ? { event: of } : of)
  const { atLeast, atMost, fewerThan, within } = counting
  const most = fewerThan ?? (atMost === undefined ? undefined : atMost + 1)
  const test: CountTest = {
    kind: 'count',
    of: event,
    atLeast: atLeast ?? most ?? 1,
    withinMs: within === undefined ? null : parseDuration(within),
  }
  return atLeast === undefined && most !== undefined ? { kind: 'not', rule: test } : test
}

function normaliseEvent(spec: EventSpec): EventMatch | { kind: 'all'; rules: (EventMatch | PropertyTest)[] } {
  const tests = whereTests(spec.where ?? {})
  return tests.length === 0 ? eventMatch(spec) : { kind: 'all', rules: [eventMatch(spec), ...tests] }
}

function eventMatch({ event, channel, touchpoint }: EventSpec): EventMatch {
  return { kind: 'event', names: listOf(event), channels: listOf(channel), touchpoints: listOf(touchpoint) }
}

function whereTests(where: WhereSpec): PropertyTest[] {
  return Object.entries(where).flatMap(([name, wanted]) => {
    if (Array.isArray(wanted)) return propertyTests('event', name, { in: wanted })
    return propertyTests('event', name, typeof wanted === 'object' ? wanted : { is: wanted })
  })
}

function propertyTests(of: PropertyTest['of'], name: string, spec: ComparisonSpec): PropertyTest[] {
  return comparators
    .filter((comparator) => spec[comparator] !== undefined)
    .map((comparator) => ({ kind: 'property', of, name, comparator, values: valuesOf(spec, comparator) }))
}

function valuesOf(spec: ComparisonSpec, comparator: Comparator): (string | number | boolean)[] {
  const wanted = spec[comparator]
  return wanted === undefined ? [] : Array.isArray(wanted) ? [...wanted] : [wanted]
}

function join(kind: 'all' | 'any', rules: Rule[]): Rule {
  const [only] = rules
  return only !== undefined && rules.length === 1 ? only : { kind, rules }
}

function listOf(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : Array.isArray(value) ? [...new Set(value)] : [value]
}
