import { eventsOf } from '../journeys/events-of.ts'
import { contactType } from '../journeys/join-subjects.ts'
import { sqlText } from '../journeys/rule-sql.ts'
import { staysAtSql } from '../journeys/stays-at-sql.ts'
import type { StayRow, Timeline } from '../map/journey-map.ts'
import { dayMs } from '../measures/measure.ts'
import type { Journey } from '../model/journey.ts'
import type { EventStore } from '../store/event-store.ts'
import { never } from '../store/event-tables.ts'

/** A timeline shows at most this many events, the newest, and as many stays: an event opens one at most, so that each event shown finds its stay. */
const most = 2_000

/**
 * One subject's properties, stays in a journey (when given), and events with the stage each fell in; null when nothing is known of it. Asked by any id
 * of a contact it is that of the contact which the id stands for (rule E7).
 */
export async function timelineOf(
  store: EventStore,
  subjectType: string,
  asked: string,
  placed: { journey: Journey; version: number; horizon: number } | null,
  signal?: AbortSignal,
): Promise<Timeline | null> {
  const { subject, alsoKnownAs } = await standingContact(store, subjectType, asked)
  const partition = placed?.journey.subjectType === subjectType ? eventsOf(placed.journey) : subjectType
  const parameters = { subjectType, subject, partition }
  const [properties, stays, events] = await Promise.all([
    store.rows<Timeline['properties'][number]>(
      `SELECT name, value, validFrom FROM known_properties WHERE objectType = {subjectType:String} AND objectId = {subject:String} ORDER BY name, validFrom`,
      parameters,
      signal,
    ),
    placed === null ? [] : staysOf(store, subject, placed, signal),
    store.rows<Timeline['events'][number]>(
      `SELECT occurredAt, name, channel, touchpoint, initiator, source, NULL AS stage, properties FROM subject_events
       WHERE subjectType = {partition:String} AND subject = {subject:String} ORDER BY occurredAt DESC, source DESC, sequence DESC, id DESC LIMIT ${most + 1}`,
      parameters,
      signal,
    ),
  ])
  if (properties.length + stays.length + events.length === 0) return null
  const shownStays = stays.slice(0, most).reverse()
  const shown = events.slice(0, most).reverse()
  return {
    subject,
    subjectType,
    alsoKnownAs,
    properties,
    stays: shownStays,
    moreStays: stays.length > most,
    events: shown.map((event) => ({ ...event, stage: stageAt(shownStays, event) })),
    moreEvents: events.length > most,
  }
}

/** As the figures know it. */
async function standingContact(store: EventStore, subjectType: string, asked: string): Promise<{ subject: string; alsoKnownAs: string[] }> {
  if (subjectType !== contactType) return { subject: asked, alsoKnownAs: [] }
  const rows = await store.rows<{ id: string; contact: string }>(
    `SELECT id, contact FROM merged_contacts
     WHERE contact = {asked:String} OR contact IN (SELECT contact FROM merged_contacts WHERE id = {asked:String}) ORDER BY id`,
    { asked },
  )
  return { subject: rows[0]?.contact ?? asked, alsoKnownAs: rows.map(({ id }) => id) }
}

/** The stage an event fell in: [start, end); machine events are in none (E6). */
function stageAt(stays: Timeline['stays'], event: Timeline['events'][number]): string | null {
  if (event.initiator === 'machine') return null
  return stays.findLast((stay) => stay.enteredAt <= event.occurredAt && event.occurredAt < (stay.leftAt ?? Infinity))?.stage ?? null
}

/** The newest first. */
async function staysOf(
  store: EventStore,
  subject: string,
  { journey, version, horizon }: { journey: Journey; version: number; horizon: number },
  signal?: AbortSignal,
): Promise<Timeline['stays']> {
  const rows = await store.rows<Omit<StayRow, 'underWay'> & { underWay: number; place: number }>(
    `SELECT subject, account, persona, instance, startedAt AS enteredAt, if(endedAt = ${never}, NULL, endedAt) AS leftAt, openedBy, ending,
       (least(endedAt, ${horizon}) - startedAt) / ${dayMs} AS days, underWay, stage AS place
     FROM (${staysAtSql(version, horizon)}) WHERE subject = ${sqlText(subject)} ORDER BY instance DESC, position DESC LIMIT ${most + 1}`,
    {},
    signal,
  )
  return rows.map(({ place, ...row }) => {
    const stage = journey.stages[place - 1]
    return { ...row, underWay: row.underWay === 1, stage: stage?.id ?? '', stageName: stage?.name ?? '' }
  })
}
