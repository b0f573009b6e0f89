import { conditionWords, readCondition } from '../model/property-condition.ts'
import { anchorDays, anchorWords } from './anchor-words.ts'
import { day } from './format.ts'
import type { Filter } from './journey-map.ts'

/** A condition on a property in words: "plan is pro or team"; as it was written where it cannot be read. */
export function propertyWords(property: string, condition: string): string {
  const parts = readCondition(condition)
  return `${property} ${typeof parts === 'string' ? condition : conditionWords(parts)}`
}

/** What a filter's ids are called. */
export interface FilterNames {
  personas: readonly { id: string; name: string }[]
  deadlines: Parameters<typeof anchorWords>[1]
}

/** Whom and when a filter chooses, in words: "persona IT, plan is pro at entry, stays entered from 1 Jan 2026"; empty where it chooses everyone. */
export function filterWords(filter: Filter, { personas, deadlines }: FilterNames): string {
  const { persona, where, others, segment, from, to } = filter
  const name = personas.find(({ id }) => id === persona)?.name ?? persona
  const whom = [
    ...(segment === undefined ? [] : [`segment ${segment}`]),
    ...(persona === undefined ? [] : [`persona ${name}`]),
    ...Object.entries(where).map(([property, condition]) => `${propertyWords(property, condition)} at entry`),
  ]
  const what = filter.period === 'lived' ? 'what happened' : 'stays entered'
  const days = anchorDays(filter, deadlines)
  const when = [
    ...(days === null ? [] : [`${what} from ${days[0]} to ${days[1]}, the ${anchorWords(filter, deadlines)}`]),
    ...(days !== null || from === undefined ? [] : [`${what} from ${day(from)}`]),
    ...(days !== null || to === undefined ? [] : [`${what} before ${day(to)}`]),
  ]
  return [...(others && whom.length > 0 ? [`everyone but those of: ${whom.join(', ')}`] : whom), ...when].join(', ')
}
