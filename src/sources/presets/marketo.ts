import { tableOf } from './dated-rows.ts'
import { columnsByName, yes } from './export-table.ts'
import { mail, mailRobots } from './mail-events.ts'
import type { Preset } from './preset.ts'

/*
 * Column names: Marketo's bulk extract of activities (marketoGUID, leadId, activityDate, activityTypeId, …) and the tables that Fivetran makes of it, one a type.
 * The numbers of the activity types are Marketo's standard ones, from memory; those of the tables at hand were seen (6 to 13, 29, 32).
 */
const vendor = 'Marketo'

const activityTypes = {
  '1': { name: 'Page visited', initiator: 'customer' },
  '2': { name: 'Form submitted', initiator: 'customer' },
  '3': { name: 'Link clicked', initiator: 'customer' },
  '6': mail.sent,
  '7': mail.delivered,
  '8': mail.bounced,
  '9': mail.unsubscribed,
  '10': mail.opened,
  '11': mail.clicked,
  '12': { name: 'Lead created' },
  '13': { name: 'Lead changed' },
  '21': { name: 'Lead converted' },
  '22': { name: 'Score changed' },
  '24': { name: 'Added to list' },
  '25': { name: 'Removed from list' },
  '27': { name: 'E-mail bounced softly', channel: 'email' },
  '29': { name: 'Lead deleted' },
  '32': { name: 'Leads merged' },
  '34': { name: 'Added to opportunity' },
  '36': { name: 'Opportunity changed' },
  '46': { name: 'Interesting moment' },
  '104': { name: 'Programme status changed' },
} as const

const activity: Preset = {
  id: 'marketo-activities',
  vendor,
  table: 'activities',
  needs: ['leadid', 'activitydate', 'activitytypeid'],
  hints: ['marketoguid', 'primaryattributevalue', 'primaryattributevalueid', 'campaignid', 'stepid', 'attributes'],
  fileName: /activit/,
  mapping: (table) => {
    const agent = table.column('useragent')
    const bot = table.column(['isbotactivity'])
    const marks = {
      ...(agent === undefined ? {} : { [agent]: [...mailRobots] }),
      ...(bot === undefined ? {} : { [bot]: yes.filter((text) => text.length > 1) }),
    }
    const value = table.column('newvalue')
    const field = table.column('primaryattributevalue')
    return {
      kind: 'events',
      id: table.column(['marketoguid', 'id']),
      time: table.need('activitydate'),
      name: table.need('activitytypeid'),
      meanings: activityTypes,
      machine: Object.keys(marks).length === 0 ? undefined : marks,
      constants: { initiator: 'company' },
      objects: { contact: table.need('leadid') },
      properties: columnsByName(table, {
        ...{
          asset: 'primaryattributevalue',
          campaign: 'campaignid',
          link: 'link',
          result: 'actionresult',
          category: 'category',
          reason: 'reason',
        },
        ...{ newValue: 'newvalue', oldValue: 'oldvalue', attributes: 'attributes' },
      }),
      change: value === undefined || field === undefined ? undefined : { object: 'contact', name: field, value },
    }
  },
  notes: () => [
    'Activity types beyond Marketo’s common ones have their number for a name: say under meanings in the mapping what each stands for.',
  ],
}

const lead: Preset = {
  id: 'marketo-leads',
  vendor,
  table: 'leads',
  needs: ['id', 'email', 'createdat', 'updatedat'],
  hints: ['leadscore', 'leadstatus', 'marketoguid', 'originalsourcetype', 'personscore'],
  without: ['role', 'portalid'],
  fileName: /marketo.*lead|leads?_data|bulk_?leads?/,
  byFileName: true,
  mapping: (table) => tableOf(table, { contact: table.need('id') }, {}, [{ at: 'createdat', name: 'Lead created' }]),
}

export const marketoPresets: readonly Preset[] = [activity, lead]
