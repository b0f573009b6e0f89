import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createRandom } from '../src/core/random.ts'
import { importFile } from '../src/events/import-events.ts'
import { memoryImportLog } from '../src/events/import-log.ts'
import { openEventStore } from '../src/store/chdb-store.ts'
import { peakMemory, type Report } from './report.ts'

const names = ['page_viewed', 'article_read', 'email_opened', 'pricing_viewed', 'demo_requested']

function* csvLines(rows: number): Generator<string> {
  const random = createRandom('bench-import')
  yield 'event_id,contact_id,account_id,timestamp,event,channel,touchpoint,plan\n'
  for (let row = 0; row < rows; row += 1) {
    const contact = random.integer(100_000)
    const at = new Date(1_704_067_200_000 + random.integer(63_000_000) * 1000).toISOString()
    yield `e${row},contact-${contact},account-${contact % 9000},${at},${random.pick(names)},web,Page ${random.integer(30)},pro\n`
  }
}

/** Import of a CSV file through the whole path, against the engine's own reading of the same file into a table: afterwards, so that its memory is not counted as ours. */
export async function benchImport(folder: string, rows: number): Promise<Report> {
  const path = join(folder, 'events.csv')
  await pipeline(Readable.from(csvLines(rows)), createWriteStream(path))
  const store = await openEventStore({ path: join(folder, 'store') })
  await store.run(`CREATE TABLE own (event_id String, contact_id String, account_id String, timestamp DateTime64(3, 'UTC'), event LowCardinality(String),
    channel LowCardinality(String), touchpoint LowCardinality(String), plan LowCardinality(String)) ENGINE = MergeTree ORDER BY event_id`)
  const time = async (work: () => Promise<unknown>) => {
    const from = performance.now()
    await work()
    return (performance.now() - from) / 1000
  }
  let ours = 0
  const peak = await peakMemory(async () => {
    ours = await time(() =>
      importFile(
        store,
        { path, source: 'bench', mapping: null },
        { log: memoryImportLog(), now: () => Date.now(), newId: () => 'bench-import' },
      ),
    )
  })
  const own = await time(() =>
    store.run(`INSERT INTO own SELECT * FROM file('${path}', CSVWithNames) SETTINGS date_time_input_format = 'best_effort'`),
  )
  const { size } = await stat(path)
  await store.close()
  const rate = rows / ours
  return [
    {
      what: `import of ${rows} rows of CSV (${(size / 1e6).toFixed(0)} MB)`,
      value: `${Math.round(rate / 1000)} k rows/s`,
      goal: 'at least 100 k',
      met: rate >= 100_000,
    },
    { what: 'memory of the whole process while importing', value: `${(peak / 1e9).toFixed(2)} GB`, goal: 'under 1 GB', met: peak < 1e9 },
    { what: 'the same file read by the engine itself', value: `${(ours / own).toFixed(1)} × (${own.toFixed(1)} s)`, goal: '', met: null },
  ]
}
