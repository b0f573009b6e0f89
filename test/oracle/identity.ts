import type { ContactDecision } from '../../src/model/person-id.ts'
import { compareText, type OracleEvent, type OracleFacts } from './facts.ts'

/** Events and facts as they are known once each id stands for the contact it is (rule E7), from the beginning of history. */
export function asKnown(
  events: readonly OracleEvent[],
  facts: OracleFacts,
  decisions: readonly ContactDecision[],
): { events: OracleEvent[]; facts: OracleFacts } {
  const ids = new Set([
    ...events.flatMap((event) => event.objects.contact ?? []),
    ...facts.links.flatMap((link) => [
      ...(link.fromType === 'contact' ? [link.fromId] : []),
      ...(link.toType === 'contact' ? [link.toId] : []),
    ]),
    ...decisions.flatMap((decision) => [decision.contact, ...(decision.otherType === 'contact' ? [decision.otherId] : [])]),
  ])
  const contacts = new Map([...ids].map((id) => [id, contactOf(id, facts, decisions)]))
  const named = (type: string, id: string) => (type === 'contact' ? (contacts.get(id) ?? id) : id)
  return {
    events: events.map((event) => knownEvent(event, events, facts, decisions, contacts)),
    facts: {
      properties: facts.properties.map((fact) => ({ ...fact, objectId: named(fact.objectType, fact.objectId) })),
      links: facts.links.map((link) => ({ ...link, fromId: named(link.fromType, link.fromId), toId: named(link.toType, link.toId) })),
    },
  }
}

/** The contact that an id stands for: of all contacts connected by ties that stand, the least by text. */
export function contactOf(id: string, facts: OracleFacts, decisions: readonly ContactDecision[]): string {
  const told = facts.links
    .filter((link) => link.fromType === 'contact' && link.toType === 'contact')
    .map((link) => [link.fromId, link.toId])
  const decided = decisions.filter((one) => one.otherType === 'contact').map((one) => [one.contact, one.otherId])
  const ties = ([...told, ...decided] as [string, string][]).filter(([left, right]) => {
    const decision = lastDecision(decisions, 'contact', left, right)
    return decision === null || !decision.apart
  })
  const group = new Set([id])
  for (let before = 0; before !== group.size; ) {
    before = group.size
    for (const [left, right] of ties) {
      if (group.has(left)) group.add(right)
      if (group.has(right)) group.add(left)
    }
  }
  return [...group].sort(compareText)[0] as string
}

/** The latest decision about a pair, in whatever order its contacts are told; at one time the one that takes apart. */
function lastDecision(
  decisions: readonly ContactDecision[],
  otherType: ContactDecision['otherType'],
  left: string,
  right: string,
): ContactDecision | null {
  const isOfPair = ({ contact, otherId }: ContactDecision) =>
    (contact === left && otherId === right) || (otherType === 'contact' && contact === right && otherId === left)
  let last: ContactDecision | null = null
  for (const one of decisions.filter((decision) => decision.otherType === otherType && isOfPair(decision))) {
    if (last === null || one.decidedAt > last.decidedAt || (one.decidedAt === last.decidedAt && one.apart)) last = one
  }
  return last
}

/** Whose an anonymous id is: as a person decided; else the earliest tie that no person took back, by a link or by an event that names both; null: nobody's. */
function ownerOf(
  anonymous: string,
  events: readonly OracleEvent[],
  facts: OracleFacts,
  decisions: readonly ContactDecision[],
  contacts: ReadonlyMap<string, string>,
): string | null {
  const ties = tiesOfAnonymous(anonymous, events, facts, decisions)
  const earliest = Math.min(...ties.map(({ since }) => since))
  const owners = ties.filter(({ since }) => since === earliest).map(({ contact }) => contacts.get(contact) ?? contact)
  return owners.sort(compareText)[0] ?? null
}

/** The ties of an anonymous id that stand, by the contacts' ids as told: a person's take the place of all others (rule E7). `since` in UTC ms. */
export function tiesOfAnonymous(
  anonymous: string,
  events: readonly OracleEvent[],
  facts: OracleFacts,
  decisions: readonly ContactDecision[],
): { contact: string; since: number }[] {
  const decisionWith = (contact: string) => lastDecision(decisions, 'anonymous', contact, anonymous)
  const told = facts.links
    .filter((link) => link.fromType === 'anonymous' && link.fromId === anonymous && link.toType === 'contact')
    .map((link) => ({ contact: link.toId, since: link.since ?? Number.NEGATIVE_INFINITY }))
  const seen = events
    .filter((event) => event.objects.anonymous?.includes(anonymous))
    .flatMap((event) => (event.objects.contact ?? []).map((contact) => ({ contact, since: event.occurredAt })))
  const decided = decisions
    .filter((one) => one.otherType === 'anonymous' && one.otherId === anonymous && decisionWith(one.contact)?.apart === false)
    .map((one) => ({ contact: one.contact, since: Number.NEGATIVE_INFINITY }))
  return decided.length > 0 ? decided : [...told, ...seen].filter(({ contact }) => decisionWith(contact)?.apart !== true)
}

function knownEvent(
  event: OracleEvent,
  events: readonly OracleEvent[],
  facts: OracleFacts,
  decisions: readonly ContactDecision[],
  contacts: ReadonlyMap<string, string>,
): OracleEvent {
  const { anonymous = [], contact = [], ...others } = event.objects
  const isApart = (id: string) => contact.some((one) => lastDecision(decisions, 'anonymous', one, id)?.apart === true)
  const known = new Set(contact.map((id) => contacts.get(id) ?? id))
  const unknown = new Set<string>()
  for (const id of anonymous.filter((one) => !isApart(one))) {
    const owner = ownerOf(id, events, facts, decisions, contacts)
    if (owner === null) unknown.add(id)
    else known.add(owner)
  }
  const objects: Record<string, string[]> = { ...others }
  if (known.size > 0) objects.contact = [...known].sort(compareText)
  if (unknown.size > 0) objects.anonymous = [...unknown]
  return { ...event, objects }
}
