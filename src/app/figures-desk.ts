import { AppError } from '../core/error.ts'
import { buildMap } from '../map/build-map.ts'
import type { Filter, Funnel, JourneyMap, StageDetail, SubjectList, SubjectSet, Timeline } from '../map/journey-map.ts'
import { choosesWhom } from '../map/other-slice.ts'
import type { PathCases, PathOptions, Paths } from '../map/paths.ts'
import { isOfHandOff } from '../map/set-kind.ts'
import type { SliceComparison } from '../map/slice-comparison.ts'
import type { SliceProperty, SliceSearch } from '../map/slice-property.ts'
import { cumulativeFunnel } from '../measures/cumulative-funnel.ts'
import type { Population } from '../measures/measure.ts'
import { shapeSliceProperties, slicePropertiesSql } from '../measures/slice-properties.ts'
import { shapeSubjectList, subjectListSql, subjectTotalsSql } from '../measures/subject-list.ts'
import { instanceTraces } from '../measures/traces.ts'
import type { Journey, Stage } from '../model/journey.ts'
import { nearText } from '../model/near-match.ts'
import { readCondition } from '../model/property-condition.ts'
import type { EventStore } from '../store/event-store.ts'
import { anchored } from './anchored-filter.ts'
import type { PathCasesQuery, SubjectsQuery } from './app.ts'
import { ask } from './ask.ts'
import type { CohortOf } from './campaigns-desk.ts'
import type { JourneyDesk } from './journey-desk.ts'
import { mapFigures, noFigures } from './map-figures.ts'
import { onlyToday, pastOf } from './past-day.ts'
import type { PastDesk } from './past-desk.ts'
import { pathCasesOf } from './path-cases-of.ts'
import { pathsOf } from './paths-of.ts'
import type { WithSegment } from './segments-desk.ts'
import { sliceComparison } from './slice-comparison.ts'
import { stageDetail } from './stage-detail.ts'
import { timelineOf } from './timeline.ts'

/** A kept map: how many of the last computed are held in memory. */
const keptMaps = 60

/** The figures of journeys: maps, drawers, funnels, the people behind them. */
export interface FiguresDesk {
  map(journeyId: string, filter: Filter): Promise<JourneyMap>
  stage(journeyId: string, stageId: string, filter: Filter): Promise<StageDetail>
  funnel(journeyId: string, filter: Filter): Promise<Funnel>
  paths(journeyId: string, filter: Filter, options: PathOptions): Promise<Paths>
  pathCases(journeyId: string, query: PathCasesQuery): Promise<PathCases>
  subjects(journeyId: string, query: SubjectsQuery): Promise<SubjectList>
  timeline(subjectType: string, subject: string, journeyId: string | null, filter?: Filter): Promise<Timeline>
  sliceProperties(journeyId: string, search: SliceSearch | null): Promise<SliceProperty[]>
  compareSlices(journeyId: string, a: Filter, b: Filter): Promise<SliceComparison>
}

export function figuresDesk(
  journeys: JourneyDesk,
  pasts: PastDesk,
  openEvents: () => Promise<EventStore>,
  cohortOf: CohortOf,
  withSegment: WithSegment,
): FiguresDesk {
  const maps = new Map<string, Promise<JourneyMap>>()

  /** Whose figures a filter asks for, and the store to ask: of today, or of its past day (L4). */
  async function populationOf(journeyId: string, asked: Filter) {
    const view = await pasts.view(journeyId, asked)
    const { version, horizon, at } = view ?? (await today(journeyId))
    const filter = anchored(version.journey, await withSegment(version.journey, asked), horizon ?? 0)
    checkFilter(version.journey, filter)
    const population: Population = { journey: version.journey, version: version.versionId, horizon: horizon ?? 0, filter }
    return { version, horizon, at, population, store: view?.store ?? (await openEvents()), said: view === null ? {} : { asOf: view.past } }
  }

  async function today(journeyId: string) {
    const { version, refresh } = await journeys.fresh(journeyId)
    return { version, horizon: refresh.horizon, at: refresh.refreshedAt }
  }

  async function mapOf(journeyId: string, asked: Filter): Promise<JourneyMap> {
    const { version, horizon, at, population, store, said } = await populationOf(journeyId, asked)
    const key = JSON.stringify([version.versionId, at, population.filter])
    const kept = maps.get(key)
    if (kept) return kept
    const made = (horizon === null ? Promise.resolve(noFigures(version.journey)) : mapFigures(store, population)).then((figures) => ({
      ...buildMap(version.journey, version.number, population.filter, at, figures),
      ...said,
    }))
    maps.set(key, made)
    made.catch(() => maps.delete(key))
    for (const old of [...maps.keys()].slice(0, Math.max(0, maps.size - keptMaps))) maps.delete(old)
    return made
  }

  return {
    map: mapOf,
    stage: async (journeyId, stageId, filter) => {
      const [{ version, population, store, said }, map] = await Promise.all([populationOf(journeyId, filter), mapOf(journeyId, filter)])
      const { index } = stageNamed(version.journey, stageId)
      return { ...(await stageDetail(store, population, map.stages[index - 1] as JourneyMap['stages'][number])), ...said }
    },
    funnel: async (journeyId, filter) => {
      const { population, store, said } = await populationOf(journeyId, filter)
      return { ...(await ask(store, cumulativeFunnel, population, null)), ...said }
    },
    paths: async (journeyId, filter, options) => {
      const { population, store, said } = await populationOf(journeyId, filter)
      return { ...(await pathsOf(store, instanceTraces(population), options)), ...said }
    },
    pathCases: async (journeyId, { filter, ...query }) => {
      const { population, store, said } = await populationOf(journeyId, filter)
      const every = instanceTraces({ ...population, filter: { where: {} } })
      return { ...(await pathCasesOf(store, instanceTraces(population), every, query)), ...said }
    },
    subjects: async (journeyId, asked) => {
      if (asked.campaign !== undefined) onlyToday(asked.filter, 'The list of a campaign')
      const { version, population: whole, store, said } = await populationOf(journeyId, asked.filter)
      checkNamed(version.journey, asked)
      const population = asked.campaign === undefined ? whole : await cohortOf(whole, asked.campaign)
      const { stage, set, name = '', reason = '', limit, offset } = asked
      const query = { stage: stageNamed(version.journey, stage).index, set, name, reason, limit, offset }
      const [totals, rows] = await Promise.all([
        store.rows<{ total: number; stays: number }>(subjectTotalsSql(population, query)),
        store.rows<Parameters<typeof shapeSubjectList>[2][number]>(subjectListSql(population, query)),
      ])
      return { ...shapeSubjectList(set, totals[0], rows), ...said }
    },
    sliceProperties: async (journeyId, search) => {
      const { version } = await journeys.fresh(journeyId)
      const store = await openEvents()
      return shapeSliceProperties(
        await store.rows<Parameters<typeof shapeSliceProperties>[0][number]>(slicePropertiesSql(version.journey, search)),
      )
    },
    compareSlices: async (journeyId, a, b) => {
      if (JSON.stringify(pastOf(a)) !== JSON.stringify(pastOf(b)))
        throw new AppError('usage', 'Both slices of a comparison are of one day: give both the same.')
      const [{ version, at, population, store, said }, { population: other }] = await Promise.all([
        populationOf(journeyId, a),
        populationOf(journeyId, b),
      ])
      return { ...(await sliceComparison(store, [population, other], { number: version.number, refreshedAt: at })), ...said }
    },
    timeline: async (subjectType, subject, journeyId, filter) => {
      if (journeyId === null && filter !== undefined) onlyToday(filter, 'A timeline without a journey')
      const placed = journeyId === null ? null : await populationOf(journeyId, { where: {}, ...pastOf(filter) })
      const timeline = await timelineOf(placed?.store ?? (await openEvents()), subjectType, subject, placed?.population ?? null)
      if (timeline) return { ...timeline, ...placed?.said }
      throw new AppError('notFound', `Nothing is known of the ${subjectType} "${subject}": check the spelling and the type.`)
    },
  }
}

function stageNamed(journey: Journey, stageId: string): Stage {
  const stage = journey.stages.find(({ id }) => id === stageId)
  if (stage) return stage
  const ids = journey.stages.map(({ id }) => id)
  throw new AppError('notFound', `Journey "${journey.id}" has no stage "${stageId}". Known: ${ids.join(', ')}.${nearText(stageId, ids)}`)
}

/** The sets that a campaign's cohorts have. */
const cohortSets: readonly SubjectSet[] = ['entered', 'counted', 'converted', 'convertedByWindow']

/** What a set needs to be named beside its stage: a touchpoint, a channel, a hand-off from that stage, a reason. */
function checkNamed({ id, handOffs }: Journey, { stage, set, name = '', reason = '', campaign }: SubjectsQuery): void {
  if (campaign !== undefined && !cohortSets.includes(set)) {
    throw new AppError('usage', `The set "${set}" is no figure of a campaign. Known: ${cohortSets.join(', ')}.`)
  }
  const ofHandOff = isOfHandOff(set)
  if ((set === 'touchpoint' || set === 'channel' || ofHandOff) && name === '') {
    throw new AppError('usage', `The set "${set}" needs the name of the ${ofHandOff ? 'hand-off (its id)' : set}.`)
  }
  if (!ofHandOff) return
  const fitting = handOffs.filter(({ from }) => from === stage).map((handOff) => handOff.id)
  if (!fitting.includes(name)) {
    const known = fitting.length === 0 ? 'There is none from it' : `Known: ${fitting.join(', ')}`
    throw new AppError(
      'notFound',
      `Journey "${id}" has no hand-off "${name}" from the stage "${stage}". ${known}.${nearText(name, fitting)}`,
    )
  }
  if (set === 'reason' && reason === '') throw new AppError('usage', 'The set "reason" needs the reason.')
}

function checkFilter(journey: Journey, filter: Filter): void {
  const { persona, from, to, where, others } = filter
  const ids = [...journey.personas.map(({ id }) => id), 'unassigned']
  if (persona !== undefined && !ids.includes(persona)) {
    throw new AppError('usage', `Journey "${journey.id}" has no persona "${persona}". Known: ${ids.join(', ')}.${nearText(persona, ids)}`)
  }
  for (const [property, condition] of Object.entries(where)) {
    const parts = readCondition(condition)
    if (typeof parts === 'string') {
      const forms = 'pro · pro,team · !pro · >=50 · >=50 && <100'
      throw new AppError('usage', `The condition on "${property}" cannot be read: ${parts}. It is written like ${forms}.`)
    }
  }
  if (others && !choosesWhom(filter)) {
    throw new AppError('usage', 'All others than everyone are nobody: name a persona, a segment or a property first.')
  }
  if (from !== undefined && to !== undefined && from >= to) {
    throw new AppError(
      'usage',
      `The period from ${new Date(from).toISOString()} to ${new Date(to).toISOString()} is empty: it must end after it begins.`,
    )
  }
}
