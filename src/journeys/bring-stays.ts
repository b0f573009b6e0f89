import { type Journey, stageRules } from '../model/journey.ts'
import type { RefreshStep } from '../model/refresh-state.ts'
import { subjectPropertiesRead } from '../model/rule.ts'
import type { EventStore } from '../store/event-store.ts'
import { assignStays } from './assign-stays.ts'
import type { Assignment } from './assignment.ts'
import { fillTouchedOf } from './bring-events.ts'
import { amongSql, type Changes, changesSince } from './changes-since.ts'
import { dealType, eventsOf } from './events-of.ts'
import { horizonAt, lastOf, type SourceSpan, type SourceWatermark, sourceSpans, widenSpans } from './horizon.ts'
import { accountType } from './join-subjects.ts'
import { dropMark, readMark, writeMark } from './refresh-marks.ts'
import { sqlText } from './rule-sql.ts'
import { touchDeals } from './touched-deals.ts'
import { addTouched, areTooMany, touchSubjects } from './touched-subjects.ts'

/** Which stays to bring up to date: those of a version of a journey, as far as its sources are known. */
export interface VersionStays {
  journey: Journey
  version: number
  watermarks: readonly SourceWatermark[]
  /** Told before each step; it is waited for. */
  onStep?: (step: RefreshStep) => Promise<void>
}

export interface RefreshResult {
  /** UTC ms; null: no event yet. */
  horizon: number | null
  subjects: number
  stays: number
  /** Of how many subjects the stays were computed; the others' could not have changed. */
  computed: number
}

interface StaysMark extends Omit<RefreshResult, 'computed'> {
  change: number
  sources: readonly SourceSpan[]
}

/**
 * Brings the stays of a journey version up to a change of the facts, its joined events being so: of the subjects that it touched, where they are known
 * and few, else of all. Whichever the way, the same stays are there then (V7: no other subject's can have changed).
 */
export async function bringStays(store: EventStore, of: VersionStays, upTo: number, signal?: AbortSignal): Promise<RefreshResult> {
  const what = `stays:${of.version}`
  const mark = await readMark<StaysMark>(store, what)
  const changes = await changesSince(store, mark?.change ?? null, upTo)
  const isKnown = mark !== null && mark.horizon !== null && changes.kind !== 'everything'
  const reached = (isKnown ? await bringTouched(store, of, mark, changes, signal) : null) ?? (await bringAllStays(store, of, signal))
  const { sources, ...result } = reached
  const { horizon, subjects, stays } = result
  await writeMark<StaysMark>(store, what, { horizon, subjects, stays, sources, change: upTo })
  return result
}

/** `sources`: what the horizon came from. */
type Reached = RefreshResult & Pick<StaysMark, 'sources'>

/** Assigns the stays of all subjects from the events as they were last joined. */
export async function bringAllStays(
  store: EventStore,
  { journey, version, watermarks, onStep }: VersionStays,
  signal?: AbortSignal,
): Promise<Reached> {
  const sources = await sourceSpans(store, journey)
  const { horizon, sourceStarts } = horizonAt(sources, watermarks)
  if (horizon === null) return { horizon, subjects: 0, stays: 0, computed: 0, sources }
  await assignStays(store, { journey, version, horizon, sourceStarts }, signal, onStep)
  const all = await counted(store, version)
  return { horizon, ...all, computed: all.subjects, sources }
}

/** Null: too many are touched, or the start of a source moved, on which those already under way hang (M11). */
async function bringTouched(
  store: EventStore,
  { journey, version, watermarks, onStep }: VersionStays,
  mark: StaysMark,
  changes: Changes,
  signal?: AbortSignal,
): Promise<Reached | null> {
  const sources = await spansAfter(store, journey, mark, changes)
  const { horizon, sourceStarts } = horizonAt(sources, watermarks)
  if (horizon === null || mark.sources.some(({ source, first }) => sourceStarts.get(source) !== first)) return null
  const touched = await touchedBy(store, journey, changes, mark, horizon)
  if (areTooMany(touched, mark.subjects)) return null
  if (touched > 0) {
    await fillTouchedOf(store, eventsOf(journey), signal)
    const assignment: Assignment = { journey, version, horizon, sourceStarts, from: 'touched_events' }
    await assignStays(store, assignment, signal, onStep)
  }
  return { horizon, ...(await counted(store, version)), computed: touched, sources }
}

/** Forgets the stays of a journey version, and first that they were computed. */
export async function dropStays(store: EventStore, version: number): Promise<void> {
  await dropMark(store, `stays:${version}`)
  await store.run(`ALTER TABLE stays DROP PARTITION ${version}`)
}

/** Every subject that has stays has one that is the first of its first instance. */
async function counted(store: EventStore, version: number): Promise<{ subjects: number; stays: number }> {
  const [row] = await store.rows<{ subjects: number; stays: number }>(
    'SELECT countIf(instance = 1 AND position = 1) AS subjects, count() AS stays FROM stays WHERE version = {version:UInt32}',
    { version },
  )
  return row ?? { subjects: 0, stays: 0 }
}

/** Only where events were added, and none corrected or moved, are the spans of sources told by these. */
async function spansAfter(store: EventStore, journey: Journey, mark: StaysMark, changes: Changes): Promise<readonly SourceSpan[]> {
  if (changes.kind === 'nothing') return mark.sources
  const isOwn = journey.subjectType !== accountType && journey.subjectType !== dealType
  const onlyAdded = isOwn && changes.kind === 'events' && !changes.corrected && !changes.tied
  return onlyAdded ? widenSpans(store, journey, mark.sources, changes) : sourceSpans(store, journey)
}

/** Fills `touched_subjects`: those whose facts changed, those whose account's properties did where a rule reads these, and those with events that the horizon passed (V6). */
async function touchedBy(store: EventStore, journey: Journey, changes: Changes, mark: StaysMark, horizon: number): Promise<number> {
  const rules = [...stageRules(journey), ...journey.personas.map(({ rule }) => rule)].filter((rule) => rule !== null)
  const read = rules.flatMap(subjectPropertiesRead)
  const by = ['event', 'link', ...(read.length > 0 ? ['property' as const] : [])] as const
  let touched = await (journey.subjectType === dealType
    ? touchDeals(store, changes)
    : touchSubjects(store, journey.subjectType, changes, by))
  const events = `SELECT DISTINCT subject FROM subject_events WHERE subjectType = ${sqlText(eventsOf(journey))}`
  if (read.some((name) => name.startsWith('account.'))) {
    const accounts = `SELECT objectId FROM changed_objects WHERE objectType = 'account' AND what = 'property' AND ${amongSql(changes)}`
    touched = await addTouched(store, `${events} AND account IN (${accounts})`)
  }
  const passed = Math.min(horizon, mark.horizon ?? horizon)
  if (horizon !== mark.horizon && (lastOf(mark.sources) ?? 0) > passed) {
    touched = await addTouched(store, `${events} AND occurredAt > ${passed} AND initiator != 'machine'`)
  }
  return touched
}
