/** How a value is compared. A comparison with a missing value is false, also under `not` (rule J3). */
export const comparators = ['is', 'isNot', 'in', 'notIn', 'gt', 'gte', 'lt', 'lte', 'contains', 'exists'] as const
export type Comparator = (typeof comparators)[number]

/** Matches an event by name, channel, touchpoint; an empty list means "any"; several lists must all hold. */
export interface EventMatch {
  kind: 'event'
  names: readonly string[]
  channels: readonly string[]
  touchpoints: readonly string[]
}

/** Compares a property of the event itself, or of the subject as known at the event's time. Numbers compare as numbers, else as text. */
export interface PropertyTest {
  kind: 'property'
  of: 'event' | 'subject'
  name: string
  comparator: Comparator
  values: readonly (string | number | boolean)[]
}

/** At least `atLeast` events that meet `of` in (t − withinMs, t], those of the tested instant included whatever their order; null: ever. */
export interface CountTest {
  kind: 'count'
  of: EventMatch | { kind: 'all'; rules: readonly (EventMatch | PropertyTest)[] }
  atLeast: number
  withinMs: number | null
}

/** A predicate over an event and what came before it, as data (rule J3). It names a positive event and is tested only there. */
export type Rule =
  | EventMatch
  | PropertyTest
  | CountTest
  | { kind: 'all'; rules: readonly Rule[] }
  | { kind: 'any'; rules: readonly Rule[] }
  | { kind: 'not'; rule: Rule }

/** The positive event matches of a rule: the rule is tested only at events that meet one of them. `not` contributes none. */
export function triggersOf(rule: Rule): EventMatch[] {
  switch (rule.kind) {
    case 'event':
      return [rule]
    case 'count':
      return triggersOf(rule.of)
    case 'all':
    case 'any':
      return rule.rules.flatMap(triggersOf)
    default:
      return []
  }
}

/** Every property test in a rule, at any depth. */
export function propertyTestsOf(rule: Rule): PropertyTest[] {
  switch (rule.kind) {
    case 'property':
      return [rule]
    case 'count':
      return propertyTestsOf(rule.of)
    case 'all':
    case 'any':
      return rule.rules.flatMap(propertyTestsOf)
    case 'not':
      return propertyTestsOf(rule.rule)
    default:
      return []
  }
}

/** Names of the subject's properties that a rule compares, as it writes them. */
export function subjectPropertiesRead(rule: Rule): string[] {
  return propertyTestsOf(rule).flatMap(({ of, name }) => (of === 'subject' ? [name] : []))
}
