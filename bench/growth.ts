import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mapFigures } from '../src/app/map-figures.ts'
import { refreshJourney } from '../src/journeys/refresh-journey.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { type Curve, growthChart, powerOf } from './growth-chart.ts'
import { madeHorizon } from './made-events.ts'
import { addEvents, fullyRefreshed, lasting, of } from './refresh.ts'
import { memoryBytesPerSecond, type Report } from './report.ts'

/** The columns of joined events that the assignment of stays reads. */
const readColumns = ['subject', 'occurredAt', 'source', 'sequence', 'name', 'initiator']

interface Grown {
  events: number
  all: number
  few: number
  figures: number
  /** Seconds to read the needed columns once at the speed of the memory. */
  scan: number
  peak: number
}

/**
 * What a full refresh, one of 10,000 subjects, and the figures of a map cost at sizes up to `most` events, each five times the one before; drawn into `picture` over the time that reading
 * the needed columns once would take.
 */
export async function benchGrowth(folder: string, most: number, picture: string): Promise<Report> {
  const grown: Grown[] = []
  for (const events of [most / 125, most / 25, most / 5, most].map(Math.round).filter((size) => size >= 400_000)) {
    grown.push(await measured(join(folder, String(events)), events))
    console.log(JSON.stringify(grown.at(-1)))
  }
  const curves: Curve[] = (['all', 'figures', 'few', 'scan'] as const).map((what) => ({
    name: names[what],
    points: grown.map((one) => ({ events: one.events, seconds: one[what] })),
  }))
  writeFileSync(picture, growthChart(curves))
  const last = grown.at(-1) as Grown
  return [
    ...curves.map((curve) => ({
      what: `${curve.name}, up to ${last.events} events`,
      value: `grows as events to the power ${powerOf(curve.points).toFixed(2)}; ${curve.points.at(-1)?.seconds.toFixed(2)} s at the most`,
      goal: '',
      met: null,
    })),
    {
      what: 'memory of the process',
      value: `${(last.peak / 2 ** 30).toFixed(1)} GiB`,
      goal: 'at most 8 GiB',
      met: last.peak <= 8 * 2 ** 30,
    },
  ]
}

const names = {
  all: 'full refresh',
  figures: 'figures of a map',
  few: 'refresh of 10,000 subjects',
  scan: 'needed columns read once',
}

async function measured(folder: string, events: number): Promise<Grown> {
  const { store, subjects, all, peak } = await fullyRefreshed(folder, events)
  const population = { journey: of.journey, version: of.version, horizon: madeHorizon, filter: { where: {} } }
  const figures = await lasting(() => mapFigures(store, population))
  const scan = (await bytesRead(store)) / memoryBytesPerSecond()
  await addEvents(store, 2, subjects)
  const few = await lasting(() => refreshJourney(store, of))
  await store.close()
  return { events, all, few, figures, scan, peak }
}

async function bytesRead(store: EventStore): Promise<number> {
  const [row] = await store.rows<{ bytes: number }>(
    `SELECT sum(column_data_uncompressed_bytes) AS bytes FROM system.parts_columns
     WHERE table = 'subject_events' AND active AND column IN ({columns:Array(String)})`,
    { columns: readColumns },
  )
  return row?.bytes ?? 0
}
