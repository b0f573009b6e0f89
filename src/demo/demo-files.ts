import type { Deal } from './deals.ts'
import { type FileMapping, fileMappings } from './file-mappings.ts'
import { contactDeals, contactEvents, plannedContacts } from './generate.ts'
import { accountColumns, accountId, accountRow, contactColumns, contactId, contactRow } from './people.ts'
import type { BadRows, DemoPlan } from './plan.ts'
import type { Happening } from './scene.ts'
import type { SourceId } from './touches.ts'

/** A file of the demo: its name, the mapping an importer needs (YAML), and its lines without line ends, made anew at each call. */
export interface DemoFile extends FileMapping {
  lines(): Iterable<string>
}

/** All files of the demo, tables of properties first, in the order to import them. */
export function demoFiles(plan: DemoPlan): DemoFile[] {
  return fileMappings.map((file) => ({ ...file, lines: () => linesOf(plan, file.name) }))
}

/** The lines of all files in one pass, each with its file's name: about five times quicker than file by file. */
export function* demoLines(plan: DemoPlan): Generator<{ file: string; line: string }> {
  const writers = eventSources.map((source) => new EventLines(plan, source))
  for (const file of ['accounts.csv', 'contacts.csv', 'deals.csv']) {
    for (const line of linesOf(plan, file)) yield { file, line }
  }
  for (const contact of plannedContacts(plan)) {
    const events = contactEvents(plan, contact)
    for (const writer of writers) for (const line of writer.of(contact.index, events)) yield { file: writer.file, line }
  }
  for (const writer of writers) for (const line of writer.last()) yield { file: writer.file, line }
}

const eventSources: readonly SourceId[] = ['web', 'email', 'crm', 'product', 'support']

function linesOf(plan: DemoPlan, file: string): Iterable<string> {
  switch (file) {
    case 'accounts.csv':
      return accountLines(plan)
    case 'contacts.csv':
      return contactLines(plan)
    case 'deals.csv':
      return dealLines(plan)
    default:
      return eventLines(plan, file.slice(0, file.indexOf('.')) as SourceId)
  }
}

function* accountLines(plan: DemoPlan): Generator<string> {
  yield accountColumns.join(',')
  for (let account = 0; account < plan.accounts; account++) yield accountRow(plan, account).join(',')
}

function* contactLines(plan: DemoPlan): Generator<string> {
  yield contactColumns.join(',')
  for (const contact of plannedContacts(plan)) yield contactRow(plan, contact).join(',')
}

const dealColumns = 'deal_id,contact_id,account_id,kind,amount,currency,created_at,won_at,lost_at,recycled_at,loss_reason,synced_at'

function* dealLines(plan: DemoPlan): Generator<string> {
  yield dealColumns
  for (const contact of plannedContacts(plan)) {
    for (const deal of contactDeals(plan, contact)) yield dealLine(deal, plan)
  }
}

function dealLine(deal: Deal, plan: DemoPlan): string {
  const time = (at: number | null) => (at === null ? '' : isoTime(at))
  const { id, kind, amount, currency, lossReason } = deal
  const ids = [id, contactId(deal.contact), accountId(deal.account)]
  const dates = [deal.createdAt, deal.wonAt, deal.lostAt, deal.recycledAt].map(time)
  return [...ids, kind, amount, currency, ...dates, lossReason, isoTime(lastInstant(plan))].join(',')
}

function* eventLines(plan: DemoPlan, source: SourceId): Generator<string> {
  const writer = new EventLines(plan, source)
  for (const contact of plannedContacts(plan)) yield* writer.of(contact.index, contactEvents(plan, contact))
  yield* writer.last()
}

/** Every source ends with a machine event at this instant, so that no source makes the horizon earlier than another (rule V6). */
export function lastInstant(plan: DemoPlan): number {
  return plan.until - 60_000
}

const repeatEvery = 97
const badEvery = 50

/** Writes the events of one source as lines, with the planned repeats and bad rows among them. */
class EventLines {
  readonly file: string
  private readonly plan: DemoPlan
  private readonly source: SourceId
  private readonly bad: readonly string[]
  private rows = 0

  constructor(plan: DemoPlan, source: SourceId) {
    this.plan = plan
    this.source = source
    this.file = `${source}.ndjson`
    this.bad = badLines(source, plan.badRows[this.file])
  }

  *of(contact: number, events: readonly Happening[]): Generator<string> {
    for (let n = 0; n < events.length; n++) {
      const event = events[n] as Happening
      if (event.source === this.source) yield* this.row(eventLine(event, contact, n))
    }
  }

  *last(): Generator<string> {
    const at = lastInstant(this.plan)
    const id = `${this.source}-end`
    yield JSON.stringify({ id, time: isoTime(at), event: 'Export finished', channel: '', by: 'machine', contact: contactId(0) })
  }

  private *row(line: string): Generator<string> {
    yield line
    this.rows++
    const repeats = this.plan.repeatedRows[this.file] ?? 0
    if (this.rows % repeatEvery === 0 && this.rows / repeatEvery <= repeats) yield line
    const bad = this.rows % badEvery === 0 ? this.bad[this.rows / badEvery - 1] : undefined
    if (bad !== undefined) yield bad
  }
}

function eventLine(event: Happening, contact: number, n: number): string {
  const { at, source, name, channel, touchpoint, initiator, properties } = event
  const id = `${source[0]}${contact}-${n}`
  const row = { id, time: isoTime(at), event: name, channel, touchpoint, by: initiator, contact: contactId(contact) }
  return JSON.stringify(properties === undefined ? row : { ...row, ...properties })
}

function badLines(source: SourceId, bad: BadRows | undefined): string[] {
  if (bad === undefined) return []
  const kinds = [
    [bad.unparsableTime, { time: 'yesterday, around noon', contact: 'c0' }],
    [bad.missingContact, { time: '2026-05-04T09:30:00.000Z' }],
    [bad.futureTime, { time: '2099-01-01T00:00:00.000Z', contact: 'c0' }],
  ] as const
  const rows = kinds.flatMap(([count, cells]) => Array.from({ length: count }, () => cells))
  const lines = rows.map((cells, i) => JSON.stringify({ id: `${source}-bad-${i + 1}`, event: 'Page viewed', by: 'customer', ...cells }))
  const broken = Array.from({ length: bad.brokenJson }, () => `{"id":"${source}-broken","time":"2026-05-0`)
  return [...lines, ...broken]
}

function isoTime(at: number): string {
  return new Date(at).toISOString()
}
