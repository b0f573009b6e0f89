import type { Programme } from '../model/programme.ts'
import { contactFields, fieldName, isToldField } from './targets/contact-field.ts'
import type { FieldTest } from './targets/field-test.ts'
import type { Target } from './targets/target.ts'

/** A column of the table that tells a tool of contacts: the value of a field, or whether what begins an event holds. */
export interface FieldColumn {
  column: string
  value(fields: ReadonlyMap<string, string>): string
}

/** The columns after a contact's id and address: exactly the fields that contact-fields.csv names or, of a tool that is told by events, these and the fields for people. */
export function fieldColumns(programme: Programme, { events }: Pick<Target, 'events'>): FieldColumn[] {
  const fields = contactFields(programme).map(({ field }) => ({
    column: field,
    value: (of: ReadonlyMap<string, string>) => of.get(field) ?? '',
  }))
  if (events === undefined) return fields
  const begun = events(programme).map(({ column, tests }) => ({
    column,
    value: (of: ReadonlyMap<string, string>) => (holds(tests, of) ? 'yes' : 'no'),
  }))
  const since = fieldName(programme, 'since')
  return [...begun, ...fields.filter(({ column }) => column === since || isToldField(programme, column))]
}

function holds(tests: readonly FieldTest[], of: ReadonlyMap<string, string>): boolean {
  return tests.every(({ field, value }) => of.get(field) === value)
}
