import { changeTables } from './change-tables.ts'
import { importTables } from './import-tables.ts'
import { identityTables } from './known-facts.ts'

/**
 * The tables of the event store, in ClickHouse SQL, the same embedded and on a server. All times are Int64 UTC milliseconds.
 * `events` keeps one row a (source, id): read it with FINAL. `version` decides which arrival stays (rules E2, E11):
 * the first for events, the last for table rows. `subject_events` holds each event once for every subject it joins (E10),
 * in E3 order, by partition: the subject's type, or that of one journey of deals; `namedAccount` is the account that an event which names the subject names beside it. `stays` is rebuilt by partition a journey version, with what each stay touched.
 * In `stays`, `skipped` and `entered` are sets of stages, bit s for stage index s: those jumped over to open the stay, and
 * those entered in its instance up to and with it. `joinedEnd`, `joinedCause` and `continues` tell the stay with silence not
 * counted as an end (M2): until when, how it then ended, and whether it only goes on with the one before. `touches` holds one
 * touchpoint · 4096 + channel for each touch, in order, by the codes of `touch_names`, which only ever grows. `ending` is "open" until an event or a due deadline ends the stay.
 * Figures read the facts through the views of `known-facts.ts`, in which merged contacts are one (E7).
 */
export const eventTables = {
  ...importTables,
  ...identityTables,
  ...changeTables,
  events: `CREATE TABLE IF NOT EXISTS events (
    source LowCardinality(String), id String, version UInt64, removed UInt8,
    sequence Int64, occurredAt Int64, receivedAt Int64, importId LowCardinality(String), line UInt64,
    name LowCardinality(String), channel LowCardinality(String), touchpoint LowCardinality(String), initiator LowCardinality(String),
    objects Map(LowCardinality(String), Array(String)), properties Map(LowCardinality(String), String)
  ) ENGINE = ReplacingMergeTree(version, removed) ORDER BY (source, id)`,
  object_properties: `CREATE TABLE IF NOT EXISTS object_properties (
    objectType LowCardinality(String), objectId String, name LowCardinality(String), validFrom Nullable(Int64), value String,
    removed UInt8 DEFAULT 0, receivedAt UInt64, source LowCardinality(String), importId LowCardinality(String)
  ) ENGINE = ReplacingMergeTree(receivedAt, removed) ORDER BY (objectType, objectId, name, ifNull(validFrom, -9223372036854775808), source)`,
  object_links: `CREATE TABLE IF NOT EXISTS object_links (
    fromType LowCardinality(String), fromId String, toType LowCardinality(String), toId String, since Nullable(Int64),
    receivedAt Int64, source LowCardinality(String), importId LowCardinality(String)
  ) ENGINE = ReplacingMergeTree(receivedAt) ORDER BY (fromType, fromId, toType, ifNull(since, -9223372036854775808), toId, source)`,
  subject_events: `CREATE TABLE IF NOT EXISTS subject_events (
    subjectType LowCardinality(String), subject String, account String, namedAccount String,
    occurredAt Int64, source LowCardinality(String), sequence Int64, id String,
    name LowCardinality(String), channel LowCardinality(String), touchpoint LowCardinality(String), initiator LowCardinality(String),
    properties Map(LowCardinality(String), String)
  ) ENGINE = MergeTree PARTITION BY subjectType ORDER BY (subject, occurredAt, source, sequence, id) SETTINGS index_granularity = 1024`,
  stays: `CREATE TABLE IF NOT EXISTS stays (
    version UInt32, subject String, account String, persona LowCardinality(String),
    instance UInt32, position UInt32, stage UInt8, startedAt Int64, endedAt Int64,
    openedBy LowCardinality(String), ending LowCardinality(String), nextStage UInt8,
    lastActivityAt Int64, deadline Int64, underWay UInt8, skipped UInt64, entered UInt64, instanceStartedAt Int64,
    joinedEnd Int64, joinedCause UInt8, continues UInt8, id UInt64, touches Array(UInt32)
  ) ENGINE = MergeTree PARTITION BY version ORDER BY (stage, subject, startedAt)`,
  touch_names: `CREATE TABLE IF NOT EXISTS touch_names (kind LowCardinality(String), code UInt32, name String) ENGINE = MergeTree ORDER BY (kind, code)`,
} as const

/** Stands for "no end yet" and "no deadline" in `stays`. */
export const never = Number.MAX_SAFE_INTEGER
