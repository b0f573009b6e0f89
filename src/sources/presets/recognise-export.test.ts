import { describe, expect, it } from 'vitest'
import { columnsOf, normaliseMapping } from '../mapping.ts'
import { allPresets } from './all-presets.ts'
import { exportTable } from './export-table.ts'
import { idleTableOf } from './idle-tables.ts'
import { presetOf } from './recognise-export.ts'

const file = (columns: string, path = 'export.csv') => ({ path, columns: columns.split(','), rows: [] })

describe('presetOf', () => {
  it.each([
    'user_id,event,time',
    'timestamp,user_id,anonymous_id,account,event,note',
    'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value',
    'account,sector,year_established,revenue,employees',
    'id,name,email,created_at',
    'case_id,activity,timestamp,resource',
    'ticket_id,status,created_at,subject',
    'email,timestamp,action',
    'contact_id,deal_id,stage,amount,date',
    'deal_id,contact_id,email,created_at',
    'id,type,date,email,campaign_id',
    'customer_id,order_id,order_date,amount',
  ])('takes no vendor’s name for a table of one’s own: %s', (columns) => {
    expect(presetOf(file(columns))).toBeNull()
    expect(idleTableOf(file(columns))).toBeNull()
  })

  it('knows a table by its columns whatever the file is called, and however they are spelled', () => {
    for (const columns of [
      'Id,OpportunityId,Field,OldValue,NewValue,CreatedDate',
      'ID,OPPORTUNITYID,FIELD,OLDVALUE,NEWVALUE,CREATEDDATE',
      'id,opportunity_id,field,old_value,new_value,created_date',
    ])
      expect(presetOf(file(columns, 'x.csv'))?.id).toBe('salesforce-opportunity-field-history')
  })
})

describe.each(allPresets.map((preset) => ({ name: `${preset.id}, ${preset.table}`, preset })))('$name', ({ preset }) => {
  const first = (names: string | readonly string[]) => [names].flat()[0] as string

  it.each([
    ['what it needs', preset.needs],
    ['all that it may have', [...preset.needs, ...(preset.hints ?? [])]],
  ])('gives a mapping that can be used, with %s', (_, names) => {
    const columns = [...new Set(names.map(first))]
    const mapping = normaliseMapping(preset.mapping(exportTable({ path: 'x.csv', columns, rows: [columns.map(() => '')] })))
    for (const { column } of columnsOf(mapping)) expect(columns).toContain(column)
  })
})
