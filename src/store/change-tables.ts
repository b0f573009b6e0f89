/** Columns of an event as the facts hold it. */
const eventColumns = `source LowCardinality(String), id String, sequence Int64, occurredAt Int64,
    name LowCardinality(String), channel LowCardinality(String), touchpoint LowCardinality(String), initiator LowCardinality(String),
    objects Map(LowCardinality(String), Array(String)), properties Map(LowCardinality(String), String)`

/**
 * What changed in the facts, so that a refresh computes no more than that again. `changes` numbers the changes: of kind `events` what they did to events is told,
 * of kind `objects` only whom they touched, of kind `everything` not even that; of several rows the one told last counts. `changed_objects` are the objects that a change touched, by `what`: event, property, link; `changed_events` the
 * events as it left them, `removed` 1 where it took one away, `was` 1 where one stood before it. Only the newest are kept.
 * `refresh_marks` tells up to which change something computed goes, as JSON.
 */
export const changeTables = {
  changes: `CREATE TABLE IF NOT EXISTS changes (change UInt64, kind LowCardinality(String), told UInt8) ENGINE = MergeTree ORDER BY (change, told)`,
  changed_objects: `CREATE TABLE IF NOT EXISTS changed_objects (
    change UInt64, objectType LowCardinality(String), objectId String, what LowCardinality(String)
  ) ENGINE = MergeTree ORDER BY (change, objectType, objectId)`,
  changed_events: `CREATE TABLE IF NOT EXISTS changed_events (
    change UInt64, removed UInt8, was UInt8, ${eventColumns}
  ) ENGINE = MergeTree ORDER BY (change, source, id)`,
  refresh_marks: `CREATE TABLE IF NOT EXISTS refresh_marks (what String, mark String, writtenAt UInt64) ENGINE = ReplacingMergeTree(writtenAt) ORDER BY what`,
} as const
