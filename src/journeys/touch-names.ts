import type { EventStore } from '../store/event-store.ts'
import type { JoinedEvents } from './ordered-events-sql.ts'
import { sqlText } from './rule-sql.ts'

/** Channels a code has room for; touchpoints have a million. */
export const channelRoom = 4096

export interface TouchNames {
  touchpoints: ReadonlyMap<string, number>
  channels: ReadonlyMap<string, number>
}

/** The codes of touchpoints and channels in a partition of `subject_events`, from 1; names not seen before get the next. Codes never change, so that stored stays stay readable. */
export async function touchNames(store: EventStore, partition: string, from: JoinedEvents = 'subject_events'): Promise<TouchNames> {
  const known = await store.rows<{ kind: 'touchpoint' | 'channel'; code: number; name: string }>('SELECT kind, code, name FROM touch_names')
  const seen = await store.rows<{ kind: 'touchpoint' | 'channel'; name: string }>(
    `SELECT DISTINCT kind, name FROM (SELECT arrayJoin([('touchpoint', toString(touchpoint)), ('channel', toString(channel))]) AS pair, pair.1 AS kind, pair.2 AS name
       FROM (SELECT DISTINCT touchpoint, channel FROM ${from} WHERE subjectType = ${sqlText(partition)}))
     WHERE name != '' ORDER BY kind, name`,
  )
  const codes = { touchpoint: new Map<string, number>(), channel: new Map<string, number>() }
  for (const { kind, code, name } of known) codes[kind].set(name, code)
  const added = seen.flatMap(({ kind, name }) => {
    if (codes[kind].has(name)) return []
    const code = codes[kind].size + 1
    codes[kind].set(name, code)
    return [{ kind, code, name }]
  })
  await store.insert('touch_names', added)
  return { touchpoints: codes.touchpoint, channels: codes.channel }
}
