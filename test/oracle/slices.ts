import type { Filter } from '../../src/map/journey-map.ts'
import { type OracleFacts, subjectPropertyAt } from './facts.ts'
import type { OracleStay } from './stays.ts'

/** Whether a value, null where nothing is known, meets a condition as rule M12 has it: read word by word, quotes apart from those around nothing left out. */
export function meets(value: string | null, condition: string): boolean {
  return condition.split(' && ').every((part) => {
    const [, sign = '', bound = ''] = /^(>=|<=|>|<)(.*)$/.exec(part) ?? []
    if (sign !== '') {
      const n = value === null || value.trim() === '' ? Number.NaN : Number(value)
      return { '>=': n >= Number(bound), '<=': n <= Number(bound), '>': n > Number(bound), '<': n < Number(bound) }[sign] === true
    }
    const values = part.replace(/^!/, '').split(',')
    if (value === null) return !part.startsWith('!') && values.includes('""')
    return values.includes(value) !== part.startsWith('!')
  })
}

/** The stays a filter selects: by persona, by property values as known at stage entry, or all others than these; by entry in [from, to) (rules M11, M12). */
export function selectStays(stays: readonly OracleStay[], filter: Filter, facts: OracleFacts, subjectType: string): OracleStay[] {
  return stays.filter((stay) => {
    if (filter.from !== undefined && stay.startedAt < filter.from) return false
    if (filter.to !== undefined && stay.startedAt >= filter.to) return false
    const holds = Object.entries(filter.where).every(([name, condition]) =>
      meets(subjectPropertyAt(facts, subjectType, stay.subject, name, stay.startedAt), condition),
    )
    const whom = holds && (filter.persona === undefined || stay.persona === filter.persona)
    return whom !== (filter.others ?? false)
  })
}
