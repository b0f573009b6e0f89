import type { Drafts } from './drafts.ts'
import type { EventsMapping, ObjectColumn } from './mapping.ts'
import type { ObjectFact } from './object-fact.ts'
import { reject, shown } from './reject.ts'
import { earliestTime } from './time-check.ts'
import { timeReader } from './time-format.ts'
import { zoneToUtc } from './time-zone.ts'

/** Ties that the joins of events know in one direction only (rules E7, E10); a file may tell them in the other. */
const turned: readonly [string, string][] = [
  ['account', 'contact'],
  ['account', 'deal'],
  ['contact', 'deal'],
]

/**
 * Turns what a file says of objects into properties and links, under the types that the mapping gives to the columns. Objects of a type that the mapping
 * leaves out are left out. A property whose time lies before 1990 holds always: logs write the first value so.
 */
export function objectFactsMapper(mapping: EventsMapping): (facts: readonly ObjectFact[], drafts: Drafts) => void {
  const columns = new Map(mapping.objects.map((object) => [object.column, object]))
  const read = timeReader('iso', zoneToUtc(mapping.timeZone))
  const idOf = ({ lowerCase }: ObjectColumn, id: string) => (lowerCase ? id.trim().toLowerCase() : id)
  return (facts, drafts) => {
    for (const { line, raw, column, id, properties, links } of facts) {
      const object = columns.get(column)
      if (object === undefined) continue
      const own = { type: object.type, id: idOf(object, id) }
      for (const { name, value, from } of properties) {
        const at = from === '' ? 0 : read(from)
        if (Number.isNaN(at)) drafts.rejects.push(reject(line, 'badTime', raw, `${name} is valid from ${shown(from)}.`))
        else drafts.properties.push({ line, ...own, name, value, validFrom: at < earliestTime ? null : at })
      }
      for (const link of links) {
        const other = columns.get(link.column)
        if (other !== undefined) drafts.links.push(linkOf(line, own, { type: other.type, id: idOf(other, link.id) }))
      }
    }
  }
}

function linkOf(line: number, one: { type: string; id: string }, other: { type: string; id: string }) {
  const turn = turned.some(([from, to]) => one.type === from && other.type === to)
  const [from, to] = turn ? [other, one] : [one, other]
  return { line, fromType: from.type, fromId: from.id, toType: to.type, toId: to.id, since: null }
}
