import { closeSync, cpSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, parse } from 'node:path'
import type { App } from '../src/app/app.ts'
import { openApp } from '../src/app/open-app.ts'
import { wilson } from '../src/core/statistics/proportion.ts'
import { demoFiles, demoLines } from '../src/demo/demo-files.ts'
import { demoJourney } from '../src/demo/journey.ts'
import { type DemoPlan, demoPlan } from '../src/demo/plan.ts'
import { type PlantedTruth, plantedTruths } from '../src/demo/truths.ts'
import type { Filter, JourneyMap, MapStage } from '../src/map/journey-map.ts'
import type { ImportRecord } from '../src/model/import-record.ts'
import { layEmptyData } from './empty-data.ts'
import { preparedFolder } from './prepared-folder.ts'

/** A demo company behind the real application, on a data directory of its own. */
export interface PlantedApp {
  app: App
  journey: string
  imports: Map<string, ImportRecord>
  close(): Promise<void>
}

/** Writes the files of a plan, imports them as the program does, and applies the journey. */
export async function openPlantedApp(plan: DemoPlan): Promise<PlantedApp> {
  const folder = mkdtempSync(join(tmpdir(), 'desirepath-planted-'))
  const data = await layEmptyData(join(folder, 'data'))
  await plant(plan, folder, data)
  return openPlanted(plan, folder, data)
}

/** The small demo, planted once for each state of the sources: each gets a copy of its own. */
export async function openSmallDemo(): Promise<PlantedApp> {
  const plan = demoPlan('small')
  const prepared = await preparedFolder('small-demo', sources, async (data) => {
    const folder = mkdtempSync(join(tmpdir(), 'desirepath-planting-'))
    await plant(plan, folder, await layEmptyData(data))
    rmSync(folder, { recursive: true, force: true })
  })
  const folder = mkdtempSync(join(tmpdir(), 'desirepath-planted-'))
  const data = join(folder, 'data')
  cpSync(prepared, data, { recursive: true })
  return openPlanted(plan, folder, data)
}

const sources = [
  ...['core', 'model', 'store', 'sources', 'events', 'journeys', 'map', 'measures', 'programme', 'demo', 'app'].map(
    (of) => `src/${of}/**/*`,
  ),
  'package-lock.json',
]

async function plant(plan: DemoPlan, folder: string, data: string): Promise<void> {
  writeDemo(folder, plan)
  const app = await openApp({ data, command: 'test' })
  for (const { name, mapping } of demoFiles(plan))
    await app.importFile({ path: join(folder, name), source: parse(name).name, mapping, refresh: false })
  const { summary } = await app.applyJourney(demoJourney(plan))
  await app.refresh(summary.id)
  await app.close()
}

async function openPlanted(plan: DemoPlan, folder: string, data: string): Promise<PlantedApp> {
  const app = await openApp({ data, command: 'test' })
  const records = await app.imports()
  const imports = new Map(demoFiles(plan).map(({ name }) => [name, records.find(({ file }) => basename(file) === name) as ImportRecord]))
  const [journey] = await app.journeys()
  const close = async () => {
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { app, journey: journey?.id ?? '', imports, close }
}

function writeDemo(folder: string, plan: DemoPlan): void {
  const handles = new Map(demoFiles(plan).map(({ name }) => [name, { handle: openSync(join(folder, name), 'w'), text: '' }]))
  for (const { file, line } of demoLines(plan)) {
    const out = handles.get(file)
    if (out === undefined) continue
    out.text += `${line}\n`
    if (out.text.length < 1 << 20) continue
    writeSync(out.handle, out.text)
    out.text = ''
  }
  for (const { handle, text } of handles.values()) {
    writeSync(handle, text)
    closeSync(handle)
  }
}

/** A planted truth beside what the application says. `inside` null: the application gives no interval, and none can be made. */
export interface ComparedTruth {
  what: string
  truth: number | null
  value: number | null
  low: number | null
  high: number | null
  inside: boolean | null
}

/** The planted truths that are wanted and that the application has a figure for; deviations have none yet (rule C2 is planned). */
export async function compareTruths(
  plan: DemoPlan,
  { app, journey }: PlantedApp,
  wanted: (truth: PlantedTruth) => boolean = () => true,
): Promise<ComparedTruth[]> {
  const maps = new Map<string, Promise<JourneyMap>>()
  const mapOf = (truth: PlantedTruth) => {
    const filter = filterOf(truth)
    const key = JSON.stringify(filter)
    const map = maps.get(key) ?? app.map(journey, filter)
    maps.set(key, map)
    return map
  }
  const truths = plantedTruths(plan).filter(({ measure }) => measure !== 'deviation')
  const compared: ComparedTruth[] = []
  for (const truth of truths.filter(wanted)) compared.push(compare(truth, await mapOf(truth)))
  return compared
}

function filterOf({ persona, from, to }: PlantedTruth): Filter {
  return { ...(persona === null ? {} : { persona }), ...(from === null ? {} : { from }), ...(to === null ? {} : { to }), where: {} }
}

interface Said {
  value: number | null
  low: number | null
  high: number | null
}

function compare(truth: PlantedTruth, map: JourneyMap): ComparedTruth {
  const { stage: id, persona, measure, name, note, tolerance } = truth
  const stage = map.stages.find((candidate) => candidate.id === id) as MapStage
  const { value, low, high } = figureOf(truth, stage, map)
  const what = [id, persona ?? 'all', measure, name, truth.from === null ? null : note].filter((part) => part !== null).join(' · ')
  const inside = insideOf(truth.value, { value, low, high }, measure.startsWith('leaving'), tolerance)
  return { what, truth: truth.value, value, low, high, inside }
}

/** Whether the truth lies in the limits. A quantile that is not reached lies above every number, and so does a missing upper limit of one. */
function insideOf(truth: number | null, { value, low, high }: Said, isTime: boolean, tolerance: number): boolean | null {
  if (low === null && high === null) return truth === value ? true : null
  const known = truth ?? Number.POSITIVE_INFINITY
  return known >= (low ?? 0) - tolerance && known <= (high ?? (isTime ? Number.POSITIVE_INFINITY : 1)) + tolerance
}

function figureOf(truth: PlantedTruth, stage: MapStage, map: JourneyMap): Said {
  const { measure, name } = truth
  const [kind, percent] = measure.split('.')
  if (kind === 'leaving' || kind === 'converting') {
    const { days, low, high } = quantileIn(stage.time[kind], percent)
    return { value: days, low, high }
  }
  if (kind === 'reach') return stage.touchpoints.find((touchpoint) => touchpoint.name === name)?.share ?? notMet(stage.counts.entered)
  if (kind === 'reason') return reasonOf(name as string, map)
  return stage.conversion[measure as 'converted' | 'returned' | 'dropped' | 'stillIn']
}

/** A touchpoint that no stay met stands on no map. */
function notMet(stays: number): Said {
  return stays < 10 ? { value: 0, low: null, high: null } : { value: 0, ...wilson(0, stays) }
}

function quantileIn<Quantile extends { share: number }>(quantiles: readonly Quantile[], percent: string | undefined): Quantile {
  return quantiles.find(({ share }) => Math.round(share * 100) === Number(percent)) as Quantile
}

function reasonOf(reason: string, { handOffs }: JourneyMap): Said {
  const reasons = handOffs[0]?.reasons ?? []
  const total = reasons.reduce((sum, { count }) => sum + count, 0)
  const share = (reasons.find((one) => one.reason === reason)?.count ?? 0) / total
  return { value: share, ...wilson(share, total) }
}
