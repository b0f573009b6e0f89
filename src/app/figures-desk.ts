import { AppError } from '../core/error.ts'
import { buildMap } from '../map/build-map.ts'
import type { Filter, Funnel, JourneyMap, StageDetail, SubjectList, SubjectSet, Timeline } from '../map/journey-map.ts'
import type { PathCases, PathOptions, Paths } from '../map/paths.ts'
import { isOfHandOff } from '../map/set-kind.ts'
import type { SliceComparison } from '../map/slice-comparison.ts'
import type { SliceProperty, SliceSearch } from '../map/slice-property.ts'
import { cumulativeFunnel } from '../measures/cumulative-funnel.ts'
import { shapeSliceProperties, slicePropertiesSql } from '../measures/slice-properties.ts'
import { shapeSubjectList, subjectListSql, subjectTotalsSql } from '../measures/subject-list.ts'
import { instanceTraces } from '../measures/traces.ts'
import type { Journey, Stage } from '../model/journey.ts'
import { nearText } from '../model/near-match.ts'
import type { ProgrammeDesign } from '../model/programme-design.ts'
import type { DesignOptions } from '../programme/design-options.ts'
import type { EventStore } from '../store/event-store.ts'
import type { PathCasesQuery, SubjectsQuery } from './app.ts'
import { ask } from './ask.ts'
import { askedPopulation } from './asked-population.ts'
import type { CohortOf } from './campaigns-desk.ts'
import type { JourneyDesk } from './journey-desk.ts'
import { knownNames } from './known-names.ts'
import { mapFigures, noFigures } from './map-figures.ts'
import { onlyToday, pastOf } from './past-day.ts'
import type { PastDesk } from './past-desk.ts'
import { pathCasesOf } from './path-cases-of.ts'
import { pathsOf } from './paths-of.ts'
import { programmeDesign } from './programme-design.ts'
import { readConsent } from './read-consent.ts'
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
  designProgramme(journeyId: string, options: DesignOptions): Promise<ProgrammeDesign>
}

export function figuresDesk(
  journeys: JourneyDesk,
  pasts: PastDesk,
  openEvents: () => Promise<EventStore>,
  cohortOf: CohortOf,
  withSegment: WithSegment,
): FiguresDesk {
  const maps = new Map<string, Promise<JourneyMap>>()

  const populationOf = askedPopulation(journeys, pasts, openEvents, withSegment)

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
    designProgramme: async (journeyId, { filter, ...options }) => {
      const { version, horizon, population, store } = await populationOf(journeyId, filter)
      const { id, name } = version.journey
      const question = { ...options, filter: population.filter, consent: readConsent(options.consent, await knownNames(store)) }
      return { journey: { id, name, version: version.number }, horizon, ...(await programmeDesign(store, population, question)) }
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
