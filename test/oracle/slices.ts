import type { Filter } from '../../src/map/journey-map.ts'
import { type OracleFacts, subjectPropertyAt } from './facts.ts'
import type { OracleStay } from './stays.ts'

/** The stays a filter selects: by persona, by entry in [from, to), by property values as known at stage entry (rules M11, M12). */
export function selectStays(stays: readonly OracleStay[], filter: Filter, facts: OracleFacts, subjectType: string): OracleStay[] {
  return stays.filter((stay) => {
    if (filter.persona !== undefined && stay.persona !== filter.persona) return false
    if (filter.from !== undefined && stay.startedAt < filter.from) return false
    if (filter.to !== undefined && stay.startedAt >= filter.to) return false
    return Object.entries(filter.where).every(
      ([name, value]) => subjectPropertyAt(facts, subjectType, stay.subject, name, stay.startedAt) === value,
    )
  })
}
