import type { ContactTie } from '../model/contact-groups.ts'
import type { EventStore } from '../store/event-store.ts'
import { standingDecisionsSql } from '../store/known-facts.ts'

/** The ties between contacts that stand (rule E7): what files say, unless a person took it back, and what people merged. */
export async function contactTies(store: EventStore): Promise<ContactTie[]> {
  const rows = await store.rows<{ one: string; other: string }>(
    `WITH decided AS (SELECT contact AS one, otherId AS other, isApart FROM (${standingDecisionsSql}) WHERE otherType = 'contact')
     SELECT one, other FROM (
       SELECT DISTINCT least(fromId, toId) AS one, greatest(fromId, toId) AS other FROM object_links
       WHERE fromType = 'contact' AND toType = 'contact' AND fromId != toId
       UNION DISTINCT SELECT one, other FROM decided WHERE isApart = 0
     ) WHERE (one, other) NOT IN (SELECT one, other FROM decided WHERE isApart = 1) ORDER BY one, other`,
  )
  return rows.map(({ one, other }) => [one, other])
}
