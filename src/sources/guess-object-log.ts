import { plainName } from './column-names.ts'
import type { Inspection, ShapeNote } from './inspect-file.ts'
import type { EventsSpec } from './mapping-spec.ts'
import { objectLogColumns, objectTypePrefix } from './object-log.ts'

/** What types of objects are called elsewhere, where it is clear which of ours they are. */
const knownTypes: Readonly<Record<string, string>> = {
  ...{
    contact: 'contact',
    contacts: 'contact',
    customer: 'contact',
    customers: 'contact',
    person: 'contact',
    user: 'contact',
    lead: 'contact',
  },
  ...{ account: 'account', accounts: 'account', company: 'account', organization: 'account', organisation: 'account' },
  ...{ deal: 'deal', deals: 'deal', opportunity: 'deal', ticket: 'ticket', tickets: 'ticket', case: 'case' },
}

/** The mapping that an object-centric log brings with it: what is an event and an object is said; only what types of objects are called is ours. */
export function guessObjectLog({ columns }: Inspection, notes: ShapeNote[]): EventsSpec {
  const types = columns.filter((column) => column.startsWith(objectTypePrefix)).map((column) => column.slice(objectTypePrefix.length))
  const objects: Record<string, { column: string; several: true }> = {}
  const renamed: string[] = []
  for (const type of types) {
    const known = knownTypes[plainName(type)] ?? type
    const name = known in objects ? type : known
    objects[name] = { column: objectTypePrefix + type, several: true }
    if (name !== type) renamed.push(`${type} → ${name}`)
  }
  if (renamed.length > 0) notes.push({ kind: 'choice', message: `Types of objects are called as elsewhere here: ${renamed.join(', ')}.` })
  else if (types.length > 0)
    notes.push({
      kind: 'choice',
      message: `Types of objects: ${types.join(', ')}. To see their journey as contacts, accounts or deals, call one so in the mapping, under objects.`,
    })
  const { id, name, time } = objectLogColumns
  return { kind: 'events', id, time: { column: time, format: 'iso' }, name, objects }
}
