import type { DocumentPath } from './document-path.ts'
import { pathText, valueText } from './document-path.ts'
import { longestDurationMs, parseDuration } from './duration.ts'
import type { JourneyFinding } from './journey-finding.ts'
import { normaliseRule } from './normalise-rule.ts'
import type { Rule } from './rule.ts'
import { comparators, triggersOf } from './rule.ts'
import type { ComparisonSpec, CountingSpec, EventSpec, RuleSpec, SubjectRuleSpec } from './rule-spec.ts'

/** What is wrong or idle in a rule that its schema lets through: no positive event, an `all` that no event can meet, odd counts (rule J3). */
export function checkRule(spec: RuleSpec, path: DocumentPath): JourneyFinding[] {
  const inner = checkParts(spec, path)
  if (inner.some(({ kind }) => kind === 'error')) return inner
  if (triggersOf(normaliseRule(spec)).length > 0) return [...inner, ...idleParts(spec, path, false)]
  return [
    ...inner,
    error(path, 'This rule waits for no event: name at least one that has to happen, outside not, atMost and fewerThan (rule J3).'),
  ]
}

/** What is wrong in a persona's rule that its schema lets through (rule J4). */
export function checkSubjectRule(spec: SubjectRuleSpec, path: DocumentPath): JourneyFinding[] {
  return checkParts(spec, path)
}

/** An error finding at a path. */
export function error(path: DocumentPath, message: string): JourneyFinding {
  return { kind: 'error', path: pathText(path), message }
}

/** A caution at a path. */
export function caution(path: DocumentPath, message: string): JourneyFinding {
  return { kind: 'caution', path: pathText(path), message }
}

/** An error where a duration is not above zero or is longer than 100 years. */
export function checkDuration(text: string | undefined, path: DocumentPath): JourneyFinding[] {
  if (text === undefined) return []
  const ms = parseDuration(text)
  if (ms !== null && ms > 0 && ms <= longestDurationMs) return []
  return [error(path, `${valueText(text)} is not allowed here: the time must be above 0 and at most 100 years.`)]
}

function checkParts(spec: RuleSpec, path: DocumentPath): JourneyFinding[] {
  if (typeof spec === 'string') return []
  if ('all' in spec) {
    const inner = checkEach(spec.all, [...path, 'all'])
    return inner.length > 0 ? inner : checkMeetable(spec, path)
  }
  if ('any' in spec) return checkEach(spec.any, [...path, 'any'])
  if ('not' in spec) return checkParts(spec.not, [...path, 'not'])
  if ('count' in spec) return [...checkCounting(spec.count, [...path, 'count']), ...checkWhere(spec.count.of, [...path, 'count', 'of'])]
  if ('subject' in spec || 'property' in spec) return checkComparison(spec, path)
  return [...checkCounting(spec, path), ...checkWhere(spec, path)]
}

function checkEach(rules: readonly RuleSpec[], path: DocumentPath): JourneyFinding[] {
  return rules.flatMap((rule, position) => checkParts(rule, [...path, position]))
}

function checkCounting(counting: CountingSpec, path: DocumentPath): JourneyFinding[] {
  const used = (['atLeast', 'atMost', 'fewerThan'] as const).filter((key) => counting[key] !== undefined)
  const several = used.length > 1 ? [error(path, `${used.join(' and ')} stand together: keep one, and join two rules by all.`)] : []
  return [...several, ...checkDuration(counting.within, [...path, 'within'])]
}

function checkWhere(of: string | EventSpec, path: DocumentPath): JourneyFinding[] {
  const where = typeof of === 'string' ? {} : (of.where ?? {})
  return Object.entries(where).flatMap(([name, wanted]) => {
    const at = [...path, 'where', name]
    if (Array.isArray(wanted)) return checkNumbers(wanted, at)
    return typeof wanted === 'object' ? checkComparison(wanted, at) : checkNumbers([wanted], at)
  })
}

function checkComparison(spec: ComparisonSpec, path: DocumentPath): JourneyFinding[] {
  const used = comparators.filter((comparator) => spec[comparator] !== undefined)
  if (used.length === 0) return [error(path, `Nothing is compared here: add one of ${comparators.join(', ')}.`)]
  return used.flatMap((comparator) => checkNumbers([spec[comparator]].flat(), [...path, comparator]))
}

function checkNumbers(values: readonly unknown[], path: DocumentPath): JourneyFinding[] {
  return values
    .filter((value) => typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    .map((value) => error(path, `${String(value)} is too large to be kept exactly: put quotes around it.`))
}

const facets = ['names', 'channels', 'touchpoints'] as const

function checkMeetable(spec: RuleSpec, path: DocumentPath): JourneyFinding[] {
  const rule = normaliseRule(spec)
  return facets
    .filter((facet) => valuesMeeting(rule, facet)?.size === 0)
    .map((facet) =>
      error(
        path,
        `No event can meet all of these: one event has not two ${facet}. Write any for either, or ask for the earlier one by { count: { of: …, atLeast: 1 } }.`,
      ),
    )
}

/** The values of one facet that an event may have and still meet the rule; null: any. */
function valuesMeeting(rule: Rule, facet: (typeof facets)[number]): Set<string> | null {
  if (rule.kind === 'event') return rule[facet].length === 0 ? null : new Set(rule[facet])
  if (rule.kind !== 'all' && rule.kind !== 'any') return null
  const sets = rule.rules.map((inner) => valuesMeeting(inner, facet))
  if (rule.kind === 'any') return sets.some((set) => set === null) ? null : new Set(sets.flatMap((set) => [...(set ?? [])]))
  const [first, ...others] = sets.filter((set) => set !== null)
  return first === undefined ? null : new Set([...first].filter((value) => others.every((set) => set.has(value))))
}

/** Branches of an `any` that name no event beside branches that do: they decide nothing, since the rule is tested only at the named events. */
function idleParts(spec: RuleSpec, path: DocumentPath, covered: boolean): JourneyFinding[] {
  if (typeof spec === 'string' || !('all' in spec || 'any' in spec)) return []
  if ('all' in spec) {
    return spec.all.flatMap((rule, position) => {
      const others = spec.all.some((other) => other !== rule && waits(other))
      return idleParts(rule, [...path, 'all', position], covered || others)
    })
  }
  const idle = covered || !spec.any.some(waits) ? [] : spec.any.flatMap((rule, position) => (waits(rule) ? [] : [position]))
  return [
    ...idle.map((position) =>
      caution(
        [...path, 'any', position],
        'This part is looked at only when one of the events beside it happens, so it brings nobody in by itself (rule J3).',
      ),
    ),
    ...spec.any.flatMap((rule, position) => idleParts(rule, [...path, 'any', position], covered)),
  ]
}

function waits(spec: RuleSpec): boolean {
  return triggersOf(normaliseRule(spec)).length > 0
}
