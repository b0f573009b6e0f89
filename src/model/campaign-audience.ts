import type { AudienceSpec } from './campaign.ts'
import { checkRule, checkSubjectRule } from './check-rule.ts'
import type { JourneyFinding } from './journey-finding.ts'
import { normaliseRule } from './normalise-rule.ts'
import type { Rule } from './rule.ts'
import { ruleText } from './rule-text.ts'

/** Whom a campaign was for, in total form (rule K2). `when` of `subject` compares subject properties alone; that of `reached` waits for an event. */
export type Audience =
  | { kind: 'everyone' }
  | { kind: 'persona'; ids: readonly string[] }
  | { kind: 'subject'; when: Rule }
  | { kind: 'reached'; when: Rule }

/** The total form of an audience that has no errors. */
export function normaliseAudience(spec: AudienceSpec): Audience {
  if (spec === 'everyone') return { kind: 'everyone' }
  if ('persona' in spec) return { kind: 'persona', ids: [spec.persona].flat() }
  if ('reached' in spec) return { kind: 'reached', when: normaliseRule(spec.reached) }
  return { kind: 'subject', when: normaliseRule(spec) }
}

/** What is wrong in an audience that its schema lets through. */
export function checkAudience(spec: AudienceSpec): JourneyFinding[] {
  if (spec === 'everyone' || 'persona' in spec) return []
  return 'reached' in spec ? checkRule(spec.reached, ['audience', 'reached']) : checkSubjectRule(spec, ['audience'])
}

/** An audience in plain words: "those reached: mail opened". */
export function audienceText(spec: AudienceSpec): string {
  const audience = normaliseAudience(spec)
  switch (audience.kind) {
    case 'everyone':
      return 'everyone'
    case 'persona':
      return `persona ${audience.ids.join(' or ')}`
    case 'subject':
      return `those whose ${ruleText(audience.when)}`
    case 'reached':
      return `those reached: ${ruleText(audience.when)}`
  }
}
