/** The three ways to read a map. */
export const views = ['intended', 'actual', 'gap'] as const
export type View = (typeof views)[number]

/** Everything of the page's state that stands in its address. `until` is the last day counted; `hide` lists lanes; `repeats` is “joined” where paths count equal neighbours once; `cases` and what follows it name the cases of a list beside the paths; the rest is the drawer's. */
export interface Address {
  view?: string
  persona?: string
  from?: string
  until?: string
  /** `lived`: what happened in the period; else who entered in it. */
  period?: string
  /** A day of a deadline, as in “open-day:2025-05-17”: the period is the time before it, `before` days long. */
  anchor?: string
  before?: string
  /** A past day, as in “2025-06-30”; `known`: “then” for what was known then; `timeZone`: where the day ends; `version`: of the definition (rule L4). */
  asOf?: string
  known?: string
  timeZone?: string
  version?: string
  hide?: string
  set?: string
  name?: string
  reason?: string
  /** A campaign, on the calendar; with `span` and `side` one of its cohorts, whose people a drawer lists. */
  campaign?: string
  span?: string
  side?: string
  /** The journey that the calendar shows figures of. */
  journey?: string
  page?: string
  subject?: string
  repeats?: string
  cases?: string
  event?: string
  next?: string
  way?: string
  shown?: string
  /** A saved segment; `others`: all whom persona, segment and properties do not choose. */
  segment?: string
  others?: string
  /** On the comparison: which kind the second slice is; what is its own has `b.` before its names. */
  b?: string
  /** What a programme is designed with: `assumed` or “property=value” (R1), “own” messages for each persona, days between two messages, most messages of a stage, the first day, the percentage kept without. */
  consent?: string
  personas?: string
  gap?: string
  most?: string
  first?: string
  holdout?: string
  /** Which kept programme is shown, and which part of it. */
  programme?: string
  part?: string
  /** Of who is due: only this message, only on this day, as in “2026-03-27”. */
  message?: string
  day?: string
  /** What the audit of e-mails is asked with: days under which one is too soon, public holidays, a quarter, and the events that say what happened to an e-mail. */
  soon?: string
  country?: string
  quarter?: string
  sent?: string
  delivered?: string
  opened?: string
  clicked?: string
  unsubscribed?: string
  [second: `b.${string}`]: string | undefined
  [where: `where.${string}`]: string | undefined
}

/** Reads the part of an address after "?". Unknown names are kept, empty values dropped. */
export function parseAddress(search: string): Address {
  return Object.fromEntries([...new URLSearchParams(search)].filter(([, value]) => value !== ''))
}

/** Writes an address's search part, with "?" unless empty. */
export function writeAddress(address: object): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(address)) if (typeof value === 'string' && value !== '') search.set(name, value)
  const text = search.toString()
  return text ? `?${text}` : ''
}

/** The view an address asks for; without one, the gap. */
export function viewOf(address: Address): View {
  return views.find((view) => view === address.view) ?? 'gap'
}

/** The property slices of an address, by property. */
export function slicesOf(address: Address): [property: string, value: string][] {
  return Object.entries(address).flatMap(([name, value]) =>
    name.startsWith('where.') && typeof value === 'string' ? [[name.slice('where.'.length), value] as [string, string]] : [],
  )
}

/** Whether the address asks for what happened in its period (M11). */
export function isLived({ from, until, period, anchor }: Address): boolean {
  return period === 'lived' && Boolean(from || until || anchor)
}

const dayMs = 86_400_000

/** The query that an address's filter is for the server: the last day counted becomes the first instant that is not. */
export function filterQuery(address: Address): Record<string, string | number | undefined> {
  const from = startOf(address.from)
  const until = startOf(address.until)
  const slices = slicesOf(address).map(([property, value]) => [`where.${property}`, value])
  const to = until === undefined ? undefined : until + dayMs
  const period = isLived(address) ? { period: 'lived' } : {}
  const anchor = address.anchor && !address.from && !address.until ? { anchor: address.anchor, beforeDays: address.before } : {}
  return {
    persona: address.persona,
    segment: address.segment,
    others: address.others,
    from,
    to,
    ...period,
    ...anchor,
    ...Object.fromEntries(slices),
    ...pastQuery(address),
  }
}

/** The past day of an address (rule L4); nothing for today. */
export function pastQuery({ asOf, known, timeZone, version }: Address): Record<string, string | undefined> {
  return asOf ? { asOf, known, timeZone, version } : {}
}

function startOf(day: string | undefined): number | undefined {
  const ms = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(ms) ? undefined : ms
}

/** The part of an address that a drawer adds. */
export type DrawerPart = Pick<Address, 'set' | 'name' | 'reason' | 'campaign' | 'span' | 'side' | 'page' | 'subject'>

/** An address without anything of the drawer. */
export function withoutDrawer(address: Address): Address {
  const none = { set: undefined, name: undefined, reason: undefined, campaign: undefined, span: undefined, side: undefined }
  return { ...address, ...none, page: undefined, subject: undefined }
}

/** The part of an address that a list of cases adds to the paths. */
export type CasesPart = Pick<Address, 'cases' | 'event' | 'next' | 'way' | 'shown' | 'page' | 'subject'>

/** An address of the paths without any list of cases. */
export function withoutCases(address: Address): Address {
  return { ...withoutDrawer(address), cases: undefined, event: undefined, next: undefined, way: undefined, shown: undefined }
}

/** An address without anything of the audit of e-mails. */
export function withoutAudit(address: Address): Address {
  const none = { soon: undefined, country: undefined, quarter: undefined, sent: undefined, delivered: undefined }
  return { ...address, ...none, opened: undefined, clicked: undefined, unsubscribed: undefined }
}

/** An address without anything of the e-mail programme. */
export function withoutProgramme(address: Address): Address {
  const none = { consent: undefined, personas: undefined, gap: undefined, most: undefined, first: undefined, holdout: undefined }
  return { ...withoutAudit(withoutDrawer(address)), ...none, programme: undefined, part: undefined, message: undefined, day: undefined }
}
