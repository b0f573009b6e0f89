import type { CountTest, EventMatch, PropertyTest, Rule } from '../../src/model/rule.ts'
import { compareText, type OracleEvent, type OracleFacts, subjectPropertyAt } from './facts.ts'

/** False, unknown (a missing value), true: `all` takes the least, `any` the greatest, `not` turns the order round (rule J3). */
type Truth = 0 | 0.5 | 1

/** Where a rule is judged: at `history[index]`; its counts see no event before the instant of `history[countFrom]`. */
export interface RulePlace {
  subjectType: string
  subject: string
  facts: OracleFacts
  history: readonly OracleEvent[]
  index: number
  countFrom: number
}

/** Whether a rule holds at an event: the event is one that the rule names, and the whole rule is true there, not unknown (rule J3). */
export function ruleHolds(rule: Rule, place: RulePlace): boolean {
  const event = place.history[place.index]
  if (event === undefined) throw new Error(`no event at ${place.index}`)
  return namedEvents(rule).some((match) => meetsMatch(match, event)) && truthAtEvent(rule, place) === 1
}

/** Whether a persona's rule, made of comparisons of subject properties, holds on facts known at `at` (rule J4). */
export function personaHolds(rule: Rule, subjectType: string, subject: string, facts: OracleFacts, at: number): boolean {
  const truth = (part: Rule): Truth => {
    if (part.kind === 'property' && part.of === 'subject') {
      return compareValue(part, subjectPropertyAt(facts, subjectType, subject, part.name, at))
    }
    if (part.kind === 'all') return least(part.rules.map(truth))
    if (part.kind === 'any') return greatest(part.rules.map(truth))
    if (part.kind === 'not') return opposite(truth(part.rule))
    throw new Error(`a persona rule is made of comparisons of subject properties, not of ${part.kind}`)
  }
  return truth(rule) === 1
}

/** The events that a rule names positively; `not` names none. */
function namedEvents(rule: Rule): EventMatch[] {
  if (rule.kind === 'event') return [rule]
  if (rule.kind === 'count') return namedEvents(rule.of)
  if (rule.kind === 'all' || rule.kind === 'any') return rule.rules.flatMap(namedEvents)
  return []
}

function truthAtEvent(rule: Rule, place: RulePlace): Truth {
  const event = place.history[place.index] as OracleEvent
  if (rule.kind === 'event') return meetsMatch(rule, event) ? 1 : 0
  if (rule.kind === 'property') return propertyTruth(rule, event, place)
  if (rule.kind === 'count') return countOf(rule, place) >= rule.atLeast ? 1 : 0
  if (rule.kind === 'all') return least(rule.rules.map((part) => truthAtEvent(part, place)))
  if (rule.kind === 'any') return greatest(rule.rules.map((part) => truthAtEvent(part, place)))
  return opposite(truthAtEvent(rule.rule, place))
}

function meetsMatch(match: EventMatch, event: OracleEvent): boolean {
  const fits = (list: readonly string[], value: string) => list.length === 0 || list.includes(value)
  return fits(match.names, event.name) && fits(match.channels, event.channel) && fits(match.touchpoints, event.touchpoint)
}

function propertyTruth(test: PropertyTest, event: OracleEvent, place: RulePlace): Truth {
  if (test.of === 'event') return compareValue(test, eventProperty(event, test.name))
  return compareValue(test, subjectPropertyAt(place.facts, place.subjectType, place.subject, test.name, event.occurredAt))
}

function eventProperty(event: OracleEvent, name: string): string | null {
  const value = Object.hasOwn(event.properties, name) ? event.properties[name] : undefined
  return value === undefined || value === '' ? null : value
}

/** Events in (t − w, t], those of the same instant included whatever their order, that meet `of`, each judged at its own time. */
function countOf(test: CountTest, place: RulePlace): number {
  const now = (place.history[place.index] as OracleEvent).occurredAt
  const from = place.countFrom === 0 ? Number.NEGATIVE_INFINITY : (place.history[place.countFrom] as OracleEvent).occurredAt
  return place.history.filter((event, index) => {
    if (event.occurredAt > now || event.occurredAt < from) return false
    if (test.withinMs !== null && event.occurredAt <= now - test.withinMs) return false
    return truthAtEvent(test.of, { ...place, index }) === 1
  }).length
}

/** A comparison of one value; null is missing. `exists` is itself the question whether there is one, so it is never unknown. */
function compareValue(test: PropertyTest, value: string | null): Truth {
  if (test.comparator === 'exists') return value === null ? 0 : 1
  if (value === null) return 0.5
  const holds = (wanted: string | number | boolean) => {
    const order = compareSides(value, String(wanted))
    if (test.comparator === 'gt') return order > 0
    if (test.comparator === 'gte') return order >= 0
    if (test.comparator === 'lt') return order < 0
    if (test.comparator === 'lte') return order <= 0
    if (test.comparator === 'contains') return value.includes(String(wanted))
    return order === 0
  }
  const any = test.values.some(holds)
  const negative = test.comparator === 'isNot' || test.comparator === 'notIn'
  return any !== negative ? 1 : 0
}

const numeric = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/

function compareSides(a: string, b: string): number {
  if (numeric.test(a) && numeric.test(b)) return Number(a) - Number(b)
  return compareText(a, b)
}

function least(truths: readonly Truth[]): Truth {
  return Math.min(1, ...truths) as Truth
}

function greatest(truths: readonly Truth[]): Truth {
  return Math.max(0, ...truths) as Truth
}

function opposite(truth: Truth): Truth {
  return truth === 0 ? 1 : truth === 1 ? 0 : 0.5
}
