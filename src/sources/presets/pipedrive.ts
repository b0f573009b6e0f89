import { tableOf } from './dated-rows.ts'
import { columnsByName, objectsOf, yes } from './export-table.ts'
import type { Preset } from './preset.ts'

/*
 * Column names: the fields of Pipedrive's API (deal, activity, person; changes of fields as in its flow and changelog). The page's own exports begin each label
 * with the kind of thing ("Deal - Title"); these labels are from memory, not checked.
 */
const vendor = 'Pipedrive'
const person = ['personidvalue', 'personid', 'dealcontactpersonid']
const firm = ['orgidvalue', 'orgid', 'dealorganizationid']

const deal: Preset = {
  id: 'pipedrive-deals',
  vendor,
  table: 'deals',
  needs: [
    ['id', 'dealid'],
    ['title', 'dealtitle'],
    ['addtime', 'dealdealcreated', 'dealcreated'],
    ['stageid', 'dealstage', 'wontime', 'dealwontime'],
  ],
  hints: [
    'losttime',
    'dealvalue',
    'currency',
    'dealcurrencyofvalue',
    'expectedclosedate',
    'pipelineid',
    'stagechangetime',
    'status',
    'dealstatus',
  ],
  fileName: /deals?\b/,
  mapping: (table) =>
    tableOf(table, { deal: table.need(['id', 'dealid']) }, objectsOf(table, { contact: person, account: firm }), [
      { at: ['addtime', 'dealdealcreated', 'dealcreated'], name: 'Deal created' },
      { at: ['wontime', 'dealwontime'], name: 'Deal won' },
      { at: ['losttime', 'deallosttime'], name: 'Deal lost' },
    ]),
}

const change: Preset = {
  id: 'pipedrive-deal-changes',
  vendor,
  table: 'deal changes',
  needs: [
    ['itemid', 'dataitemid', 'dealid'],
    ['fieldkey', 'datafieldkey'],
    ['newvalue', 'datanewvalue'],
    ['logtime', 'datalogtime', 'time', 'timestamp'],
  ],
  hints: ['oldvalue', 'dataoldvalue', 'userid', 'changesource', 'object'],
  fileName: /flow|change/,
  mapping: (table) => {
    const value = table.need(['newvalue', 'datanewvalue'])
    const key = table.need(['fieldkey', 'datafieldkey'])
    const object = table.column('object')
    return {
      kind: 'events',
      id: table.column(['dataid', 'id']),
      time: table.need(['logtime', 'datalogtime', 'time', 'timestamp']),
      name: value,
      where: { [key]: ['stage_id', 'status'], ...(object === undefined ? {} : { [object]: 'dealChange' }) },
      meanings: { won: { name: 'Deal won' }, lost: { name: 'Deal lost' }, open: { name: 'Deal opened again' } },
      constants: { initiator: 'company' },
      objects: { deal: table.need(['itemid', 'dataitemid', 'dealid']) },
      properties: columnsByName(table, { stage: ['newvalue', 'datanewvalue'], from: ['oldvalue', 'dataoldvalue'] }),
      change: { object: 'deal', name: key, value },
    }
  },
  notes: () => ['Stages have the numbers that Pipedrive gives them: name them under meanings in the mapping.'],
}

const activity: Preset = {
  id: 'pipedrive-activities',
  vendor,
  table: 'activities',
  needs: ['id', 'type', 'done', ['markedasdonetime', 'duedate']],
  hints: ['dealid', 'personid', 'orgid', 'subject', 'duetime'],
  fileName: /activit/,
  mapping: (table) => ({
    kind: 'events',
    id: table.need('id'),
    time: table.need(['markedasdonetime', 'duedate']),
    name: table.need('type'),
    where: { [table.need('done')]: yes },
    meanings: {
      call: { name: 'Call', channel: 'phone' },
      meeting: { name: 'Meeting' },
      email: { name: 'One-to-one e-mail', channel: 'email' },
      task: { name: 'Task' },
      deadline: { name: 'Deadline' },
      lunch: { name: 'Lunch' },
    },
    constants: { initiator: 'company' },
    objects: { activity: table.need('id'), ...objectsOf(table, { deal: 'dealid', contact: person, account: firm }) },
    properties: columnsByName(table, { subject: 'subject', note: 'note' }),
  }),
  notes: () => ['Only activities that are done are events.'],
}

const contact: Preset = {
  id: 'pipedrive-persons',
  vendor,
  table: 'persons',
  needs: [
    ['id', 'personid'],
    ['name', 'personname'],
    ['addtime', 'personpersoncreated'],
    ['orgid', 'orgidvalue', 'personorganizationid', 'opendealscount', 'personopendeals'],
  ],
  hints: ['email', 'phone', 'firstname', 'wondealscount'],
  without: ['title', 'done', 'dealtitle', 'peoplecount'],
  fileName: /(person|people|contact)s?\b/,
  mapping: (table) =>
    tableOf(
      table,
      { contact: table.need(['id', 'personid']) },
      objectsOf(table, { account: ['orgidvalue', 'orgid', 'personorganizationid'] }),
      [{ at: ['addtime', 'personpersoncreated'], name: 'Contact created' }],
    ),
}

const organization: Preset = {
  id: 'pipedrive-organizations',
  vendor,
  table: 'organizations',
  needs: [['id', 'organizationid'], ['name', 'organizationname'], 'addtime', ['peoplecount', 'opendealscount']],
  without: ['title', 'orgid', 'firstname'],
  fileName: /organi[sz]ation/,
  mapping: (table) => ({ kind: 'properties', key: { account: table.need(['id', 'organizationid']) } }),
}

export const pipedrivePresets: readonly Preset[] = [deal, change, activity, contact, organization]
