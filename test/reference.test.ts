import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../src/app/app.ts'
import { openApp } from '../src/app/open-app.ts'
import { pathCasesOf } from '../src/app/path-cases-of.ts'
import { pathsOf } from '../src/app/paths-of.ts'
import { joinSubjects } from '../src/journeys/join-subjects.ts'
import type { CaseChoice } from '../src/map/paths.ts'
import { type SurvivalAtWindowRow, survivalAtWindowSql } from '../src/measures/survival-sql.ts'
import { subjectTraces } from '../src/measures/traces.ts'
import { openEventStore } from '../src/store/chdb-store.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { layEmptyData } from './empty-data.ts'
import { dataSet } from './import-place.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const references = process.env.DESIREPATH_REFERENCE ?? `${root}../shared/reference`
const dayMs = 86_400_000

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function temporaryFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'desirepath-reference-'))
  folders.push(folder)
  return layEmptyData(folder)
}

/** The path of a file of reference figures; null, with a warning that names what is not checked, where it is absent. */
function reference(name: string): string | null {
  const path = join(references, name)
  if (existsSync(path)) return path
  console.warn(`Not checked: ${name} is not in ${references} (DESIREPATH_REFERENCE).`)
  return null
}

async function withApp<Result>(data: string, work: (app: App) => Promise<Result>): Promise<Result> {
  const app = await openApp({ data, command: 'vitest' })
  try {
    return await work(app)
  } finally {
    await app.close()
  }
}

async function withStore<Result>(data: string, work: (store: EventStore) => Promise<Result>): Promise<Result> {
  const store = await openEventStore({ path: join(data, 'events') })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

interface Aj {
  time: number
  in_stage: number
  won: number
  lost: number
  se_won: number
  se_lost: number
}

describe('Maven CRM, from the file to the map', () => {
  const table = dataSet('maven_crm/sales_pipeline.csv')
  const path = reference('maven_aj.csv')
  let data: string
  beforeAll(async () => {
    data = await temporaryFolder()
  })
  const expected: Aj[] =
    path === null ? [] : parse(readFileSync(path, 'utf8'), { columns: true, cast: (text, { header }) => (header ? text : Number(text)) })

  it('[M2] [M3] [M6] [M13] incidences at five windows, quartiles, counts and won value are those of R and of the table', async () => {
    if (table === null || path === null) return
    const text = readFileSync(`${root}examples/maven-crm.yaml`, 'utf8')
    const mapping = readFileSync(`${root}examples/maven-crm.mapping.yaml`, 'utf8')
    expect(expected.map((row) => row.time)).toEqual([7, 30, 60, 90, 120])
    await withApp(data, async (app) => {
      expect(await app.importFile({ path: table, source: null, mapping })).toMatchObject({ state: 'complete', rejected: 0 })
      for (const row of expected) {
        const windowed = text.replace('window: 90d', `window: ${row.time}d`)
        expect(windowed).toContain(`window: ${row.time}d`)
        await app.applyJourney(windowed)
        const { stages } = await app.map('maven-crm', { where: {} })
        const { conversion, counts, time, value } = stages[0] as (typeof stages)[number]
        const near = (actual: number | null, wanted: number) => expect(Math.abs((actual ?? Number.NaN) - wanted)).toBeLessThan(1e-9)
        near(conversion.converted.value, row.won)
        near(conversion.dropped.value, row.lost)
        near(conversion.stillIn.value, row.in_stage)
        expect(conversion.returned.value).toBe(0)
        expect(counts).toMatchObject({ entered: 8300, completed: 4238, dropped: 2473, droppedByExit: 2473, stillIn: 1589, underWay: 0 })
        expect(time.leaving.map((quantile) => quantile.days)).toEqual([10, 69, 107])
        expect(value).toMatchObject([{ currency: 'USD', won: 10005534, wonDeals: 4238 }])
      }
    })
  }, 300_000)

  it('[M5] standard errors with deals as clusters are those of R', async () => {
    if (table === null || path === null) return
    await withStore(data, async (store) => {
      const [last] = await store.rows<{ version: number; horizon: number }>(
        `SELECT max(version) AS version, (SELECT max(occurredAt) FROM subject_events WHERE subjectType = 'deal') AS horizon FROM stays`,
      )
      const spells = `SELECT stage, least(endedAt, ${last?.horizon}) - startedAt AS d, multiIf(ending = 'completed', 1, ending = 'droppedByExit', 3, 0) AS cause,
        cityHash64(subject) AS cluster FROM stays WHERE version = ${last?.version}`
      for (const row of expected) {
        const [found] = await store.rows<SurvivalAtWindowRow>(survivalAtWindowSql(spells, new Map([[1, row.time * dayMs]])))
        expect(found).toMatchObject({ n: 8300, clusters: 8300 })
        expect(Math.abs((found?.incidenceErrors[0] ?? Number.NaN) - row.se_won)).toBeLessThan(1e-9)
        expect(Math.abs((found?.incidenceErrors[2] ?? Number.NaN) - row.se_lost)).toBeLessThan(1e-9)
      }
    })
  })
})

interface Log {
  cases: number
  events: number
  activities: number
  variants: number
  median_case_s: number
  mean_case_s: number
  start: Record<string, number>
  end: Record<string, number>
  dfg_edges: number
  top_dfg: [string, string, number][]
  rework: Record<string, number>
  top_variants: [string[], number][]
}

/**
 * Mean time of a case, read from the file by itself. pm4py reads times as the clock on the wall shows them: a case that runs over a change to summer
 * time is then an hour longer than it was.
 */
function meanCaseSeconds(path: string, by: 'utc' | 'clock'): number {
  const text = gunzipSync(readFileSync(path)).toString('utf8')
  const spans = [...text.matchAll(/<trace>(.*?)<\/trace>/gs)].map(([, trace = '']) => {
    const times = [...trace.matchAll(/key="time:timestamp" value="([^"]+)"/g)].map(([, time = '']) =>
      Date.parse(by === 'utc' ? time : `${time.replace(/(Z|[+-]\d\d:\d\d)$/, '')}Z`),
    )
    return Math.max(...times) - Math.min(...times)
  })
  return spans.reduce((sum, span) => sum + span, 0) / spans.length / 1000
}

describe('public logs, from the file to the paths', () => {
  const path = reference('pm4py.json')

  it.each(['helpdesk_italian/helpdesk.xes.gz', 'receipt_coselog/receipt.xes.gz'])(
    '[P1] [M7] the paths of %s are those of pm4py, and so long are the lists of cases behind them',
    async (name) => {
      const log = dataSet(name)
      if (log === null || path === null) return
      const wanted: Log = JSON.parse(readFileSync(path, 'utf8')).statistics[name]
      const data = await temporaryFolder()
      await withApp(data, async (app) => {
        expect(await app.importFile({ path: log, source: null, mapping: null })).toMatchObject({ state: 'complete', rejected: 0 })
      })
      await withStore(data, async (store) => {
        await joinSubjects(store, 'case')
        const paths = await pathsOf(store, subjectTraces('case', Number.MAX_SAFE_INTEGER), { collapse: false, variants: null })
        const counted = (key: 'starts' | 'ends' | 'rework') =>
          Object.fromEntries(paths.activities.filter((one) => one[key] > 0).map((one) => [one.name, one[key]]))
        expect(paths).toMatchObject({ cases: wanted.cases, events: wanted.events })
        expect(paths.activities).toHaveLength(wanted.activities)
        // The reference keeps the eight commonest starts and ends.
        const commonest = (counts: Record<string, number>) =>
          Object.fromEntries(
            Object.entries(counts)
              .sort((a, b) => b[1] - a[1])
              .slice(0, 8),
          )
        expect(commonest(counted('starts'))).toEqual(wanted.start)
        expect(commonest(counted('ends'))).toEqual(wanted.end)
        expect(counted('rework')).toEqual(wanted.rework)
        expect(paths.edges).toHaveLength(wanted.dfg_edges)
        expect(paths.edges.slice(0, wanted.top_dfg.length).map(({ from, to, times }) => [from, to, times])).toEqual(wanted.top_dfg)
        expect(paths.variants).toHaveLength(wanted.variants)
        expect(paths.variants.slice(0, wanted.top_variants.length).map(({ names, cases }) => [names, cases])).toEqual(wanted.top_variants)
        expect(paths.folded).toEqual({ variants: 0, cases: 0 })
        const seconds = (days: number | null) => (days ?? Number.NaN) * 86_400
        expect(Math.abs(seconds(paths.medianDays) / wanted.median_case_s - 1)).toBeLessThan(1e-9)
        expect(Math.abs(seconds(paths.meanDays) / meanCaseSeconds(log, 'utc') - 1)).toBeLessThan(1e-9)
        expect(Math.abs(meanCaseSeconds(log, 'clock') / wanted.mean_case_s - 1)).toBeLessThan(1e-9)
        await compareLists(store, wanted)
      })
    },
  )

  /** Behind each figure stand as many cases as the reference counts, or together so many events or pairs; the pages hold each of them once. */
  async function compareLists(store: EventStore, wanted: Log): Promise<void> {
    const traces = subjectTraces('case', Number.MAX_SAFE_INTEGER)
    const listed = (choice: CaseChoice, limit = 1, offset = 0) =>
      pathCasesOf(store, traces, traces, { choice, collapse: false, limit, offset })
    const named = (set: 'starts' | 'ends' | 'rework', counts: Record<string, number>) =>
      Object.entries(counts).map(([name, cases]): [CaseChoice, object] => [
        { set, name },
        { cases, names: [name] },
      ])
    const figures: [CaseChoice, object][] = [
      [{ set: 'all' }, { cases: wanted.cases, times: wanted.events }],
      ...named('starts', wanted.start),
      ...named('ends', wanted.end),
      ...named('rework', wanted.rework),
      ...wanted.top_dfg.map(([from, to, times]): [CaseChoice, object] => [{ set: 'follows', from, to }, { times }]),
      ...wanted.top_variants.map(([names, cases]): [CaseChoice, object] => [
        { set: 'variant', names },
        { cases, names },
      ]),
    ]
    for (const [choice, figure] of figures) expect(await listed(choice)).toMatchObject(figure)
    const pages = await Promise.all(
      Array.from({ length: Math.ceil(wanted.cases / 1000) }, (_, i) => listed({ set: 'all' }, 1000, i * 1000)),
    )
    const rows = pages.flatMap((page) => page.rows)
    expect(new Set(rows.map((row) => row.subject)).size).toBe(wanted.cases)
    expect(rows.reduce((sum, row) => sum + row.events, 0)).toBe(wanted.events)
  }
})
