import { columnsByName, objectsOf } from './export-table.ts'
import type { Preset } from './preset.ts'

/*
 * GA4: the columns of Google's published BigQuery export schema (events_YYYYMMDD; times in microseconds, parameters as a list of keys and values).
 * Matomo: the fields of the Live API and of the visits log; from memory, not checked.
 */
const googleAnalytics: Preset = {
  id: 'ga4-events',
  vendor: 'Google Analytics 4',
  table: 'BigQuery export',
  needs: ['eventname', 'eventtimestamp', 'userpseudoid'],
  hints: ['eventdate', 'userid', 'eventparamsgasessionid', 'streamid', 'platform', 'eventbundlesequenceid'],
  mapping: (table) => ({
    kind: 'events',
    time: { column: table.need('eventtimestamp'), format: 'epoch-us' },
    name: table.need('eventname'),
    origin: columnsByName(table, {
      medium: ['collectedtrafficsourcemanualmedium', 'eventparamsmedium'],
      source: ['collectedtrafficsourcemanualsource', 'eventparamssource'],
      referrer: 'eventparamspagereferrer',
    }),
    objects: objectsOf(table, { contact: 'userid', anonymous: 'userpseudoid' }),
  }),
  notes: () => ['The traffic source of the first visit is no channel of an event; it stays a property.'],
}

const matomo: Preset = {
  id: 'matomo-visits',
  vendor: 'Matomo',
  table: 'visits',
  needs: ['idvisit', 'visitorid', ['firstactiontimestamp', 'servertimestamp', 'lastactiontimestamp', 'serverdatetimefirstaction']],
  hints: ['idsite', 'referrertype', 'referrername', 'visitduration', 'actions', 'actiondetails'],
  mapping: (table) => ({
    kind: 'events',
    id: table.need('idvisit'),
    time: table.need(['firstactiontimestamp', 'serverdatetimefirstaction', 'servertimestamp', 'lastactiontimestamp']),
    constants: { name: 'Visit', initiator: 'customer' },
    origin: columnsByName(table, { source: 'referrername', referrer: 'referrerurl' }),
    objects: objectsOf(table, { contact: 'userid', anonymous: 'visitorid' }),
    properties: columnsByName(table, {
      referrerType: 'referrertype',
      referrer: 'referrername',
      keyword: 'referrerkeyword',
      actions: 'actions',
      seconds: 'visitduration',
      goals: 'goalconversions',
      device: 'devicetype',
      country: 'country',
      visitorType: 'visitortype',
    }),
  }),
  notes: () => ['A visit is one event; the pages inside it are not told apart.'],
}

export const webPresets: readonly Preset[] = [googleAnalytics, matomo]
