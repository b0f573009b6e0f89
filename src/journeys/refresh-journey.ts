import { newestChange } from '../events/record-change.ts'
import type { EventStore } from '../store/event-store.ts'
import { bringEvents } from './bring-events.ts'
import { bringStays, type RefreshResult, type VersionStays } from './bring-stays.ts'
import { dealType } from './events-of.ts'
import { bringOpenDeals } from './join-journey.ts'
import { knowContacts } from './know-contacts.ts'

/**
 * Brings one journey version up to date with the facts: joined events, stays, touches. What no change touched is not computed again. A killed run leaves
 * the figures before it; the next run repairs. Gives also up to which change of the facts it went.
 */
export async function refreshJourney(
  store: EventStore,
  of: VersionStays,
  signal?: AbortSignal,
): Promise<RefreshResult & { change: number }> {
  await of.onStep?.('contacts')
  await knowContacts(store)
  const change = await newestChange(store)
  return { ...(await bringJourney(store, of, change, signal)), change }
}

/** The same up to a change of the facts; ids known to be one contact are so already. */
export async function bringJourney(store: EventStore, of: VersionStays, upTo: number, signal?: AbortSignal): Promise<RefreshResult> {
  const { journey } = of
  await of.onStep?.('joining')
  if (journey.value !== null && journey.subjectType !== dealType) await bringEvents(store, dealType, upTo, signal)
  await bringEvents(store, journey.subjectType, upTo, signal)
  await bringOpenDeals(store, journey, upTo, signal)
  return bringStays(store, of, upTo, signal)
}
