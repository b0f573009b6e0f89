import type { Event, ObjectLink, ObjectProperty } from '../../src/model/event.ts'

/** An event as stored: its id is never null (rule E2). */
export type OracleEvent = Event & { id: string }

/** A property with when it was received (UTC ms), which is told where two may be of one moment. */
export type OracleProperty = ObjectProperty & { receivedAt?: number }

/** What is known about objects beside their events. */
export interface OracleFacts {
  properties: readonly OracleProperty[]
  links: readonly ObjectLink[]
}

/** Orders texts by their UTF-8 bytes, as the engine does. */
export function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/** Of dated facts, the one that holds at `at` (UTC ms): the latest that began by then; one without a date began before all others. */
export function inForce<Fact>(
  facts: readonly Fact[],
  beganAt: (fact: Fact) => number | null,
  at: number,
  text: (fact: Fact) => string,
): Fact | null {
  let best: Fact | null = null
  for (const fact of facts) {
    const began = beganAt(fact) ?? Number.NEGATIVE_INFINITY
    if (began > at) continue
    if (best === null) {
      best = fact
      continue
    }
    const bestBegan = beganAt(best) ?? Number.NEGATIVE_INFINITY
    if (began > bestBegan || (began === bestBegan && compareText(text(fact), text(best)) > 0)) best = fact
  }
  return best
}

/** The object of type `toType` that this one belongs to at `at`: the first known reaches back, a later one applies from its time (rule E7); null: none. */
export function heldAt(facts: OracleFacts, fromType: string, fromId: string, toType: string, at: number): string | null {
  const links = facts.links.filter((link) => link.fromType === fromType && link.fromId === fromId && link.toType === toType)
  const dated = links.map((link) => link.since ?? Number.NEGATIVE_INFINITY)
  const earliest = Math.min(...dated)
  const moment = Math.max(at, earliest)
  return (
    inForce(
      links,
      (link) => link.since,
      moment,
      (link) => link.toId,
    )?.toId ?? null
  )
}

/** The account of an object at `at`; an account is its own; null: none. */
export function accountAt(facts: OracleFacts, type: string, id: string, at: number): string | null {
  return type === 'account' ? id : heldAt(facts, type, id, 'account', at)
}

/** The value of an object's property as known at `at`; null: missing. An empty text counts as missing. Of several from one moment the one received last (rule J4). */
export function propertyAt(facts: OracleFacts, type: string, id: string, name: string, at: number): string | null {
  const own = facts.properties.filter((property) => property.objectType === type && property.objectId === id && property.name === name)
  const value = inForce(
    own,
    (property) => property.validFrom,
    at,
    ({ receivedAt = 0, value }) => `${String(receivedAt).padStart(16, '0')} ${value}`,
  )?.value
  return value === undefined || value === '' ? null : value
}

/** A property of a subject as known at `at`; `account.x` is property x of the account held then (rule J4); null: missing. */
export function subjectPropertyAt(facts: OracleFacts, type: string, id: string, name: string, at: number): string | null {
  if (!name.startsWith('account.')) return propertyAt(facts, type, id, name, at)
  const account = accountAt(facts, type, id, at)
  return account === null ? null : propertyAt(facts, 'account', account, name.slice('account.'.length), at)
}
