import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storeDecisions } from '../src/events/merge-contacts.ts'
import { assignStays } from '../src/journeys/assign-stays.ts'
import { eventsOf } from '../src/journeys/events-of.ts'
import { joinJourney } from '../src/journeys/join-journey.ts'
import { staysAtSql } from '../src/journeys/stays-at-sql.ts'
import type { Journey } from '../src/model/journey.ts'
import type { ContactDecision } from '../src/model/person-id.ts'
import { openEventStore } from '../src/store/chdb-store.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { never } from '../src/store/event-tables.ts'
import type { OracleEvent, OracleFacts } from './oracle/facts.ts'
import type { OracleStay } from './oracle/stays.ts'

/** A fresh embedded event store in a folder of its own, and how to be rid of it. */
export async function temporaryEventStore(): Promise<{ store: EventStore; remove(): Promise<void> }> {
  const path = mkdtempSync(join(tmpdir(), 'desirepath-events-'))
  const store = await openEventStore({ path })
  const remove = async () => {
    await store.close()
    rmSync(path, { recursive: true, force: true })
  }
  return { store, remove }
}

/** Replaces what the store holds by these events and facts, in the order given. */
export async function fillStore(
  store: EventStore,
  events: readonly OracleEvent[],
  facts: OracleFacts,
  decisions: readonly ContactDecision[] = [],
): Promise<void> {
  for (const table of ['events', 'object_properties', 'object_links', 'contact_decisions']) await store.run(`TRUNCATE TABLE ${table}`)
  const kept = { receivedAt: 1, source: 'facts', importId: 'test' }
  await store.insert(
    'events',
    events.map((event, i) => ({ ...event, version: String(2n ** 63n - BigInt(i)), removed: 0, importId: 'test', line: i })),
  )
  await store.insert(
    'object_properties',
    facts.properties.map((property) => ({ ...property, ...kept })),
  )
  await store.insert(
    'object_links',
    facts.links.map((link) => ({ ...link, ...kept })),
  )
  if (decisions.length > 0) await storeDecisions(store, decisions)
}

interface StoredStay extends Omit<OracleStay, 'endedAt' | 'deadline' | 'skipped' | 'underWay' | 'instanceOver'> {
  endedAt: number
  deadline: number
  skipped: number
  underWay: number
}

/** The stays the engine gives, in the oracle's form; by subject, then in time. `parts`: into how many parts the joined events are spread first. */
export async function engineStays(
  store: EventStore,
  journey: Journey,
  horizon: number,
  sourceStarts: ReadonlyMap<string, number>,
  parts = 1,
): Promise<Omit<OracleStay, 'instanceOver'>[]> {
  const version = 1
  await joinJourney(store, journey)
  if (parts > 1) await spread(store, eventsOf(journey), parts)
  await assignStays(store, { journey, version, horizon, sourceStarts })
  return storedStays(store, journey, version, horizon)
}

/** The stays that are stored, in the oracle's form; by subject, then in time. */
export async function storedStays(
  store: EventStore,
  journey: Journey,
  version: number,
  horizon: number,
): Promise<Omit<OracleStay, 'instanceOver'>[]> {
  const rows = await store.rows<StoredStay>(
    `SELECT subject, account, persona, instance, position, stage, startedAt, endedAt, openedBy, ending, nextStage, lastActivityAt, deadline,
       skipped, underWay, instanceStartedAt FROM (${staysAtSql(version, horizon)}) ORDER BY subject, instance, position`,
  )
  return rows.map((row) => ({
    ...row,
    endedAt: row.endedAt === never ? null : row.endedAt,
    deadline: row.deadline === never || row.ending !== 'open' ? null : row.deadline,
    skipped: journey.stages.map(({ index }) => index).filter((index) => (BigInt(row.skipped) >> BigInt(index)) & 1n),
    underWay: row.underWay === 1,
  }))
}

/** Lays the joined events into several parts with every subject in each of them, as the engine does by itself from a million events on. */
async function spread(store: EventStore, partition: string, parts: number): Promise<void> {
  await store.run('CREATE OR REPLACE TABLE spread_events AS subject_events')
  await store.run('SYSTEM STOP MERGES')
  for (let part = 0; part < parts; part++) {
    await store.run(
      `INSERT INTO spread_events SELECT * FROM subject_events WHERE subjectType = '${partition}' AND cityHash64(source, id) % ${parts} = ${part}`,
    )
  }
  await store.run(`ALTER TABLE subject_events REPLACE PARTITION '${partition}' FROM spread_events`)
  await store.run('DROP TABLE spread_events')
}
