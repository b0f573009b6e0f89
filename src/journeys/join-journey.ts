import type { Journey } from '../model/journey.ts'
import type { EventStore } from '../store/event-store.ts'
import { bringPartition, type JoinedPartition } from './bring-events.ts'
import { contactEventsOfDealsSql, type DealsOf, dealExits } from './deal-events-sql.ts'
import { dealType, eventsOf } from './events-of.ts'
import { accountHistorySql, eventColumns, heldAccountSql, joinSubjects, replaceEvents, type Ties, tiesOf } from './join-subjects.ts'
import { knowContacts } from './know-contacts.ts'
import { sqlText } from './rule-sql.ts'
import { keepContactsOfTouchedDeals, touchDeals } from './touched-deals.ts'
import { isTouched } from './touched-subjects.ts'

/** Rebuilds the events that a journey reads (E10): those of its subject type; of deals also those of contacts while one deal alone was open. Ids known to be one contact are one from here on (E7). */
export async function joinJourney(store: EventStore, journey: Journey, signal?: AbortSignal): Promise<void> {
  await knowContacts(store)
  await joinSubjects(store, journey.subjectType, signal)
  await joinOpenDeals(store, journey, signal)
}

/** Rebuilds the events that a journey of deals has of its own, from those of its subject type; other journeys have none. */
export async function joinOpenDeals(store: EventStore, journey: Journey, signal?: AbortSignal): Promise<void> {
  if (journey.subjectType === dealType) await replaceEvents(store, eventsOf(journey), dealEventsSql(journey, await tiesOf(store)), signal)
}

/** Brings them up to a change of the facts: of the deals that it touched, where they are known and few, else of all. */
export async function bringOpenDeals(store: EventStore, journey: Journey, upTo: number, signal?: AbortSignal): Promise<void> {
  if (journey.subjectType !== dealType) return
  const joined: JoinedPartition = {
    partition: eventsOf(journey),
    rules: JSON.stringify(dealExits(journey)),
    touch: (changes) => touchDeals(store, changes),
    touchedSql: async () => {
      await keepContactsOfTouchedDeals(store)
      return dealEventsSql(journey, await tiesOf(store), 'touched')
    },
    joinAll: () => joinOpenDeals(store, journey, signal),
  }
  await bringPartition(store, joined, upTo, signal)
}

/** The deals' own events, joined before, and those of contacts. */
function dealEventsSql(journey: Journey, ties: Ties, of: DealsOf = 'all'): string {
  const partition = sqlText(eventsOf(journey))
  const account = heldAccountSql('held.history', 'occurredAt')
  const wanted = of === 'touched' ? isTouched : '1'
  return `SELECT ${partition} AS subjectType, subject, account, namedAccount, ${eventColumns} FROM subject_events WHERE subject_events.subjectType = '${dealType}' AND ${wanted}
    UNION ALL
    SELECT ${partition}, e.subject AS subject, ${account} AS account, '' AS namedAccount, ${eventColumns}
    FROM (SELECT * FROM (${contactEventsOfDealsSql(journey, ties, of)}) WHERE ${wanted}) AS e
    LEFT JOIN (${accountHistorySql(dealType, 'subject_events')}) AS held ON held.objectId = e.subject`
}
