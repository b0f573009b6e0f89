import type { MapFigures, StageFigures } from '../map/build-map.ts'
import type { Estimate, Filter } from '../map/journey-map.ts'
import { conversionOf, verdictOf } from '../measures/conversion.ts'
import { convertingByDeadline, deadlineConversion } from '../measures/deadline-conversion.ts'
import { journeyTotals, personaSubjects } from '../measures/journey-totals.ts'
import type { Population } from '../measures/measure.ts'
import { untilOfStages } from '../measures/own-window.ts'
import { asEntered, isLived } from '../measures/period.ts'
import { joinedSpellsSql, spellsSql } from '../measures/population-sql.ts'
import { rawConversion, rawPopulation } from '../measures/raw-conversion.ts'
import { reach, type StageReach } from '../measures/reach.ts'
import { sliceValues } from '../measures/slice-values.ts'
import { stayCounts } from '../measures/stay-counts.ts'
import {
  type IncidenceAtWindowRow,
  incidenceAtWindowSql,
  type SurvivalAtWindowRow,
  survivalAtWindowSql,
  type TimeShapeRow,
  timeShapeSql,
} from '../measures/survival-sql.ts'
import { lastActivityOfDropped, noTime, shapeEdges, timeOf } from '../measures/time-in-stage.ts'
import { stageValue } from '../measures/value.ts'
import type { Journey, Stage } from '../model/journey.ts'
import { hasNoWayOn } from '../model/way-on.ts'
import type { EventStore } from '../store/event-store.ts'
import { ask } from './ask.ts'
import { deadlineFigures } from './deadline-figures.ts'
import { handOffFigures } from './hand-off-figures.ts'

/** Every figure of a map, asked of the store side by side. */
export async function mapFigures(store: EventStore, population: Population, signal?: AbortSignal): Promise<MapFigures> {
  const { journey } = population
  const windows = new Map(journey.stages.flatMap(({ index, windowMs }) => (windowMs === null ? [] : [[index, windowMs] as const])))
  const spells = spellsSql(population)
  const delayed = isLived(population.filter)
  const survival = async () => {
    const rows = await store.rows<SurvivalAtWindowRow>(survivalAtWindowSql(spells, windows, undefined, delayed), {}, signal)
    const edges = new Map(rows.map((row) => [row.stage, shapeEdges(row)]))
    const effects = new Map(rows.filter((row) => row.clusters >= 10).map((row) => [row.stage, row.leavingEffects]))
    const shapes = rows.length === 0 ? [] : await store.rows<TimeShapeRow>(timeShapeSql(spells, edges, effects, delayed), {}, signal)
    return { rows, shapes }
  }
  const cohort = asEntered(population)
  const question = { untils: untilOfStages(journey), spells: spellsSql(cohort), joined: joinedSpellsSql(cohort) }
  const [counts, raw, { rows, shapes }, joined, byDeadline, lastActivity, reached, values, totals, personas, slices, handOffs] =
    await Promise.all([
      ask(store, stayCounts, population, null, signal),
      ask(store, rawConversion, population, null, signal),
      survival(),
      store.rows<IncidenceAtWindowRow>(incidenceAtWindowSql(joinedSpellsSql(population), windows, undefined, delayed), {}, signal),
      deadlineFigures(store, population, question, signal),
      ask(store, lastActivityOfDropped, population, null, signal),
      ask(store, reach, population, null, signal),
      journey.value === null ? new Map<number, StageFigures['value']>() : ask(store, stageValue, population, null, signal),
      ask(store, journeyTotals, population, null, signal),
      ask(store, personaSubjects, population, null, signal),
      ask(store, sliceValues, population, null, signal),
      handOffFigures(store, population, signal),
    ])
  const stages = journey.stages.map((stage): StageFigures => {
    const row = rows.find((candidate) => candidate.stage === stage.index)
    const stayed = counts.get(stage.index)
    const deadline = byDeadline.get(stage.index)
    if (!stayed) throw new Error(`no counts of stage ${stage.id}`)
    return {
      counts: stayed,
      conversion: withRaw(
        journey,
        stage,
        deadline === undefined
          ? conversionOf(
              stage,
              row,
              joined.find((candidate) => candidate.stage === stage.index),
              population.filter,
            )
          : deadlineConversion(stage, deadline),
        raw.get(stage.index),
        population.filter,
      ),
      time: timeFigures(
        stage,
        row,
        shapes.find((shape) => shape.stage === stage.index),
        lastActivity.get(stage.index),
        deadline && convertingByDeadline(deadline),
      ),
      touchpoints: reachesOf(stage, reached, 'touchpoint'),
      channels: reachesOf(stage, reached, 'channel'),
      value: values.get(stage.index) ?? [],
    }
  })
  const span = totals.from === null ? null : { from: totals.from, horizon: population.horizon }
  return { stages, subjects: totals.subjects, instances: totals.instances, span, personaSubjects: personas, slices, handOffs }
}

/** A map before any data: every figure says "no one yet". */
export function noFigures(journey: Journey): MapFigures {
  const population: Population = { journey, version: 0, horizon: 0, filter: { where: {} } }
  const counts = stayCounts.shape([], population, null)
  const stages = journey.stages.map(
    (stage): StageFigures => ({
      counts: counts.get(stage.index) as StageFigures['counts'],
      conversion: withRaw(journey, stage, noConversion(stage, population), undefined, population.filter),
      time: timeFigures(stage, undefined, undefined, undefined),
      touchpoints: [],
      channels: [],
      value: [],
    }),
  )
  return { stages, subjects: 0, instances: 0, span: null, personaSubjects: new Map(), slices: [], handOffs: [] }
}

function noConversion(stage: Stage, { filter }: Population): ReturnType<typeof conversionOf> {
  const nothing = { windows: undefined, shares: [], joined: undefined, times: undefined }
  return stage.until === null ? conversionOf(stage, undefined, undefined, filter) : deadlineConversion(stage, nothing)
}

function withRaw(
  journey: Journey,
  stage: Stage,
  conversion: ReturnType<typeof conversionOf>,
  raw: Estimate | undefined,
  filter: Filter,
): StageFigures['conversion'] {
  const { low, high } = conversion.converted
  return {
    ...conversion,
    cautions: stage.entry === null ? [noRule] : [...(hasNoWayOn(journey, stage) ? [noWayOn] : []), ...conversion.cautions],
    raw: raw ?? { ...conversion.converted, population: rawPopulation(filter) },
    verdict: verdictOf(stage.intended.conversion, stage.intended.conversionTolerance, low, high),
  }
}

const noWayOn = 'no way on: the last stage has no goal (exit.completed), so nobody can reach one'
const noRule = 'no rule yet: say which event brings someone here'

function timeFigures(
  stage: Stage,
  row: SurvivalAtWindowRow | undefined,
  shape: TimeShapeRow | undefined,
  lastActivity: StageFigures['time']['lastActivityOfDropped'] | undefined,
  byDeadline?: StageFigures['time']['converting'],
): StageFigures['time'] {
  const time = row ? timeOf(row, shape) : noTime
  const converting = byDeadline ?? time.converting
  const median = converting[1]
  const { medianDays, medianTolerance } = stage.intended
  const verdict = verdictOf(medianDays, (medianDays ?? 0) * medianTolerance, median?.low ?? null, median?.high ?? null)
  return { ...time, converting, lastActivityOfDropped: lastActivity ?? [], verdict }
}

function reachesOf(stage: Stage, reaches: readonly StageReach[], kind: StageReach['kind']): StageFigures['touchpoints'] {
  return reaches
    .filter((found) => found.stage === stage.index && found.kind === kind)
    .map(({ name, channel, stays, touches, share }) => ({
      name,
      channel,
      stays,
      touches,
      share,
      intended: stage.lanes.touchpoints.includes(name),
    }))
}
