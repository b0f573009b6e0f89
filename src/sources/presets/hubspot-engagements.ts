import { columnsByName, objectsOf } from './export-table.ts'
import { associated, isRecord, vendor } from './hubspot-record.ts'
import type { Preset } from './preset.ts'

/** Calls, meetings, notes, tasks: one table a kind. Whom they concern stands in the association tables. */
const engagement: Preset = {
  id: 'hubspot-engagements',
  vendor,
  table: 'engagements',
  needs: ['engagementid', ['hstimestamp', 'starttime', 'createdate', 'hscreatedate']],
  hints: ['type', 'hsobjectid', 'meetingoutcome', 'hubspotownerid', 'hscreatedate'],
  fileName: /engagement/,
  mapping: (table) => {
    const kind = /engagement_?(call|communication|email|meeting|note|task)/.exec(table.fileName)?.[1]
    return {
      kind: 'events',
      id: table.need('engagementid'),
      time: table.need(['hstimestamp', 'starttime', 'createdate', 'hscreatedate']),
      name: table.column('type'),
      meanings: engagementMeanings,
      constants: { name: engagementName(kind ?? 'engagement'), initiator: 'company' },
      objects: {
        engagement: table.need('engagementid'),
        ...objectsOf(table, { contact: 'contactid', account: 'companyid', deal: 'dealid' }),
      },
    }
  },
}

/** Engagements as the first version of the API answers: whom they concern stands in lists of ids. */
const engagementRecord: Preset = {
  id: 'hubspot-engagement-records',
  vendor,
  table: 'engagements (API)',
  needs: ['engagementid', 'engagementtype', 'engagementtimestamp'],
  hints: ['associationscontactids', 'associationscompanyids', 'associationsdealids'],
  mapping: (table) => {
    const listed = columnsByName(table, {
      ...{ contact: 'associationscontactids', account: 'associationscompanyids', deal: 'associationsdealids' },
      ticket: 'associationsticketids',
    })
    return {
      ...{ kind: 'events', id: table.need('engagementid'), time: table.need('engagementtimestamp'), name: table.need('engagementtype') },
      meanings: engagementMeanings,
      constants: { initiator: 'company' },
      objects: {
        engagement: table.need('engagementid'),
        ...Object.fromEntries(Object.entries(listed ?? {}).map(([type, column]) => [type, { column, several: true }])),
      },
      properties: columnsByName(table, { status: 'metadatastatus', disposition: 'metadatadisposition', source: 'engagementsource' }),
    }
  },
}

/** Calls, meetings, notes, e-mails, tasks as the API answers now: records of one kind a file. */
const activity: Preset = {
  id: 'hubspot-activities',
  vendor,
  table: 'activities (API)',
  needs: ['hsobjectid', 'hstimestamp'],
  hints: ['associationscontactsresults', 'associationscompaniesresults', 'hubspotownerid'],
  fits: isRecord,
  mapping: (table) => {
    const kind = /^properties\.hs_(call|communication|email|meeting|note|task)_/
    const found = table.columns.flatMap((column) => kind.exec(column)?.[1] ?? [])[0] ?? 'engagement'
    return {
      ...{ kind: 'events', id: table.need('hsobjectid'), time: table.need('hstimestamp') },
      constants: { name: engagementName(found), initiator: 'company' },
      objects: {
        engagement: table.need('hsobjectid'),
        ...associated(table, { contact: 'contacts', account: 'companies', deal: 'deals', ticket: 'tickets' }),
      },
      properties: columnsByName(table, { status: ['hscallstatus', 'hsemailstatus', 'hstaskstatus'], outcome: 'hsmeetingoutcome' }),
    }
  },
}

function engagementName(type: string): string {
  const word = type.toLowerCase()
  return word === 'email' ? 'One-to-one e-mail' : word.charAt(0).toUpperCase() + word.slice(1)
}

const engagementMeanings = Object.fromEntries(
  ['CALL', 'EMAIL', 'MEETING', 'NOTE', 'TASK', 'COMMUNICATION'].map((type) => [type, { name: engagementName(type) }]),
)

/** HubSpot's calls, meetings, notes, e-mails and tasks, in each form that they come in. */
export const hubspotEngagements: readonly Preset[] = [engagement, engagementRecord, activity]
