import { AppError } from '../../core/error.ts'
import { nearText } from '../../model/near-match.ts'
import { dittofeedTarget } from './dittofeed/dittofeed-target.ts'
import { hubspotTarget } from './hubspot/hubspot-target.ts'
import { klaviyoTarget } from './klaviyo/klaviyo-target.ts'
import { mauticTarget } from './mautic/mautic-target.ts'
import { neutralTarget } from './neutral/neutral-target.ts'
import { resendTarget } from './resend/resend-target.ts'
import type { Target } from './target.ts'

/** Every tool that a programme can be handed to, the neutral pack first. */
export const targets: readonly Target[] = [neutralTarget, hubspotTarget, klaviyoTarget, mauticTarget, dittofeedTarget, resendTarget]

/** The target of an id. Errors: `notFound` with those there are. */
export function targetNamed(id: string): Target {
  const found = targets.find((target) => target.id === id)
  if (found !== undefined) return found
  const ids = targets.map((target) => target.id)
  throw new AppError('notFound', `There is no target "${id}". Known: ${ids.join(', ')}.${nearText(id, ids)}`)
}
