import { createHash, randomUUID } from 'node:crypto'
import { AppError } from '../core/error.ts'
import type { ImportLog } from '../events/import-log.ts'
import { inTurn } from '../events/in-turn.ts'
import { layByKnowledge, layByOccurrence } from '../events/lay-past.ts'
import { newestChange } from '../events/record-change.ts'
import { wasKept } from '../events/staging.ts'
import { eventsOf } from '../journeys/events-of.ts'
import type { SourceWatermark } from '../journeys/horizon.ts'
import { knowContacts } from '../journeys/know-contacts.ts'
import { bringJourney } from '../journeys/refresh-journey.ts'
import { countOf, day } from '../map/format.ts'
import type { Filter } from '../map/journey-map.ts'
import type { PastDay } from '../map/past-day.ts'
import type { ImportRecord } from '../model/import-record.ts'
import type { Journey } from '../model/journey.ts'
import type { JourneyRepository, JourneyVersion } from '../store/document-journeys.ts'
import type { Source, SourceRepository } from '../store/document-sources.ts'
import type { EventStore } from '../store/event-store.ts'
import { dropPasts, makePast, pastDatabases, sealPast, sealPastAgain } from '../store/past-databases.ts'
import type { JourneyDesk } from './journey-desk.ts'
import { type FactsNow, isOf, type LaidDay, type LaidFrom, readLaid, stillStands } from './laid-day.ts'
import { type AskedDay, askedDay } from './past-day.ts'

/** So many past days are kept, those asked for last. */
const keptPasts = 5

/** A journey on a past day: the store that its figures are asked of, and their horizon. */
export interface PastView {
  store: EventStore
  version: JourneyVersion
  horizon: number
  /** When it was computed, UTC ms. */
  at: number
  past: PastDay
  /** Its database: another one whenever the day is computed anew. */
  database: string
}

/** Journeys on past days (rule L4), each computed when first asked for. */
export interface PastDesk {
  /** Null where the filter asks for today. Errors: `usage` for a day that is none, is yet to come, or has nothing yet; `notFound` for a version. */
  view(journeyId: string, filter: Filter, signal?: AbortSignal): Promise<PastView | null>
}

/** What past days need of the document store. */
export interface PastDocuments {
  sources: Pick<SourceRepository, 'list'>
  imports: Pick<ImportLog, 'list'>
  journeys: Pick<JourneyRepository, 'versions'>
}

export function pastDesk(
  documents: PastDocuments,
  journeys: Pick<JourneyDesk, 'version' | 'aside'>,
  openEvents: () => Promise<EventStore>,
  now: () => number,
): PastDesk {
  /** When each database was last asked by this process. */
  const asked = new Map<string, number>()

  async function versionOf(journeyId: string, number: number | undefined): Promise<JourneyVersion> {
    const current = await journeys.version(journeyId)
    if (number === undefined || number === current.number) return current
    const found = (await documents.journeys.versions(journeyId)).find((version) => version.number === number)
    if (found) return found
    throw new AppError('notFound', `Journey "${journeyId}" has no version ${number}: it has 1 to ${current.number}.`)
  }

  async function lay(store: EventStore, from: Omit<LaidFrom, 'isKept'>, imports: readonly ImportRecord[]): Promise<LaidDay> {
    const { known, end } = from
    const name = `past_${createHash('sha256').update(randomUUID()).digest('hex').slice(0, 16)}`
    const past = await makePast(store, name)
    const kept: ImportRecord[] = []
    for (const one of imports) if (await wasKept(store, one.id)) kept.push(one)
    if (known === 'now') await layByOccurrence(store, past, end)
    else {
      await inTurn(store, () => layByKnowledge(store, past, kept, end))
      await knowContacts(past)
    }
    const unkept = imports.filter((one) => !kept.includes(one) && one.startedAt <= end).length
    const laid = { ...from, isKept: kept.length === imports.length }
    const sealed = { key: JSON.stringify(laid), at: now(), unkept }
    await sealPast(past, sealed)
    return { name, ...sealed, from: laid }
  }

  /** The day's database where one stands, as of the newest facts; null: there is none. */
  async function standing(store: EventStore, days: readonly LaidDay[], wanted: AskedDay, facts: FactsNow): Promise<LaidDay | null> {
    const found = days.find(({ from }) => isOf(from, wanted))
    if (found === undefined) return null
    const from = { ...found.from, ...facts }
    const renewed = { ...found, from, key: JSON.stringify(from) }
    if (renewed.key !== found.key) await sealPastAgain(store.database(found.name), renewed)
    return renewed
  }

  /** The database of a past day, and no more of others than are kept; to be asked while no refresh runs. */
  async function databaseOf(store: EventStore, wanted: AskedDay): Promise<LaidDay> {
    await knowContacts(store)
    const imports = (await documents.imports.list()).filter(({ state }) => state === 'complete')
    const facts: FactsNow = { change: await newestChange(store), imports: imports.map(({ id }) => id).sort() }
    const known = (await pastDatabases(store)).flatMap(readLaid)
    const valid: LaidDay[] = []
    for (const one of known) if (await stillStands(store, one.from, facts.change, imports)) valid.push(one)
    const last = (one: LaidDay) => asked.get(one.name) ?? one.at
    const others = valid.filter(({ from }) => !isOf(from, wanted)).sort((a, b) => last(b) - last(a))
    const mine = valid.filter(({ from }) => isOf(from, wanted)).slice(0, 1)
    await dropPasts(
      store,
      [...mine, ...others.slice(0, keptPasts - 1)].map((one) => one.name),
    )
    const again = known.some(({ from }) => isOf(from, wanted))
    const { known: reading, end } = wanted
    const found = (await standing(store, mine, wanted, facts)) ?? (await lay(store, { known: reading, end, ...facts, again }, imports))
    asked.set(found.name, now())
    return found
  }

  async function viewOf(version: JourneyVersion, wanted: AskedDay, signal?: AbortSignal): Promise<PastView> {
    if (signal?.aborted) throw new AppError('cancelled', 'The past day was not computed because nobody waits for it any more.')
    const store = await openEvents()
    const found = await databaseOf(store, wanted)
    const sources = await documents.sources.list()
    const past = store.database(found.name)
    const watermarks = await watermarksThen(past, sources, wanted.end)
    const { horizon } = await bringJourney(
      past,
      { journey: version.journey, version: version.versionId, watermarks },
      await newestChange(past),
      signal,
    )
    if (horizon === null) throw new AppError('usage', await nothingYet(store, version.journey, wanted))
    const { end: _, ...told } = wanted
    return { store: past, database: found.name, version, horizon, at: found.at, past: { ...told, notes: notesOf(found, wanted) } }
  }

  return {
    view: async (journeyId, filter, signal) => {
      const wanted = askedDay(filter, now())
      if (wanted === null) return null
      const version = await versionOf(journeyId, filter.version)
      return journeys.aside(() => viewOf(version, wanted, signal))
    },
  }
}

/** The watermarks of V6 on a past day: none is later than the day, and that of a file without a declared one is its latest event there. */
async function watermarksThen(past: EventStore, sources: readonly Source[], end: number): Promise<SourceWatermark[]> {
  const rows = await past.rows<{ source: string; last: number }>(
    'SELECT toString(source) AS source, max(occurredAt) AS last FROM known_events GROUP BY source',
  )
  const latest = new Map(rows.map(({ source, last }) => [source, last]))
  return sources.map(({ name, kind, watermark, declared }) => {
    const known = kind === 'file' && !declared ? (latest.get(name) ?? null) : watermark
    return { source: name, kind, watermark: known === null ? null : Math.min(known, end) }
  })
}

function notesOf({ unkept, from, at }: LaidDay, { known }: AskedDay): string[] {
  const again = from.again
    ? [`Computed anew on ${day(at)}: since it was first asked for, facts that reach back to this day came, changed or went.`]
    : []
  if (known === 'now' || unkept === 0) return again
  const were = unkept === 1 ? 'was' : 'were'
  return [
    ...again,
    `${countOf(unkept, 'import')} ${were} made by an earlier version, which did not keep what arrived: of ${unkept === 1 ? 'it' : 'them'} stands what is known now, without what was changed since.`,
  ]
}

/** Why a past day has no figures, and from when on there are some. */
async function nothingYet(store: EventStore, journey: Journey, { day: text, timeZone, known }: AskedDay): Promise<string> {
  if (known === 'now') {
    const [row] = await store.rows<{ events: number; first: number }>(
      `SELECT count() AS events, min(occurredAt) AS first FROM subject_events WHERE subjectType = {events:String} AND initiator != 'machine'`,
      { events: eventsOf(journey) },
    )
    const since = row !== undefined && row.events > 0 ? ` Its first event is of ${day(row.first)}: ask for that day or a later one.` : ''
    return `No event of this journey had happened by the end of ${text} (${timeZone}).${since}`
  }
  const [row] = await store.rows<{ events: number; first: number }>(
    `SELECT count() AS events, min(receivedAt) AS first FROM known_events WHERE initiator != 'machine'`,
  )
  const since =
    row !== undefined && row.events > 0 ? ` The first event was received on ${day(row.first)}: ask for that day or a later one, or` : ' Ask'
  return `Nothing of this journey had been received by the end of ${text} (${timeZone}).${since} for that day with all that is known now.`
}
