import type { PreviewSample } from '../model/file-preview.ts'
import type { EventDraft, PropertyDraft } from './drafts.ts'
import { rowMapper } from './map-rows.ts'
import type { Mapping } from './mapping.ts'
import type { Reject } from './reject.ts'
import type { RowReader } from './row-reader.ts'

/** The most rows looked at before an import. */
export const sampledRows = 10_000
const shownRows = 12
const shownExamples = 3

interface Gathered {
  rows: number
  events: EventDraft[]
  count: number
  properties: number
  links: number
  from: number | null
  to: number | null
  rejects: Reject[]
  objects: Map<string, Set<string>>
  described: PropertyDraft[]
}

/** What the first 10,000 rows of a file become by a mapping whose time formats are known, and which of them would not be taken. `receivedAt`: now, UTC ms. */
export async function sampleDrafts(reader: RowReader, mapping: Mapping, receivedAt: number): Promise<PreviewSample> {
  const map = rowMapper(mapping, reader.columns, receivedAt)
  const all: Gathered = {
    ...{ rows: 0, events: [], count: 0, properties: 0, links: 0, from: null, to: null, rejects: [] },
    ...{ objects: new Map(), described: [] },
  }
  let whole = true
  for await (const batch of reader.batches()) {
    const room = sampledRows - all.rows
    if (room <= 0) {
      whole = false
      break
    }
    if (batch.rows.length > room) whole = false
    const rows = batch.rows.slice(0, room)
    const last = rows.at(-1)?.line ?? Number.POSITIVE_INFINITY
    const rejects = rows.length < batch.rows.length ? batch.rejects.filter(({ line }) => line <= last) : batch.rejects
    all.rows += rows.length + rejects.length
    gather(all, map({ rows, rejects: [...rejects] }))
    if (!whole) break
  }
  return shaped(all, whole)
}

function gather(all: Gathered, drafts: ReturnType<ReturnType<typeof rowMapper>>) {
  const seen = (type: string, id: string) => {
    const ids = all.objects.get(type) ?? new Set<string>()
    all.objects.set(type, ids.add(id))
  }
  for (const event of drafts.events) {
    if (event.removed) continue
    all.count += 1
    all.from = Math.min(all.from ?? event.occurredAt, event.occurredAt)
    all.to = Math.max(all.to ?? event.occurredAt, event.occurredAt)
    for (const { type, id } of objectsOf(event)) seen(type, id)
    if (all.events.length < shownRows) all.events.push(event)
  }
  for (const property of drafts.properties) {
    if (property.value === '') continue
    all.properties += 1
    seen(property.type, property.id)
    if (all.described.length < shownRows * 20) all.described.push(property)
  }
  for (const link of drafts.links) {
    all.links += 1
    seen(link.fromType, link.fromId)
    seen(link.toType, link.toId)
  }
  all.rejects.push(...drafts.rejects)
}

function objectsOf(event: EventDraft): { type: string; id: string }[] {
  return pairsOf(event.objects).map(([type, id]) => ({ type, id }))
}

function pairsOf(items: readonly string[]): [string, string][] {
  return items.flatMap((item, index) => (index % 2 === 0 ? [[item, items[index + 1] ?? ''] as [string, string]] : []))
}

function shaped(all: Gathered, whole: boolean): PreviewSample {
  return {
    rows: all.rows,
    whole,
    events: all.count,
    properties: all.properties,
    links: all.links,
    rejected: all.rejects.length,
    from: all.from,
    to: all.to,
    objects: [...all.objects].map(([type, ids]) => ({ type, count: ids.size })).sort((a, b) => b.count - a.count),
    firstEvents: all.events.map((event) => ({
      line: event.line,
      occurredAt: event.occurredAt,
      name: event.name,
      channel: event.channel,
      touchpoint: event.touchpoint,
      initiator: event.initiator,
      objects: objectsOf(event),
      properties: pairsOf(event.properties)
        .slice(0, 6)
        .map(([name, value]) => ({ name, value: value.slice(0, 80) })),
    })),
    firstObjects: describedObjects(all.described),
    reasons: reasonsOf(all.rejects),
  }
}

function describedObjects(properties: readonly PropertyDraft[]): PreviewSample['firstObjects'] {
  const objects = new Map<string, PreviewSample['firstObjects'][number]>()
  for (const { line, type, id, name, value } of properties) {
    const key = JSON.stringify([type, id])
    const object = objects.get(key) ?? { line, type, id, properties: [] }
    if (object.properties.length < 8) object.properties.push({ name, value: value.slice(0, 80) })
    objects.set(key, object)
  }
  return [...objects.values()].slice(0, shownRows)
}

function reasonsOf(rejects: readonly Reject[]): PreviewSample['reasons'] {
  const reasons = new Map<string, PreviewSample['reasons'][number]>()
  for (const { code, line, message, raw } of rejects) {
    const reason = reasons.get(code) ?? { code, count: 0, examples: [] }
    reason.count += 1
    if (reason.examples.length < shownExamples) reason.examples.push({ line, message, raw: raw.slice(0, 300) })
    reasons.set(code, reason)
  }
  return [...reasons.values()].sort((a, b) => b.count - a.count)
}
