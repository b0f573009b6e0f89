import type { EventStore, Parameters } from '../store/event-store.ts'
import { standing } from './staged-line.ts'
import { anyErased, isErased, withoutErased } from './tombstone-sql.ts'

/** What a commit needs to know of an import. `receivedAt` (UTC ms): when it began. */
export interface CommitRequest {
  importId: string
  source: string
  receivedAt: number
}

/** Events of the import that the store keeps: those that were new, and table rows that changed. */
export interface CommitResult {
  added: number
}

/**
 * Takes all that an import has staged into the store. Doing it again, also after it was cut off, changes nothing: ids and versions follow from the
 * staged rows alone (rules E2, E11). Erased objects stay out (rule E9).
 */
export async function commitImport(store: EventStore, request: CommitRequest, onLinking: () => void = () => {}): Promise<CommitResult> {
  await insideOnce(store, () => commitRows(store, request, staged), onLinking)
  return { added: await addedBy(store, request) }
}

/** Takes over again what a complete import brought of all that import `undone` named: as if it were read now, after what was taken over before it. */
export async function commitAgain(store: EventStore, request: CommitRequest, undone: string): Promise<void> {
  await insideOnce(store, () => commitRows(store, request, arrivedBeside(undone)))
}

/**
 * Takes over again what a complete import brought, as far as it had been received by an instant (rule L4, UTC ms): events by their own receivedAt where the file has it,
 * all else by when the import began. What it reads and fills is of the store that is given.
 */
export async function commitReceived(store: EventStore, request: CommitRequest, by: number): Promise<void> {
  await commitRows(store, request, receivedBy(request.receivedAt, by))
}

const facts = ['events', 'object_properties', 'object_links'] as const

/** Lets a commit fill tables aside, whose parts are then linked into the facts without a copy: one that fails in the middle, as on a full disk, shows nothing. */
async function insideOnce(store: EventStore, commit: () => Promise<void>, onLinking: () => void = () => {}): Promise<void> {
  for (const table of facts) await store.run(`CREATE OR REPLACE TABLE ${table}_aside AS ${table}`)
  try {
    await commit()
    onLinking()
    for (const table of facts) await store.run(`ALTER TABLE ${table} ATTACH PARTITION tuple() FROM ${table}_aside`)
  } finally {
    for (const table of facts) await store.run(`DROP TABLE IF EXISTS ${table}_aside SYNC`).catch(() => {})
  }
}

async function commitRows(store: EventStore, request: CommitRequest, rows: CommittedRows) {
  const { importId, source, receivedAt } = request
  const parameters: Parameters = { importId, source, receivedAt, ...rows.parameters }
  const erased = await anyErased(store)
  await commitEvents(store, rows, importId, erased, parameters)
  await store.run(propertiesCommit(rows, erased), parameters)
  await store.run(linksCommit(rows, erased), parameters)
}

/** Which rows are taken over: tables, and conditions that follow `importId = …`. */
interface CommittedRows {
  table: 'staged' | 'arrived'
  events: string
  properties: string
  links: string
  parameters: Parameters
  /** What the names of the tables end with that are filled. */
  into: '_aside' | ''
}

const staged: CommittedRows = { table: 'staged', events: '', properties: '', links: '', parameters: {}, into: '_aside' }

function arrivedBeside(undone: string): CommittedRows {
  const named = (columns: string, table: string, more = '') =>
    `AND (${columns}) IN (SELECT ${columns} FROM ${table} WHERE importId = {undone:String} ${more})`
  return {
    table: 'arrived',
    events: named('key', 'arrived_events', 'AND key BETWEEN {from:UInt128} AND {to:UInt128}'),
    properties: named(propertyKey, 'arrived_properties'),
    links: named(linkKey, 'arrived_links'),
    parameters: { undone },
    into: '_aside',
  }
}

function receivedBy(importedAt: number, by: number): CommittedRows {
  const objects = importedAt <= by ? '' : 'AND 0'
  const events = `AND ifNull(toInt64OrNull(splitByChar(char(30), rest)[5]), {receivedAt:Int64}) <= {by:Int64}`
  return { table: 'arrived', events, properties: objects, links: objects, parameters: { by }, into: '' }
}

const always = '-9223372036854775808'

/** SQL: what makes a property of a source the same as another. */
export const propertyKey = `objectType, objectId, name, ifNull(validFrom, ${always})`

/** SQL: links of these are judged together: an object belongs to one account at a time. */
export const linkKey = 'fromType, fromId, toType'

/** Whether events of an import are table rows', of which the last arrival stays (rule E11). */
export async function replacesRows(store: EventStore, importId: string, table: 'staged' | 'arrived'): Promise<boolean> {
  const sql = `SELECT splitByChar(char(30), rest)[7] AS replaces FROM ${table}_events WHERE importId = {importId:String} LIMIT 1`
  const [first] = await store.rows<{ replaces: string }>(sql, { importId })
  return first !== undefined && first.replaces !== standing.first
}

/** How many events of the source came by this import and still stand. */
export async function addedBy(store: EventStore, { source, importId }: CommitRequest): Promise<number> {
  const sql = 'SELECT count() AS added FROM events FINAL WHERE source = {source:String} AND importId = {importId:String}'
  const [row] = await store.rows<{ added: number }>(sql, { source, importId })
  return row?.added ?? 0
}

/** The most rows sorted at once: bounds the engine's memory. */
const sliceRows = 250_000
const keySpace = 2n ** 128n

/** Slice by slice of the keys, which are hashes and so spread evenly. Rows of one key are in one slice. */
async function commitEvents(store: EventStore, rows: CommittedRows, importId: string, erased: boolean, parameters: Parameters) {
  const sql = `SELECT count() AS rows FROM ${rows.table}_events WHERE importId = {importId:String}`
  const [count] = await store.rows<{ rows: number }>(sql, { importId })
  const slices = BigInt(Math.ceil((count?.rows ?? 0) / sliceRows))
  const commit = eventsCommit(rows, await replacesRows(store, importId, rows.table), erased)
  for (let slice = 0n; slice < slices; slice++) {
    const [from, to] = [(keySpace * slice) / slices, (keySpace * (slice + 1n)) / slices - 1n]
    await store.run(commit, { ...parameters, from: String(from), to: String(to) })
  }
}

const items = (part: string) => `if(empty(${part}), [], splitByChar(char(31), ${part}))`

/**
 * Staged events, unpacked. The ordinal counts equal rows of one file (rule E2) or arrivals of one id: of ordinary events the first line counts, of
 * table rows the last.
 */
function stagedEvents(rows: CommittedRows, replaces: boolean): string {
  const version = `{receivedAt:UInt64} * 1048576 + line % 1048576`
  const lowering = `toUInt64('18446744073709551615') - (${version})`
  const isRows = `rests[7] = '${standing.last}'`
  return `
    SELECT if(givenId = '', concat(lower(hex(key)), '-', toString(ordinal)), givenId) AS id,
      ${replaces ? `if(${isRows}, ${version}, ${lowering})` : lowering} AS version,${replaces ? ` ${isRows} AS isRows,` : ''} toUInt8(rests[6]) AS removed,
      toInt64(rests[4]) AS sequence, toInt64(contents[2]) AS occurredAt, ifNull(toInt64OrNull(rests[5]), {receivedAt:Int64}) AS receivedAt, line,
      contents[1] AS name, rests[1] AS channel, rests[2] AS touchpoint, rests[3] AS initiator,
      mapFromArrays(${items('contents[3]')}, arrayMap(ids -> splitByChar(char(29), ids), ${items('contents[4]')})) AS objects,
      mapFromArrays(${items('contents[5]')}, ${items('contents[6]')}) AS properties
    FROM (
      SELECT id AS givenId, key, line, splitByChar(char(30), content) AS contents, splitByChar(char(30), rest) AS rests,
        row_number() OVER (PARTITION BY key ORDER BY if(id = '', rest, ''), ${replaces ? `if(${isRows}, -toInt64(line), toInt64(line))` : 'line'}) AS ordinal
      FROM ${rows.table}_events WHERE importId = {importId:String} AND key BETWEEN {from:UInt128} AND {to:UInt128} ${rows.events}
    ) WHERE givenId = '' OR ordinal = 1`
}

const eventColumns =
  'source, id, version, removed, sequence, occurredAt, receivedAt, importId, line, name, channel, touchpoint, initiator, objects, properties'

function eventsCommit(rows: CommittedRows, replaces: boolean, erased: boolean): string {
  const all = stagedEvents(rows, replaces)
  const kept = erased ? withoutErasedEvents(all) : all
  const changed = replaces ? changedEvents(kept) : kept
  return `INSERT INTO events${rows.into} (${eventColumns})
    SELECT {source:String} AS source, id, version, removed, sequence, occurredAt, receivedAt, {importId:String} AS importId, line,
      name, channel, touchpoint, initiator, objects, properties
    FROM (${changed})
    SETTINGS optimize_on_insert = 0, max_insert_threads = 1, max_threads = 2, max_block_size = 16384, min_insert_block_size_rows = 400000, min_insert_block_size_bytes = 134217728`
}

/** Events of erased objects only are left out; others lose the erased names, and properties that repeat such an id. */
function withoutErasedEvents(staged: string): string {
  const kept = `mapFilter((name, value) -> NOT ${isErased("'contact'", 'value')}, properties)`
  return `
    SELECT * REPLACE (${withoutErased('objects')} AS objects, if(${withoutErased('objects')} = objects, properties, ${kept}) AS properties)
    FROM (${staged}) WHERE notEmpty(${withoutErased('objects')})`
}

/** Of table rows only what differs from the event that stands: an unchanged row adds nothing, and nothing is taken back that is not there. */
function changedEvents(staged: string): string {
  const fields = ['occurredAt', 'name', 'channel', 'touchpoint', 'initiator', 'objects']
  const same = fields.map((field) => `staged.${field} = standing.${field}`).join(' AND ')
  return `
    SELECT staged.* FROM (${staged}) AS staged
    LEFT JOIN (SELECT id, ${fields.join(', ')} FROM events FINAL WHERE source = {source:String}) AS standing ON staged.id = standing.id
    WHERE NOT staged.isRows OR if(staged.removed = 1, standing.id != '', standing.id = '' OR NOT (${same}))`
}

/** The last row of the file counts. An empty value takes back what stands, and is left out where nothing does. */
function propertiesCommit(rows: CommittedRows, erased: boolean): string {
  const filter = erased ? `AND NOT ${isErased('toString(objectType)', 'objectId')}` : ''
  return `INSERT INTO object_properties${rows.into} (objectType, objectId, name, validFrom, value, removed, receivedAt, source, importId)
    SELECT objectType, objectId, name, if(from = ${always}, NULL, from), last, last = '', {receivedAt:UInt64}, {source:String}, {importId:String}
    FROM (
      SELECT objectType, objectId, name, ifNull(validFrom, ${always}) AS from, argMax(value, line) AS last FROM ${rows.table}_properties
      WHERE importId = {importId:String} ${rows.properties} ${filter} GROUP BY objectType, objectId, name, from
    )
    WHERE last != '' OR (objectType, objectId, name, from) IN (SELECT ${propertyKey} FROM object_properties WHERE source = {source:String})
    SETTINGS optimize_on_insert = 0`
}

/**
 * A link without a time reaches back as far as is known. Where this source earlier named another account for the object, the new one applies from
 * the import on (rule E7); other objects may belong to many.
 */
function linksCommit(rows: CommittedRows, erased: boolean): string {
  const filter = erased ? `AND NOT ${isErased('toString(fromType)', 'fromId')} AND NOT ${isErased('toString(toType)', 'toId')}` : ''
  return `INSERT INTO object_links${rows.into} (fromType, fromId, toType, toId, since, receivedAt, source, importId)
    SELECT staged.fromType, staged.fromId, staged.toType, staged.target,
      if(isNull(staged.given) AND staged.toType = 'account' AND standing.last != '', {receivedAt:Int64}, staged.given),
      {receivedAt:Int64}, {source:String}, {importId:String}
    FROM (
      SELECT fromType, fromId, toType, slot, min(since) AS given, argMax(toId, line) AS target
      FROM (SELECT *, if(toType = 'account', toString(ifNull(since, 0)), toId) AS slot FROM ${rows.table}_links WHERE importId = {importId:String} ${rows.links} ${filter})
      GROUP BY fromType, fromId, toType, slot
    ) AS staged
    LEFT JOIN (
      SELECT fromType, fromId, toType, argMax(toId, (ifNull(since, ${always}), receivedAt)) AS last, groupUniqArray(toId) AS all,
        groupUniqArray((toId, ifNull(since, ${always}))) AS known
      FROM object_links FINAL WHERE source = {source:String} GROUP BY fromType, fromId, toType
    ) AS standing ON staged.fromType = standing.fromType AND staged.fromId = standing.fromId AND staged.toType = standing.toType
    WHERE multiIf(isNotNull(staged.given), NOT has(standing.known, (staged.target, assumeNotNull(staged.given))),
      staged.toType = 'account', staged.target != standing.last, NOT has(standing.all, staged.target))`
}
