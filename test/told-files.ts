import type { Random } from '../src/core/random.ts'
import { noSequence, type ObjectLink, type ObjectProperty } from '../src/model/event.ts'
import type { ToldEvent, ToldRow } from './oracle/ledger.ts'

/** One tick of a random history, in ms: gaps and silences are so many of them. */
export const tickMs = 3_600_000
/** When random histories begin, UTC ms. */
export const begun = Date.UTC(2024, 0, 1)

/** How the files of each source are read. */
export const mappings = {
  given:
    'kind: events\nid: i\ntime: t\nreceivedAt: r\nname: n\ninitiator: w\ntouchpoint: p\nchannel: h\nobjects: {contact: c, account: a, anonymous: x, deal: d, ticket: k}\nproperties: [plan]\n',
  plain:
    'kind: events\ntime: t\nname: n\ninitiator: w\ntouchpoint: p\nchannel: h\nobjects: {contact: c, account: a, anonymous: x, deal: d}\n',
  table:
    'kind: wide\nkey: {contact: c}\nevents: [{column: t, name: a, initiator: customer}, {column: u, name: b}]\nobjects: {account: a}\nproperties: none\n',
  accounts: 'kind: properties\nkey: {contact: c}\nobjects: {account: a}\nproperties: [tier]\n',
  members: 'kind: properties\nkey: {contact: c}\nobjects: {account: a}\nvalidFrom: t\nproperties: none\n',
  sizes: 'kind: properties\nkey: {contact: c}\nvalidFrom: t\nproperties: [size]\n',
  firms: 'kind: properties\nkey: {account: a}\nproperties: [size]\n',
  requesters: 'kind: properties\nkey: {ticket: k}\nobjects: {contact: c}\nproperties: none\n',
  aliases: 'kind: properties\nkey: {contact: b}\nobjects: {contact: c}\nproperties: none\n',
} as const
export type Kind = keyof typeof mappings
export const kinds = Object.keys(mappings) as Kind[]
export const kindsOfEvents = ['given', 'plain', 'table'] as const

const columns = ['i', 't', 'r', 'u', 'n', 'w', 'p', 'h', 'c', 'a', 'x', 'd', 'k', 'b', 'plan', 'tier', 'size'] as const
type Cells = Partial<Record<(typeof columns)[number], string>>

/** A row as it stands in the file, and what a reader of the mapping takes from it. */
export interface DrawnRow extends ToldRow {
  line: string
}

/** The head of every file. */
export const headLine = columns.join(',')

const iso = (at: number) => new Date(at).toISOString()

function drawn(cells: Cells, told: Partial<ToldRow>): DrawnRow {
  return { line: columns.map((name) => cells[name] ?? '').join(','), events: [], cells: [], properties: [], links: [], ...told }
}

/** What rows are drawn of: one cell of the world, a few people who meet no one of another, and until when (UTC ms). */
export interface RowPlace {
  random: Random
  cell: number
  until: number
  /** A number that no other row has. */
  serial: number
}

/** A random row of a file of a kind: of late things, of recent ones, and now and then of one yet to come, which is refused (rule E4). */
export function drawRow(kind: Kind, place: RowPlace): DrawnRow {
  if (kind === 'given') return givenRow(place)
  if (kind === 'plain') return plainRow(place)
  if (kind === 'table') return tableRow(place)
  return objectRow(kind, place)
}

const own = ({ cell }: RowPlace, letter: string, which: number) => `${letter}${cell}-${which}`
const contactOf = (place: RowPlace) => own(place, 'c', place.random.integer(3))
const accountOf = (place: RowPlace) => own(place, 'A', place.random.integer(2))

function tickOf({ random, until }: RowPlace): number {
  const last = Math.floor((until - begun) / tickMs)
  if (random.chance(0.02)) return until + (1 + random.integer(5)) * tickMs
  const back = random.chance(0.4) ? random.integer(8) : random.integer(Math.max(1, last))
  return begun + Math.max(0, last - back) * tickMs
}

/** Which things an event names: a contact above all. */
function objectCells(place: RowPlace): Cells {
  const { random } = place
  const [c, a] = [contactOf(place), accountOf(place)]
  const [x, d, k] = [own(place, 'x', random.integer(2)), own(place, 'd', random.integer(2)), own(place, 'k', random.integer(2))]
  return random.weighted<Cells>([
    [{ c }, 10],
    [{ c, a }, 2],
    [{ a }, 1],
    [{ c, x }, 1],
    [{ x }, 1.5],
    [{ d }, 2],
    [{ c, d }, 1],
    [{ d, a }, 0.5],
    [{ k }, 1],
  ])
}

const typeOf = { c: 'contact', a: 'account', x: 'anonymous', d: 'deal', k: 'ticket' } as const

function objectsIn(cells: Cells): Record<string, string[]> {
  const named = Object.entries(typeOf).flatMap(([column, type]): [string, string[]][] => {
    const id = cells[column as keyof typeof typeOf]
    return id === undefined ? [] : [[type, [id]]]
  })
  return Object.fromEntries(named)
}

function eventCells({ random }: RowPlace): Cells & Required<Pick<Cells, 'n' | 'w' | 'p' | 'h'>> {
  return {
    n: random.pick(['a', 'b', 'c', 'd', 'e']),
    w: random.weighted([
      ['customer', 6],
      ['company', 2],
      ['machine', 1],
    ]),
    p: random.pick(['', 'site', 'call']),
    h: random.pick(['', 'email', 'ads']),
  }
}

function told(id: string | null, at: number, cells: ReturnType<typeof eventCells>, more: Partial<ToldEvent>): ToldEvent {
  return {
    id,
    occurredAt: at,
    receivedAt: null,
    sequence: noSequence,
    name: cells.n,
    touchpoint: cells.p,
    channel: cells.h,
    initiator: cells.w as ToldEvent['initiator'],
    objects: {},
    properties: {},
    ...more,
  }
}

/** With an id. The same id now and then comes again, telling of the same things at another time: the first arrival stays (rule E2). */
function givenRow(place: RowPlace): DrawnRow {
  const { random, cell, until, serial } = place
  const i = `i${cell}-${random.chance(0.2) ? random.integer(12) : serial}`
  // An id always names the same things, whatever else its rows say.
  const objects = objectCells({ ...place, random: random.fork(i) })
  const cells = eventCells(place)
  const at = tickOf(place)
  const receivedAt = random.chance(0.3) ? Math.min(until, at + random.integer(30) * tickMs) : null
  const plan = random.pick(['', 'free', 'pro', '9', '10', '-2.5', 'é'])
  const event = told(i, at, cells, { receivedAt, objects: objectsIn(objects), properties: plan === '' ? {} : { plan } })
  return drawn({ ...cells, ...objects, i, t: iso(at), r: receivedAt === null ? '' : iso(receivedAt), plan }, { events: [event] })
}

/** Without an id; no two rows are of one ms, since how equal times are ordered hangs on a hash. */
function plainRow(place: RowPlace): DrawnRow {
  const { k: _, ...objects } = { ...objectCells(place) }
  const known = Object.keys(objects).length === 0 ? { c: contactOf(place) } : objects
  const cells = eventCells(place)
  const at = tickOf(place) + 1 + (place.serial % (tickMs - 1))
  return drawn({ ...cells, ...known, t: iso(at) }, { events: [told(null, at, cells, { objects: objectsIn(known) })] })
}

/** A table's row: two dates, each an event, corrected or emptied by a later one. */
function tableRow(place: RowPlace): DrawnRow {
  const { random } = place
  const [c, a] = [contactOf(place), random.chance(0.5) ? accountOf(place) : undefined]
  const times = { t: random.chance(0.8) ? tickOf(place) : null, u: random.chance(0.5) ? tickOf(place) : null }
  const objects = objectsIn({ c, ...(a === undefined ? {} : { a }) })
  const event = (at: number | null, n: string, w: string) => (at === null ? null : told(null, at, { n, w, p: '', h: '' }, { objects }))
  const cells = [
    { id: `t:${c}`, event: event(times.t, 'a', 'customer') },
    { id: `u:${c}`, event: event(times.u, 'b', 'company') },
  ]
  const links = a === undefined ? [] : [link('contact', c, 'account', a, null)]
  const written = { c, ...(a === undefined ? {} : { a }), t: times.t === null ? '' : iso(times.t), u: times.u === null ? '' : iso(times.u) }
  return drawn(written, { cells, links })
}

function link(fromType: string, fromId: string, toType: string, toId: string, since: number | null): ObjectLink {
  return { fromType, fromId, toType, toId, since }
}

function property(objectType: string, objectId: string, name: string, value: string, validFrom: number | null): ObjectProperty {
  return { objectType, objectId, name, value, validFrom }
}

/** Rows that tell of things, no events. */
function objectRow(kind: Exclude<Kind, 'given' | 'plain' | 'table'>, place: RowPlace): DrawnRow {
  const { random } = place
  const [c, a] = [contactOf(place), accountOf(place)]
  const [at, size] = [tickOf(place), random.pick(['', '9', '10', '-2.5', 'pro', 'é'])]
  const tier = random.pick(['', 'free', 'pro', '9', '10'])
  if (kind === 'accounts')
    return drawn(
      { c, a, tier },
      { properties: [property('contact', c, 'tier', tier, null)], links: [link('contact', c, 'account', a, null)] },
    )
  if (kind === 'members') return drawn({ c, a, t: iso(at) }, { links: [link('contact', c, 'account', a, at)] })
  if (kind === 'sizes') return drawn({ c, size, t: iso(at) }, { properties: [property('contact', c, 'size', size, at)] })
  if (kind === 'firms') return drawn({ a, size }, { properties: [property('account', a, 'size', size, null)] })
  if (kind === 'requesters') {
    const k = own(place, 'k', random.integer(2))
    return drawn({ k, c }, { links: [link('ticket', k, 'contact', c, null)] })
  }
  const which = random.integer(3)
  const [b, other] = [own(place, 'c', which), own(place, 'c', (which + 1 + random.integer(2)) % 3)]
  return drawn({ b, c: other }, { links: [link('contact', b, 'contact', other, null)] })
}

/** The cell of a world that an id belongs to. */
export function cellOf(id: string): number {
  return Number.parseInt(id.slice(1), 10)
}
