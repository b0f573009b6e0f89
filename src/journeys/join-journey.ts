import type { Journey } from '../model/journey.ts'
import type { EventStore } from '../store/event-store.ts'
import { contactEventsOfDealsSql } from './deal-events-sql.ts'
import { dealType, eventsOf } from './events-of.ts'
import { accountHistorySql, eventColumns, heldAccountSql, joinSubjects, replaceEvents } from './join-subjects.ts'
import { knowContacts } from './know-contacts.ts'
import { sqlText } from './rule-sql.ts'

/** Rebuilds the events that a journey reads (E10): those of its subject type; of deals also those of contacts while one deal alone was open. Ids known to be one contact are one from here on (E7). */
export async function joinJourney(store: EventStore, journey: Journey, signal?: AbortSignal): Promise<void> {
  await knowContacts(store)
  await joinSubjects(store, journey.subjectType, signal)
  await joinOpenDeals(store, journey, signal)
}

/** Rebuilds the events that a journey of deals has of its own, from those of its subject type; other journeys have none. */
export async function joinOpenDeals(store: EventStore, journey: Journey, signal?: AbortSignal): Promise<void> {
  if (journey.subjectType === dealType) await replaceEvents(store, eventsOf(journey), dealEventsSql(journey), signal)
}

/** The deals' own events, joined before, and those of contacts. */
function dealEventsSql(journey: Journey): string {
  const partition = sqlText(eventsOf(journey))
  const account = heldAccountSql('held.history', 'occurredAt')
  return `SELECT ${partition}, subject, account, namedAccount, ${eventColumns} FROM subject_events WHERE subjectType = '${dealType}'
    UNION ALL
    SELECT ${partition}, e.subject AS subject, ${account} AS account, '' AS namedAccount, ${eventColumns}
    FROM (${contactEventsOfDealsSql(journey)}) AS e LEFT JOIN (${accountHistorySql(dealType, 'subject_events')}) AS held ON held.objectId = e.subject`
}
