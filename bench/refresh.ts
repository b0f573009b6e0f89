import { totalmem } from 'node:os'
import { bringStays, dropStays } from '../src/journeys/bring-stays.ts'
import { orderedEventsSql } from '../src/journeys/ordered-events-sql.ts'
import { refreshJourney } from '../src/journeys/refresh-journey.ts'
import { openEventStore } from '../src/store/chdb-store.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { madeHorizon, madeJourney, makeFacts } from './made-events.ts'
import { peakMemory, type Report } from './report.ts'

/** Subjects that new events touch. */
const changedSubjects = 10_000
const version = 1
const watermarks = [{ source: 'crm', kind: 'live' as const, watermark: madeHorizon + 86_400_000 }]
/** Which stays are refreshed. */
export const of = { journey: madeJourney(), version, watermarks }
const gib = 2 ** 30

/** A refresh from facts: of everything, against the bare ordered pass; and after new events of 10,000 subjects, which should not grow with the history. */
export async function benchRefresh(folder: string, events: number): Promise<Report> {
  const fifth = Math.round(events / 5)
  const small = await refreshed(`${folder}/small`, fifth)
  const large = await refreshed(`${folder}/large`, events)
  return [
    ...fullRows(fifth, small),
    ...fullRows(events, large),
    {
      what: `new events of ${changedSubjects} subjects among ${fifth}, refreshed`,
      value: `${small.few.toFixed(2)} s, ${(small.all / small.few).toFixed(0)} times quicker than all`,
      goal: 'at most a tenth of all',
      met: small.few <= small.all / 10,
    },
    {
      what: `the same among ${events}`,
      value: `${(large.few / small.few).toFixed(1)} × (${large.few.toFixed(2)} s, ${(large.all / large.few).toFixed(0)} times quicker than all)`,
      goal: 'at most 2 ×',
      met: large.few <= 2 * small.few,
    },
  ]
}

interface Refreshed {
  /** Seconds of the bare pass that groups each subject's facts in order. */
  bare: number
  /** Seconds of the bare pass over joined events, which lie in that order. */
  ordered: number
  /** Seconds to join all facts to their subjects and assign all stays. */
  all: number
  /** Of those, seconds to assign all stays with account, persona and touches, and store them. */
  assigned: number
  /** Highest memory of the process meanwhile, bytes. */
  peak: number
  /** Seconds to join new events and assign the stays of whom they touch. */
  few: number
}

function fullRows(events: number, { bare, ordered, all, assigned, peak }: Refreshed): Report {
  return [
    { what: `bare ordered pass over ${events} facts`, value: `${bare.toFixed(2)} s`, goal: '', met: null },
    {
      what: 'full refresh: facts joined, stays assigned and stored',
      value: `${(all / bare).toFixed(1)} × (${all.toFixed(1)} s)`,
      goal: 'at most 4 ×',
      met: all <= 4 * bare,
    },
    { what: 'bare ordered pass over the joined events', value: `${ordered.toFixed(2)} s`, goal: '', met: null },
    {
      what: 'stays assigned from them, with account, persona and touches, and stored',
      value: `${(assigned / ordered).toFixed(1)} × (${assigned.toFixed(1)} s)`,
      goal: '',
      met: null,
    },
    { what: 'memory of the process meanwhile', value: `${(peak / gib).toFixed(1)} GiB`, goal: 'at most 8 GiB', met: peak <= 8 * gib },
  ]
}

/** A new store with made facts after its first refresh, which took `all` seconds and at most `peak` bytes. */
export async function fullyRefreshed(folder: string, events: number) {
  const store = await openEventStore({ path: folder })
  const subjects = Math.round(events / 40)
  await makeFacts(store, events, subjects)
  let all = 0
  const peak = await peakMemory(async () => {
    all = await lasting(() => refreshJourney(store, of))
  })
  return { store, subjects, all, peak }
}

async function refreshed(folder: string, events: number): Promise<Refreshed> {
  const { store, subjects, all, peak } = await fullyRefreshed(folder, events)
  await dropStays(store, version)
  const assigned = await lasting(() => bringStays(store, of, 1))
  const few: number[] = []
  for (let change = 2; change <= 4; change++) {
    await addEvents(store, change, subjects)
    few.push(
      await lasting(async () => {
        const { computed } = await refreshJourney(store, of)
        if (computed !== changedSubjects) throw new Error(`${computed} subjects were computed, not ${changedSubjects}`)
      }),
    )
  }
  await store.close()
  const { bare, ordered } = await barePasses(folder)
  return { bare, ordered, all, assigned, peak, few: few.sort((a, b) => a - b)[1] ?? 0 }
}

/** The bare passes keep each subject's events whole, so that of many they need more memory than a refresh does. */
async function barePasses(folder: string): Promise<Pick<Refreshed, 'bare' | 'ordered'>> {
  const store = await openEventStore({ path: folder, maxMemory: Math.round(0.7 * totalmem()) })
  const inOrder = (events: string) =>
    lasting(() =>
      store.rows(
        `SELECT sum(length(t) + length(n)) FROM (SELECT subject, groupArray(occurredAt) AS t, groupArray(name) AS n FROM (${events}) GROUP BY subject)`,
      ),
    )
  const bare = await inOrder(
    `SELECT arrayJoin(objects['contact']) AS subject, * FROM events FINAL ORDER BY subject, occurredAt, source, sequence, id`,
  )
  const ordered = await inOrder(orderedEventsSql('contact', madeHorizon))
  await store.close()
  return { bare, ordered }
}

/** Seconds that the work takes, once. */
export async function lasting(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return (performance.now() - from) / 1000
}

/** One more event of each of many subjects, spread over all, as a commit leaves and tells of it. */
export async function addEvents(store: EventStore, change: number, subjects: number): Promise<void> {
  const who = `intDiv(number * ${subjects}, ${changedSubjects}) + ${change}`
  const columns = 'source, id, sequence, occurredAt, name, channel, touchpoint, initiator, objects, properties'
  const added = `SELECT 'crm' AS source, concat('new-${change}-', toString(number)) AS id, ${Number.MAX_SAFE_INTEGER} AS sequence, ${madeHorizon} + number * 1000 AS occurredAt,
      'pricing_viewed' AS name, 'web' AS channel, 'touchpoint 1' AS touchpoint, 'customer' AS initiator,
      map('contact', [concat('contact-', leftPad(toString(${who}), 7, '0'))]) AS objects, CAST(map(), 'Map(LowCardinality(String), String)') AS properties
    FROM numbers(${changedSubjects})`
  await store.run(
    `INSERT INTO events (version, removed, receivedAt, importId, line, ${columns}) SELECT 1, 0, 0, 'more', 0, ${columns} FROM (${added})`,
  )
  await store.run(`INSERT INTO changed_events (change, removed, was, ${columns}) SELECT ${change}, 0, 0, ${columns} FROM (${added})`)
  await store.run(
    `INSERT INTO changed_objects SELECT DISTINCT change, 'contact', objects['contact'][1], 'event' FROM changed_events WHERE change = ${change}`,
  )
  await store.insert('changes', [{ change, kind: 'events', told: 1 }])
}
