import { columnsByName, type ExportTable, objectsOf } from './export-table.ts'
import type { Preset } from './preset.ts'

/*
 * Calls by the Segment specification (identify, track, page, screen, group, alias), one object a line, as Segment, RudderStack and their like write them to files.
 * Names: the common fields of the specification; from memory, not checked.
 */
const times = { originalTime: 'originaltimestamp', sentAt: 'sentat', receivedAt: 'receivedat' } as const

function clockTimes(table: ExportTable) {
  const found = columnsByName(table, times) ?? {}
  return Object.keys(found).length === 3 ? found : {}
}

/** Which traits describe whom: those of group calls the account, those of identify calls the contact; one that both have nobody. */
function traits(table: ExportTable): { contact: Record<string, string>; account: Record<string, string>; unsure: string[] } {
  const calls = table.values('type')
  const found = { contact: {} as Record<string, string>, account: {} as Record<string, string>, unsure: [] as string[] }
  for (const column of table.columns.filter((name) => /^(context\.)?traits\./.test(name))) {
    const name = column.replace(/^(context\.)?traits\./, '')
    const values = table.valuesOf(column)
    const inGroups = !column.startsWith('context.') && values.some((value, row) => value !== '' && calls[row] === 'group')
    const elsewhere = values.some((value, row) => value !== '' && calls[row] !== 'group')
    if (inGroups && elsewhere) found.unsure.push(name)
    else if (inGroups) found.account[name] = column
    else if (!(name in found.contact) || column.startsWith('traits.')) found.contact[name] = column
  }
  return found
}

function described(table: ExportTable): Record<string, Record<string, string>> {
  const { contact, account } = traits(table)
  const some = {
    ...(table.column('userid') === undefined ? {} : { contact }),
    ...(table.column(['groupid', 'contextgroupid']) === undefined ? {} : { account }),
  }
  return Object.fromEntries(Object.entries(some).filter(([, columns]) => Object.keys(columns).length > 0))
}

/** An alias call ties the id of before to the user: another contact, or where the file knows it as one, an anonymous id. */
function alias(table: ExportTable) {
  const column = table.column('previousid')
  if (column === undefined) return undefined
  const anonymous = new Set(table.values('anonymousid'))
  return {
    column,
    type: table.values('previousid').some((id) => id !== '' && anonymous.has(id)) ? ('anonymous' as const) : ('contact' as const),
  }
}

const calls: Preset = {
  id: 'segment-calls',
  vendor: 'Segment',
  table: 'calls',
  needs: ['messageid', 'type', ['userid', 'anonymousid'], ['timestamp', 'originaltimestamp']],
  hints: ['sentat', 'receivedat', 'originaltimestamp', 'contextlibraryname', 'anonymousid', 'event'],
  fits: (table) => table.values('type').some((type) => ['track', 'identify', 'page', 'screen', 'group', 'alias'].includes(type)),
  mapping: (table) => ({
    kind: 'events',
    id: table.need('messageid'),
    time: table.need(['timestamp', 'originaltimestamp']),
    ...clockTimes(table),
    name: [table.column('event'), table.need('type')].filter((column) => column !== undefined),
    meanings: {
      page: { name: 'Page viewed' },
      screen: { name: 'Screen viewed' },
      identify: { name: 'Identified' },
      group: { name: 'Joined account' },
      alias: { name: 'Known by another id' },
    },
    origin: columnsByName(table, { medium: 'contextcampaignmedium', source: 'contextcampaignsource', referrer: 'contextpagereferrer' }),
    objects: objectsOf(table, { contact: 'userid', anonymous: 'anonymousid', account: ['groupid', 'contextgroupid'] }),
    alias: alias(table),
    objectProperties: described(table),
  }),
  notes: (table) => {
    const { unsure } = traits(table)
    return unsure.length === 0
      ? []
      : [`The traits ${unsure.join(', ')} stand in calls about people and about accounts: they stay with the event.`]
  },
}

export const segmentPresets: readonly Preset[] = [calls]
