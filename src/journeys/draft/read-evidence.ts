import type { DealEvidence, DraftEvidence, DraftItem, SubjectTypeCount, Trace } from '../../model/draft/draft-evidence.ts'
import { itemKey } from '../../model/draft/item-text.ts'
import type { EventStore } from '../../store/event-store.ts'
import { dealType } from '../events-of.ts'
import { joinedEventsSql } from '../join-subjects.ts'
import { sqlText } from '../rule-sql.ts'

/** How much of a log a draft reads: subjects and events at most, about, and event names. */
export const draftBounds = { subjects: 20_000, events: 600_000, names: 250, eventsOfOne: 2_000 } as const

/** A name with so many touchpoints or more is told apart by them: it names no one thing. */
const manyTouchpoints = 3
const mostTouchpoints = 40
/** Values of a property that tells stages. */
const mostStageValues = 24
/** A property that parts people has few values. */
const mostValues = 8

/** The types of objects that events concern, those with most cases first. */
export async function subjectTypesOf(store: EventStore, signal?: AbortSignal): Promise<SubjectTypeCount[]> {
  return store.rows<SubjectTypeCount>(
    `SELECT type, count() AS objects, countIf(n > 1) AS cases, sum(n) AS events FROM (
       SELECT pair.1 AS type, pair.2 AS id, count() AS n
       FROM (SELECT arrayJoin(arrayFlatten(arrayMap((k, ids) -> arrayMap(id -> (toString(k), id), arrayDistinct(ids)), mapKeys(objects), mapValues(objects)))) AS pair
             FROM known_events WHERE initiator != 'machine')
       WHERE pair.1 != 'anonymous' GROUP BY type, id
     ) GROUP BY type ORDER BY cases DESC, events DESC, type`,
    {},
    signal,
  )
}

/** Reads what a draft of a journey of this type is made from: all subjects, or one in so many by the hash of their id (bounds in `draftBounds`). */
export async function readEvidence(
  store: EventStore,
  types: readonly SubjectTypeCount[],
  subjectType: string,
  signal?: AbortSignal,
): Promise<DraftEvidence> {
  const size = types.find(({ type }) => type === subjectType)
  const known = `(${joinedEventsSql(subjectType)})`
  const oneIn = Math.max(1, Math.ceil((size?.objects ?? 0) / draftBounds.subjects), Math.ceil((size?.events ?? 0) / draftBounds.events))
  const sampled = `(SELECT * FROM ${known} WHERE initiator != 'machine' AND cityHash64(subject) % ${oneIn} = 0)`
  const names = await namesOf(store, sampled, signal)
  const kept = names.slice(0, draftBounds.names)
  const stageKeys = await stageKeysOf(store, sampled, kept, signal)
  const traces = await tracesOf(store, sampled, kept, stageKeys, signal)
  const properties = await propertiesOf(store, subjectType, oneIn, signal)
  const items = new ItemTable()
  const read = traces.map(
    ({ subject, account, events }): Trace => ({
      events: events.map(([at, name, touchpoint, value, customer]) => ({
        at,
        item: items.placeOf(kept[name - 1] as NameRow, touchpoint, stageKeys.get(name) ?? null, value),
        customer: customer === 1,
      })),
      values: properties.map(({ ofAccount, values }) => values.get(ofAccount ? account : subject) ?? null),
    }),
  )
  return {
    subjectType,
    types,
    subjects: size?.objects ?? 0,
    oneIn,
    namesLeftOut: names.length - kept.length,
    horizon: read.reduce((latest, { events }) => Math.max(latest, events.at(-1)?.at ?? 0), 0),
    items: items.items,
    traces: read,
    properties: properties.map(({ name }) => name),
    deals: types.some(({ type }) => type === dealType) ? await dealsOf(store, signal) : null,
  }
}

interface NameRow {
  name: string
  touchpoints: number
}

async function namesOf(store: EventStore, sampled: string, signal: AbortSignal | undefined): Promise<NameRow[]> {
  return store.rows<NameRow>(
    `SELECT toString(name) AS name, uniqExactIf(touchpoint, touchpoint != '') AS touchpoints FROM ${sampled} GROUP BY name ORDER BY uniqExact(subject) DESC, name`,
    {},
    signal,
  )
}

const stageWords = '(?i)(^|[^a-z])(stage|status|state|phase|lifecycle|lifecyclestage)([^a-z]|$)'
const targetWords =
  '^(?i)(to|new|value|after|newvalue|new_value|to_stage|tostage|new_stage|new_status|to_status|stage|status|phase|stage_name|stagename)$'

/** For each name (by its place, from 1) the property that says which stage was reached, where it has one: few values, in nearly every such event, and a word of stages in its name or the event's. */
async function stageKeysOf(
  store: EventStore,
  sampled: string,
  names: readonly NameRow[],
  signal: AbortSignal | undefined,
): Promise<Map<number, string>> {
  const rows = await store.rows<{ name: string; property: string }>(
    `SELECT name, property FROM (
       SELECT toString(name) AS name, toString(pair.1) AS property, uniqExact(pair.2) AS distinct, count() AS n, uniqExact(subject) AS subjects
       FROM (SELECT name, subject, arrayJoin(arrayZip(mapKeys(properties), mapValues(properties))) AS pair FROM ${sampled})
       WHERE pair.2 != '' AND match(pair.1, {target:String}) AND (match(name, {stage:String}) OR match(pair.1, {stage:String}))
       GROUP BY name, property HAVING distinct BETWEEN 2 AND ${mostStageValues}
     ) ORDER BY name, n DESC, property LIMIT 1 BY name`,
    { target: targetWords, stage: stageWords },
    signal,
  )
  const places = new Map(names.map(({ name }, place) => [name, place + 1]))
  return new Map(rows.flatMap(({ name, property }) => (places.has(name) ? [[places.get(name) as number, property] as const] : [])))
}

type EventRow = [at: number, name: number, touchpoint: string, value: string, customer: number]

async function tracesOf(
  store: EventStore,
  sampled: string,
  names: readonly NameRow[],
  stageKeys: ReadonlyMap<number, string>,
  signal: AbortSignal | undefined,
): Promise<{ subject: string; account: string; events: EventRow[] }[]> {
  if (names.length === 0) return []
  const code = `transform(toString(name), [${names.map(({ name }) => sqlText(name)).join(', ')}], [${names.map((_, i) => i + 1).join(', ')}], 0)`
  const split = names.flatMap(({ touchpoints }, i) => (touchpoints >= manyTouchpoints && touchpoints <= mostTouchpoints ? [i + 1] : []))
  const touchpoint = split.length === 0 ? `''` : `if(has([${split.join(', ')}], code), toString(touchpoint), '')`
  const values = [...stageKeys].map(([place, property]) => `code = ${place}, properties[${sqlText(property)}], `)
  const value = values.length === 0 ? `''` : `multiIf(${values.join('')}'')`
  return store.rows(
    `SELECT subject, argMin(account, (occurredAt, source, sequence, id)) AS account, arrayMap(e -> (e.1, e.5, e.6, e.7, e.8), arraySlice(arraySort(e -> (e.1, e.2, e.3, e.4), groupArray((occurredAt, toString(source), sequence, id, toUInt16(code), ${touchpoint}, ${value}, toUInt8(initiator = 'customer')))), 1, ${draftBounds.eventsOfOne})) AS events
     FROM (SELECT *, ${code} AS code FROM ${sampled}) WHERE code > 0 GROUP BY subject ORDER BY subject`,
    {},
    signal,
  )
}

/** Items in the order of their first sight, each once. */
class ItemTable {
  readonly items: DraftItem[] = []
  readonly #places = new Map<string, number>()

  placeOf({ name }: NameRow, touchpoint: string, stageKey: string | null, value: string): number {
    const property = stageKey === null || value === '' ? null : { name: stageKey, value }
    const item = { name, touchpoint: touchpoint === '' || property !== null ? null : touchpoint, property }
    const key = itemKey(item)
    const known = this.#places.get(key)
    if (known !== undefined) return known
    this.items.push({ key, ...item })
    this.#places.set(key, this.items.length - 1)
    return this.items.length - 1
  }
}

/** Properties of the subjects, and of the accounts they first belonged to, that have few values: the first value known of each. */
async function propertiesOf(
  store: EventStore,
  subjectType: string,
  oneIn: number,
  signal: AbortSignal | undefined,
): Promise<{ name: string; ofAccount: boolean; values: Map<string, string> }[]> {
  const few = `SELECT objectType, name FROM known_properties WHERE objectType IN (${sqlText(subjectType)}, 'account') AND value != ''
    GROUP BY objectType, name HAVING uniqExact(value) BETWEEN 2 AND ${mostValues}`
  const rows = await store.rows<{ objectType: string; property: string; pairs: [string, string][] }>(
    `SELECT objectType, property, groupArray((objectId, first)) AS pairs FROM (
       SELECT toString(objectType) AS objectType, objectId, toString(name) AS property, argMin(value, (ifNull(validFrom, -9223372036854775808), receivedAt, value)) AS first
       FROM known_properties WHERE value != '' AND (objectType, name) IN (${few}) AND (objectType = 'account' OR cityHash64(objectId) % ${oneIn} = 0)
       GROUP BY objectType, objectId, name
     ) GROUP BY objectType, property ORDER BY objectType, property`,
    {},
    signal,
  )
  return rows.map(({ objectType, property, pairs }) => {
    const ofAccount = objectType !== subjectType
    return { name: ofAccount ? `account.${property}` : property, ofAccount, values: new Map(pairs) }
  })
}

async function dealsOf(store: EventStore, signal: AbortSignal | undefined): Promise<DealEvidence> {
  const properties = await store.rows<DealEvidence['properties'][number]>(
    `SELECT toString(name) AS name, count() AS values, countIf(isNotNull(toFloat64OrNull(value))) AS numbers, countIf(match(value, '^[A-Z]{3}$')) AS codes, uniqExact(value) AS distinct
     FROM known_properties WHERE objectType = '${dealType}' AND value != '' GROUP BY name ORDER BY name`,
    {},
    signal,
  )
  const events = await store.rows<DealEvidence['events'][number]>(
    `SELECT name, count() AS deals, countIf(isLast) AS last FROM (
       SELECT deal, toString(name) AS name, max(at) = any(lastAt) AS isLast FROM (
         SELECT arrayJoin(objects['${dealType}']) AS deal, name, (occurredAt, sequence) AS at, max((occurredAt, sequence)) OVER (PARTITION BY deal) AS lastAt
         FROM known_events WHERE initiator != 'machine' AND notEmpty(objects['${dealType}']))
       GROUP BY deal, name) GROUP BY name ORDER BY name LIMIT 200`,
    {},
    signal,
  )
  return { properties, events }
}
