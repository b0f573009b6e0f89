import type { AudienceSpec } from '../../model/campaign.ts'

/** How the form writes an audience. `rule`: one that the form has no fields for; it is kept as it is. */
export const audienceKinds = {
  everyone: 'Everyone',
  property: 'Those with a property',
  persona: 'A persona',
  reached: 'Those whom an event reached',
  rule: 'A rule from a file, as it is',
} as const
export type AudienceKind = keyof typeof audienceKinds

/** An audience as the fields of a form. */
export interface AudienceFields {
  kind: AudienceKind
  /** The property, the persona's id, or the event. */
  name: string
  value: string
}

/** The fields that say an audience; `rule` where none do. */
export function audienceFields(audience: AudienceSpec): AudienceFields {
  if (audience === 'everyone') return { kind: 'everyone', name: '', value: '' }
  if ('persona' in audience && typeof audience.persona === 'string') return { kind: 'persona', name: audience.persona, value: '' }
  if ('reached' in audience && typeof audience.reached === 'string') return { kind: 'reached', name: audience.reached, value: '' }
  if ('subject' in audience && Object.keys(audience).length === 2 && typeof audience.is === 'string')
    return { kind: 'property', name: audience.subject, value: audience.is }
  return { kind: 'rule', name: '', value: '' }
}

/** The audience that fields say; of `rule` the one before. */
export function audienceOf({ kind, name, value }: AudienceFields, before: AudienceSpec): AudienceSpec {
  switch (kind) {
    case 'everyone':
      return 'everyone'
    case 'persona':
      return { persona: name }
    case 'reached':
      return { reached: name }
    case 'property':
      return { subject: name, is: value }
    case 'rule':
      return before
  }
}
