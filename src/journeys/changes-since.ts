import type { EventStore } from '../store/event-store.ts'

/** What is known of all that changed after a change: nothing did; what it did to events; whom it touched; not even that. */
export interface Changes {
  kind: 'nothing' | 'events' | 'objects' | 'everything'
  since: number
  /** The newest change. */
  upTo: number
  /** An event that stood before was corrected or taken away. */
  corrected: boolean
  /** An anonymous id was named, or a thing such as a ticket: whose events those are hangs on ties (E7, E10). */
  tied: boolean
}

/** What changed after `since` up to `upTo`; everything where `since` is null, or is so long ago that it is no longer kept. */
export async function changesSince(store: EventStore, since: number | null, upTo: number): Promise<Changes> {
  const told = { since: since ?? 0, upTo, corrected: false, tied: false }
  if (since === null) return { ...told, kind: 'everything' }
  if (since >= upTo) return { ...told, kind: 'nothing' }
  const [row] = await store.rows<{ kinds: string[]; known: number; corrected: number; tied: number }>(
    `SELECT groupUniqArray(last) AS kinds, count() AS known,
       (SELECT max(was) FROM changed_events WHERE change > {since:UInt64} AND change <= {upTo:UInt64}) AS corrected,
       (SELECT countIf(objectType NOT IN ('contact', 'account', 'deal')) > 0 FROM changed_objects WHERE change > {since:UInt64} AND change <= {upTo:UInt64}) AS tied
     FROM (SELECT change, argMax(toString(kind), told) AS last FROM changes WHERE change > {since:UInt64} AND change <= {upTo:UInt64} GROUP BY change)`,
    { since, upTo },
  )
  if (row === undefined || row.known < upTo - since || row.kinds.includes('everything')) return { ...told, kind: 'everything' }
  const kind = row.kinds.includes('objects') ? 'objects' : 'events'
  return { ...told, kind, corrected: row.corrected === 1, tied: row.tied === 1 }
}

/** SQL: the changes told of, as a condition over a column `change`. */
export function amongSql({ since, upTo }: Changes): string {
  return `change > ${since} AND change <= ${upTo}`
}
