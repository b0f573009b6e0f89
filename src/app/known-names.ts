import type { KnownNames } from '../model/journey-names.ts'
import type { EventStore } from '../store/event-store.ts'

/** The names the data holds, to check a definition against (J3); null while there are no events, when nothing can be unknown yet. */
export async function knownNames(store: EventStore): Promise<KnownNames | null> {
  const [events, properties, types] = await Promise.all([
    store.rows<{ names: string[]; channels: string[]; touchpoints: string[]; eventProperties: string[] }>(
      `SELECT groupUniqArray(name) AS names, groupUniqArray(channel) AS channels, groupUniqArray(touchpoint) AS touchpoints,
         groupUniqArrayArray(mapKeys(properties)) AS eventProperties FROM events`,
    ),
    store.rows<{ objectType: string; names: string[] }>(
      'SELECT objectType, groupUniqArray(name) AS names FROM object_properties GROUP BY objectType',
    ),
    store.rows<{ objectType: string }>(
      `SELECT DISTINCT arrayJoin(mapKeys(objects)) AS objectType FROM events
       UNION DISTINCT SELECT DISTINCT objectType FROM object_properties
       UNION DISTINCT SELECT DISTINCT arrayJoin([fromType, toType]) AS objectType FROM object_links`,
    ),
  ])
  const found = events[0]
  if (!found || found.names.length === 0) return null
  const objectTypes = types.map(({ objectType }) => objectType)
  return { ...found, objectTypes, objectProperties: Object.fromEntries(properties.map(({ objectType, names }) => [objectType, names])) }
}
