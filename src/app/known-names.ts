import type { KnownNames } from '../model/journey-names.ts'
import type { EventStore } from '../store/event-store.ts'

/** The names the data holds, to check a definition against (J3); null while there are no events, when nothing can be unknown yet. */
export async function knownNames(store: EventStore): Promise<KnownNames | null> {
  const [events, properties] = await Promise.all([
    store.rows<{ names: string[]; channels: string[]; touchpoints: string[]; eventProperties: string[] }>(
      `SELECT groupUniqArray(name) AS names, groupUniqArray(channel) AS channels, groupUniqArray(touchpoint) AS touchpoints,
         groupUniqArrayArray(mapKeys(properties)) AS eventProperties FROM events`,
    ),
    store.rows<{ objectType: string; names: string[] }>(
      'SELECT objectType, groupUniqArray(name) AS names FROM object_properties GROUP BY objectType',
    ),
  ])
  const found = events[0]
  if (!found || found.names.length === 0) return null
  return { ...found, objectProperties: Object.fromEntries(properties.map(({ objectType, names }) => [objectType, names])) }
}
