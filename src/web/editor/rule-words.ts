import { checkRule, checkSubjectRule } from '../../model/check-rule.ts'
import { normaliseRule } from '../../model/normalise-rule.ts'
import { type RuleSpec, ruleSpecSchema, subjectRuleSpecSchema } from '../../model/rule-spec.ts'
import { ruleText } from '../../model/rule-text.ts'

/** A rule of the document as a sentence; null where it is none, or is not whole yet. */
export function ruleSentence(value: unknown): string | null {
  const parsed = ruleSpecSchema.safeParse(value)
  return parsed.success ? ruleText(normaliseRule(parsed.data)) : null
}

/** Whether a rule can be counted: it is whole, and waits for an event or compares only what is known of the subject. */
export function isCountable(value: unknown): boolean {
  const ofSubject = subjectRuleSpecSchema.safeParse(value)
  if (ofSubject.success) return checkSubjectRule(ofSubject.data, []).every(({ kind }) => kind !== 'error')
  const parsed = ruleSpecSchema.safeParse(value)
  return parsed.success && checkRule(parsed.data, []).every(({ kind }) => kind !== 'error')
}

/** The kinds of parts that a rule is made of, as the form offers them. */
export const ruleKinds = ['event', 'subject', 'property', 'all', 'any', 'not'] as const
export type RuleKind = (typeof ruleKinds)[number]

export function kindOf(value: unknown): RuleKind {
  if (typeof value !== 'object' || value === null) return 'event'
  return ruleKinds.find((kind) => kind !== 'event' && Object.hasOwn(value, kind)) ?? 'event'
}

/** A fresh part of a kind; what it was before is kept inside where it can be. */
export function freshRule(kind: RuleKind, before: RuleSpec | undefined): unknown {
  switch (kind) {
    case 'all':
    case 'any':
      return { [kind]: before === undefined ? [] : [before] }
    case 'not':
      return { not: before ?? '' }
    case 'subject':
      return { subject: '', is: '' }
    case 'property':
      return { property: '', is: '' }
    case 'event':
      return ''
  }
}
