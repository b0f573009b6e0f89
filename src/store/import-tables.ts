/** Staging keeps its own small parts: what is dropped in a minute is not worth merging into large ones. */
const stagingSettings =
  'SETTINGS max_bytes_to_merge_at_max_space_in_pool = 1, index_granularity = 1024, min_bytes_for_wide_part = 1073741824, parts_to_delay_insert = 3000, parts_to_throw_insert = 10000, old_parts_lifetime = 1'

const stagedColumns = {
  events: 'importId LowCardinality(String), line UInt64, id String, content String, rest String',
  properties:
    'importId LowCardinality(String), line UInt64, objectType LowCardinality(String), objectId String, name LowCardinality(String), validFrom Nullable(Int64), value String',
  links:
    'importId LowCardinality(String), line UInt64, fromType LowCardinality(String), fromId String, toType LowCardinality(String), toId String, since Nullable(Int64)',
} as const

/**
 * All that complete imports brought, also what did not win or was superseded: an undone import is taken out by it (rule E12). The rows of staging
 * move here when they were taken over, partition by partition. `kept_imports` names the imports whose rows moved.
 */
const arrivedTables = {
  arrived_events: `CREATE TABLE IF NOT EXISTS arrived_events (
    ${stagedColumns.events}, key UInt128
  ) ENGINE = MergeTree PARTITION BY importId ORDER BY (key, line)`,
  arrived_properties: `CREATE TABLE IF NOT EXISTS arrived_properties (
    ${stagedColumns.properties}
  ) ENGINE = MergeTree PARTITION BY importId ORDER BY (objectType, objectId, name, line)`,
  arrived_links: `CREATE TABLE IF NOT EXISTS arrived_links (
    ${stagedColumns.links}
  ) ENGINE = MergeTree PARTITION BY importId ORDER BY (fromType, fromId, toType, line)`,
  kept_imports: `CREATE TABLE IF NOT EXISTS kept_imports (importId String) ENGINE = ReplacingMergeTree ORDER BY importId`,
} as const

/**
 * Where an import gathers its rows before all of them are taken over at once; one partition an import. `staged_events` is packed, since the engine
 * reads few columns much faster than many: `content` is name, time, object types, object ids, property names, property values (what rule E2 hashes),
 * `rest` is channel, touchpoint, initiator, sequence, receivedAt, removed; parts end in U+001E, items in U+001F.
 * `tombstones` holds SHA-256 hashes of erased objects (rule E9).
 */
export const importTables = {
  staged_events: `CREATE TABLE IF NOT EXISTS staged_events (
    ${stagedColumns.events},
    key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(if(id = '', content, concat('id', char(30), id))))
  ) ENGINE = MergeTree PARTITION BY importId ORDER BY (key, line) ${stagingSettings}`,
  staged_properties: `CREATE TABLE IF NOT EXISTS staged_properties (
    ${stagedColumns.properties}
  ) ENGINE = MergeTree PARTITION BY importId ORDER BY (objectType, objectId, name, line) ${stagingSettings}`,
  staged_links: `CREATE TABLE IF NOT EXISTS staged_links (
    ${stagedColumns.links}
  ) ENGINE = MergeTree PARTITION BY importId ORDER BY (fromType, fromId, toType, line) ${stagingSettings}`,
  ...arrivedTables,
  rejects: `CREATE TABLE IF NOT EXISTS rejects (
    importId LowCardinality(String), line UInt64, code LowCardinality(String), message String, raw String
  ) ENGINE = MergeTree PARTITION BY importId ORDER BY line`,
  tombstones: `CREATE TABLE IF NOT EXISTS tombstones (
    objectType LowCardinality(String), hash String, erasedAt Int64
  ) ENGINE = ReplacingMergeTree ORDER BY (objectType, hash)`,
} as const
