import type { PartSpec } from '../mapping-spec.ts'
import { columnsByName, type ExportTable, objectsOf } from './export-table.ts'
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
    ...actionParts(table),
  }),
  notes: (table) => (actionParts(table).parts === undefined ? ['A visit is one event; the pages inside it are not in the file.'] : []),
}

const actionMeanings = {
  action: { name: 'Page viewed' },
  download: { name: 'File downloaded' },
  outlink: { name: 'Link to elsewhere followed' },
  search: { name: 'Site searched' },
  ecommerceOrder: { name: 'Order placed' },
  ecommerceAbandonedCart: { name: 'Cart left' },
}

/** What happened inside a visit: pages and the like by their kind, tracked events by their action, goals by their name. The channel is the visit's. */
function actionParts(table: ExportTable): { parts?: PartSpec[] } {
  const each = table.column('actiondetails')
  if (each === undefined || !table.values('actiondetails').some((list) => list.includes('"timestamp":'))) return {}
  const above = (names: Record<string, string>) => {
    const found = columnsByName(table, names) ?? {}
    return Object.fromEntries(Object.entries(found).map(([name, column]) => [name, `^.${column}`]))
  }
  const kindOf = (type: string | string[], name: string): PartSpec => ({
    ...{ each, kind: 'events', time: { column: 'timestamp', format: 'epoch-s' }, name, where: { type } },
    constants: { initiator: 'customer' },
    origin: above({ source: 'referrername', referrer: 'referrerurl' }),
    objects: above({ contact: 'userid', anonymous: 'visitorid' }),
    properties: {
      ...{ url: 'url', category: 'eventCategory', event: 'eventName', value: 'eventValue', search: 'siteSearchKeyword' },
      ...{ goal: 'goalId', revenue: 'revenue', order: 'orderId', visit: `^.${table.need('idvisit')}` },
    },
  })
  return {
    parts: [
      { ...kindOf(Object.keys(actionMeanings), 'type'), meanings: actionMeanings, touchpoint: 'pageTitle' } as PartSpec,
      kindOf('event', 'eventAction'),
      kindOf('goal', 'goalName'),
    ],
  }
}

export const webPresets: readonly Preset[] = [googleAnalytics, matomo]
