import { bringEvents } from '../src/journeys/bring-events.ts'
import { bringAllStays, bringStays } from '../src/journeys/bring-stays.ts'
import { writeMark } from '../src/journeys/refresh-marks.ts'
import { openEventStore } from '../src/store/chdb-store.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { madeHorizon, madeJourney, makeEvents } from './made-events.ts'
import { type Report, seconds } from './report.ts'

/** Subjects that new events touch. */
const changedSubjects = 10_000
const version = 1
const watermarks = [{ source: 'crm', kind: 'live' as const, watermark: madeHorizon + 86_400_000 }]

/** A refresh after new events of 10,000 subjects, against the assignment of all, at two sizes of the history: it should not grow with that. */
export async function benchRefresh(folder: string, events: number): Promise<Report> {
  const small = await refreshed(`${folder}/small`, Math.round(events / 5))
  const large = await refreshed(`${folder}/large`, events)
  const told = ({ all, few }: Refreshed) => `${few.toFixed(2)} s (all: ${all.toFixed(1)} s)`
  return [
    {
      what: `new events of ${changedSubjects} subjects among ${Math.round(events / 5)} events, refreshed`,
      value: told(small),
      goal: 'at most a tenth of all',
      met: small.few <= small.all / 10,
    },
    {
      what: `the same among ${events} events`,
      value: `${(large.few / small.few).toFixed(1)} ×: ${told(large)}`,
      goal: 'at most 2 ×',
      met: large.few <= 2 * small.few,
    },
  ]
}

interface Refreshed {
  /** Seconds to assign all stays, without joining events to subjects. */
  all: number
  /** Seconds to join the new events and assign the stays of whom they touch. */
  few: number
}

async function refreshed(folder: string, events: number): Promise<Refreshed> {
  const store = await openEventStore({ path: folder })
  const subjects = Math.round(events / 40)
  await makeEvents(store, events, subjects)
  const of = { journey: madeJourney(), version, watermarks }
  await writeMark(store, 'joined:contact', { change: 0, subjects })
  const all = await seconds(() => bringAllStays(store, of))
  await bringStays(store, of, 0)
  const few: number[] = []
  for (let change = 1; change <= 3; change++) {
    await addEvents(store, change, subjects)
    const from = performance.now()
    await bringEvents(store, 'contact', change)
    const { computed } = await bringStays(store, of, change)
    if (computed !== changedSubjects) throw new Error(`${computed} subjects were computed, not ${changedSubjects}`)
    few.push((performance.now() - from) / 1000)
  }
  await store.close()
  return { all, few: few.sort((a, b) => a - b)[1] ?? 0 }
}

/** One more event of each of many subjects, spread over all, as a commit tells of it. */
async function addEvents(store: EventStore, change: number, subjects: number): Promise<void> {
  const contact = `concat('contact-', leftPad(toString(intDiv(number * ${subjects}, ${changedSubjects}) + ${change}), 7, '0'))`
  await store.run(`INSERT INTO changed_events (change, removed, was, source, id, sequence, occurredAt, name, channel, touchpoint, initiator, objects, properties)
    SELECT ${change}, 0, 0, 'crm', concat('new-${change}-', toString(number)), ${Number.MAX_SAFE_INTEGER}, ${madeHorizon} + number * 1000, 'pricing_viewed', 'web', 'touchpoint 1', 'customer',
      map('contact', [${contact}]), map() FROM numbers(${changedSubjects})`)
  await store.run(
    `INSERT INTO changed_objects SELECT DISTINCT change, 'contact', objects['contact'][1], 'event' FROM changed_events WHERE change = ${change}`,
  )
  await store.insert('changes', [{ change, kind: 'events', told: 1 }])
}
