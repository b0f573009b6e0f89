import { z } from 'zod'
import { changesSince } from '../journeys/changes-since.ts'
import type { ImportRecord } from '../model/import-record.ts'
import type { EventStore } from '../store/event-store.ts'
import type { PastDatabase } from '../store/past-databases.ts'
import type { AskedDay } from './past-day.ts'

/** Up to which change, and of which complete imports, the facts are. */
export interface FactsNow {
  change: number
  imports: string[]
}

const laidFromSchema = z.object({
  known: z.enum(['now', 'then']),
  end: z.number(),
  change: z.number(),
  imports: z.array(z.string()),
  again: z.boolean(),
  isKept: z.boolean(),
})

/** What a past day was computed from. `again`: in the place of one that facts had overtaken; `isKept`: of every import it is known what arrived. */
export type LaidFrom = z.infer<typeof laidFromSchema>

/** The database of a past day with what it was computed from. */
export interface LaidDay extends PastDatabase {
  from: LaidFrom
}

/** None where its key is of an earlier program. */
export function readLaid(database: PastDatabase): LaidDay[] {
  const from = laidFromSchema.safeParse(parsed(database.key))
  return from.success ? [{ ...database, from: from.data }] : []
}

/** Whether this is the day that is asked for, by the same reading. */
export function isOf(from: Pick<LaidFrom, 'known' | 'end'>, wanted: Pick<AskedDay, 'known' | 'end'>): boolean {
  return from.known === wanted.known && from.end === wanted.end
}

/** Whether nothing since can have changed a past day (L4): by knowledge what arrived later does not, by occurrence events of later do not. Where that is not known it does not stand. */
export async function stillStands(store: EventStore, from: LaidFrom, newest: number, imports: readonly ImportRecord[]): Promise<boolean> {
  const ids = new Set(imports.map(({ id }) => id))
  const isSame = ids.size === from.imports.length && from.imports.every((id) => ids.has(id))
  if (isSame && from.change === newest) return true
  return from.known === 'now' ? onlyLaterHappened(store, from, newest) : onlyLaterArrived(store, from, imports)
}

async function onlyLaterHappened(store: EventStore, { end, change }: LaidFrom, newest: number): Promise<boolean> {
  const { kind } = await changesSince(store, change, newest)
  if (kind !== 'events') return kind === 'nothing'
  const [row] = await store.rows<{ earlier: number; objects: number }>(
    `SELECT (SELECT count() FROM changed_events WHERE change > {change:UInt64} AND (removed = 1 OR was = 1 OR occurredAt <= {end:Int64})) AS earlier,
       (SELECT count() FROM changed_objects WHERE change > {change:UInt64} AND what != 'event') AS objects`,
    { change, end },
  )
  return row?.earlier === 0 && row.objects === 0
}

/** An event of a later import counts where its file says that it was received by then. */
async function onlyLaterArrived(store: EventStore, from: LaidFrom, imports: readonly ImportRecord[]): Promise<boolean> {
  const ids = new Set(imports.map(({ id }) => id))
  if (!from.isKept || !from.imports.every((id) => ids.has(id))) return false
  const later = imports.filter(({ id }) => !from.imports.includes(id))
  if (later.some(({ startedAt }) => startedAt <= from.end)) return false
  const [row] = await store.rows<{ earlier: number }>(
    `SELECT count() AS earlier FROM arrived_events
     WHERE importId IN {later:Array(String)} AND toInt64OrNull(splitByChar(char(30), rest)[5]) <= {end:Int64}`,
    { later: later.map(({ id }) => id), end: from.end },
  )
  return row?.earlier === 0
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
