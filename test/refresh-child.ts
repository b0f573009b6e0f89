import { createHash } from 'node:crypto'
import { openApp } from '../src/app/open-app.ts'

/** A program for the crash test: does what it is given to do, one after the other (import, refresh, figures), and tells each step as a line of JSON. */
const [data = '', given = '', file = ''] = process.argv.slice(2)
const works = given.split(',')
const journey = `journey: visits
name: Visits
subject: contact
stages:
  - { id: look, name: Looks, lifecycle: awareness, entry: visit 1, dropAfter: 20d, window: 30d }
  - { id: try, name: Tries, lifecycle: acquisition, entry: { event: visit 2, atLeast: 2, within: 30d }, reentry: entry, dropAfter: 20d, window: 30d }
  - { id: buy, name: Buys, lifecycle: retention, entry: visit 3, exit: { completed: visit 4, dropped: visit 5 }, window: 30d }
`
const tell = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`)
const app = await openApp({ data, command: 'test' })
if (works.includes('import')) {
  await app.applyJourney(journey)
  const { state } = await app.importFile({
    path: file,
    source: 's',
    mapping: null,
    onProgress: ({ phase }) => void tell({ step: 'progress', phase }),
  })
  tell({ step: 'done', state })
}
if (works.includes('refresh')) {
  tell({ step: 'progress', phase: 'refreshing' })
  await app.refresh('visits')
  tell({ step: 'done' })
}
if (works.includes('figures')) {
  const imports = (await app.imports()).map(({ state }) => state)
  const funnel = await app.funnel('visits', { where: {} })
  const lists = ['look', 'try', 'buy'].flatMap((stage) => [
    { stage, set: 'entered' as const },
    { stage, set: 'touchpoint' as const, name: '/page/7' },
  ])
  const stays = []
  for (const list of lists) {
    const { total, stays: count, rows } = await app.subjects('visits', { ...list, filter: { where: {} }, limit: 100_000, offset: 0 })
    stays.push({ ...list, total, count, rows: createHash('sha256').update(JSON.stringify(rows)).digest('hex') })
  }
  tell({ step: 'done', imports, figures: { funnel, stays } })
}
await app.close()
process.exit(0)
