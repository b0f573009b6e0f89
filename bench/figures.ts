import { mapFigures } from '../src/app/map-figures.ts'
import { assignStays } from '../src/journeys/assign-stays.ts'
import { orderedEventsSql } from '../src/journeys/ordered-events-sql.ts'
import { staysSql } from '../src/journeys/stay-sql.ts'
import { openEventStore } from '../src/store/chdb-store.ts'
import { madeHorizon, madeJourney, makeEvents } from './made-events.ts'
import { peakMemory, type Report, seconds } from './report.ts'

const gib = 2 ** 30

/** Assignment of stays and all figures of a map, against the bare pass that groups each subject's events in order. */
export async function benchFigures(folder: string, events: number): Promise<Report> {
  const store = await openEventStore({ path: folder })
  const subjects = Math.round(events / 40)
  await makeEvents(store, events, subjects)
  const journey = madeJourney()
  const assignment = { journey, version: 1, horizon: madeHorizon, sourceStarts: new Map([['crm', madeHorizon - 730 * 86_400_000]]) }
  const bare = await seconds(() =>
    store.rows(
      `SELECT sum(length(t) + length(n)) FROM (SELECT subject, groupArray(occurredAt) AS t, groupArray(name) AS n FROM (${orderedEventsSql('contact', madeHorizon)}) GROUP BY subject)`,
    ),
  )
  const assign = () =>
    store.rows(`SELECT count(), sum(endedAt - startedAt), sum(length(ending)), max(entered) FROM (${staysSql(assignment)})`)
  const assigned = await seconds(assign)
  const peak = await peakMemory(assign)
  const stored = await seconds(() => assignStays(store, assignment))
  const [counted] = await store.rows<{ stays: number }>('SELECT count() AS stays FROM stays')
  const population = { journey, version: 1, horizon: madeHorizon, filter: { where: {} } }
  const figures = await seconds(() => mapFigures(store, population))
  await store.close()
  const ratio = (part: number) => `${(part / bare).toFixed(1)} × (${part.toFixed(2)} s)`
  return [
    { what: `bare pass over ${events} events of ${subjects} subjects`, value: `${bare.toFixed(2)} s`, goal: '', met: null },
    { what: 'assignment of stays', value: ratio(assigned), goal: 'at most 4 ×', met: assigned <= 4 * bare },
    { what: 'memory while assigning', value: `${(peak / gib).toFixed(2)} GiB`, goal: '', met: null },
    { what: 'assignment with account, persona, touches, stored', value: ratio(stored), goal: '', met: null },
    { what: `all figures of a map over ${counted?.stays} stays`, value: ratio(figures), goal: 'at most 4 ×', met: figures <= 4 * bare },
  ]
}
