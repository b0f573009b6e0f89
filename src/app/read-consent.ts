import { AppError } from '../core/error.ts'
import { checkSubjectRule } from '../model/check-rule.ts'
import { type KnownNames, unknownInRule } from '../model/journey-names.ts'
import { normaliseRule } from '../model/normalise-rule.ts'
import type { Consent } from '../model/programme.ts'
import type { DesignOptions } from '../programme/design-options.ts'

/** Who may be written to, from what someone asked with (rule R1). Errors: `invalid` where the rule says nothing sensible, or names a property that no contact has. */
export function readConsent(asked: DesignOptions['consent'], names: KnownNames | null): Consent {
  if (asked === null) return { kind: 'unknown' }
  if (asked === 'assumed') return { kind: 'assumed', reason: 'All contacts are taken to have consented.' }
  const wrong = checkSubjectRule(asked, ['consent']).filter(({ kind }) => kind === 'error')
  const unknown = names === null ? [] : unknownInRule(asked, ['consent'], { ...names, objectProperties: ofPeople(names) })
  const said = [...wrong.map(({ message }) => message), ...unknown]
  if (said.length > 0) throw new AppError('invalid', `The rule of consent cannot be used. ${said.join(' ')}`)
  return { kind: 'rule', rule: normaliseRule(asked) }
}

/** The properties that a rule of contacts may name: their own, and those of their account. */
function ofPeople({ objectProperties }: KnownNames): KnownNames['objectProperties'] {
  const { contact = [], account = [] } = objectProperties
  return { contact, account }
}
