import { AppError } from '../core/error.ts'
import { buildMap, type MapFigures } from '../map/build-map.ts'
import type { Filter, Funnel, JourneyMap, StageDetail, SubjectList, SubjectSet, Timeline } from '../map/journey-map.ts'
import type { PathCases, PathOptions, Paths } from '../map/paths.ts'
import { isNamed, isOfHandOff } from '../map/set-kind.ts'
import { readSignalName } from '../map/shown-signal.ts'
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
import { type AskedFigures, type AskedSources, askedFigures, NotKept } from './asked-figures.ts'
import type { CohortOf } from './campaigns-desk.ts'
import { computedOnce } from './computed-once.ts'
import type { JourneyDesk } from './journey-desk.ts'
import type { KeptFigures } from './kept-figures.ts'
import { knownNames } from './known-names.ts'
import { mapFigures, noFigures } from './map-figures.ts'
import { onlyToday, pastOf } from './past-day.ts'
import type { PastDesk } from './past-desk.ts'
import { pathCasesOf } from './path-cases-of.ts'
import { pathsOf } from './paths-of.ts'
import { programmeDesign } from './programme-design.ts'
import { readConsent } from './read-consent.ts'
import { sliceComparison } from './slice-comparison.ts'
import { stageDetail } from './stage-detail.ts'
import { timelineOf } from './timeline.ts'

/** The figures of journeys: maps, drawers, funnels, the people behind them. Who leaves, by the signal, ends the queries that nobody else waits for. */
export interface FiguresDesk {
  map(journeyId: string, filter: Filter, signal?: AbortSignal): Promise<JourneyMap>
  stage(journeyId: string, stageId: string, filter: Filter, signal?: AbortSignal): Promise<StageDetail>
  funnel(journeyId: string, filter: Filter, signal?: AbortSignal): Promise<Funnel>
  paths(journeyId: string, filter: Filter, options: PathOptions, signal?: AbortSignal): Promise<Paths>
  pathCases(journeyId: string, query: PathCasesQuery, signal?: AbortSignal): Promise<PathCases>
  subjects(journeyId: string, query: SubjectsQuery, signal?: AbortSignal): Promise<SubjectList>
  timeline(subjectType: string, subject: string, journeyId: string | null, filter?: Filter, signal?: AbortSignal): Promise<Timeline>
  sliceProperties(journeyId: string, search: SliceSearch | null, signal?: AbortSignal): Promise<SliceProperty[]>
  compareSlices(journeyId: string, a: Filter, b: Filter, signal?: AbortSignal): Promise<SliceComparison>
  designProgramme(journeyId: string, options: DesignOptions): Promise<ProgrammeDesign>
}

/** `kept`: where figures are kept from one question to the next. */
export function figuresDesk(
  journeys: JourneyDesk,
  pasts: PastDesk,
  sources: AskedSources & { cohortOf: CohortOf; kept: KeptFigures },
): FiguresDesk {
  const { openEvents, cohortOf } = sources
  const populationOf = askedFigures(journeys, pasts, sources)
  const figures = computedOnce(sources.kept)

  async function mapOf(asked: AskedFigures, signal?: AbortSignal): Promise<JourneyMap> {
    const { version, horizon, at, population, said } = asked
    const built = (found: MapFigures) => buildMap(version.journey, version.number, population.filter, at, found)
    if (horizon === null) return { ...built(noFigures(version.journey)), ...said }
    const map = await figures(asked, ['map', version.number], signal, async (store, own) => built(await mapFigures(store, population, own)))
    return { ...map, ...said }
  }

  return {
    map: (journeyId, filter, signal) => answered(async (isEarly) => mapOf(await populationOf(journeyId, filter, signal, isEarly), signal)),
    stage: (journeyId, stageId, filter, signal) =>
      answered(async (isEarly) => {
        const asked = await populationOf(journeyId, filter, signal, isEarly)
        const { version, population, said } = asked
        const { index } = stageNamed(version.journey, stageId)
        const detail = await figures(asked, ['stage', index], signal, async (store, own) => {
          const map = await mapOf(asked, own)
          return stageDetail(store, population, map.stages[index - 1] as JourneyMap['stages'][number], own)
        })
        return { ...detail, ...said }
      }),
    funnel: (journeyId, filter, signal) =>
      answered(async (isEarly) => {
        const asked = await populationOf(journeyId, filter, signal, isEarly)
        const compute = (store: EventStore, own: AbortSignal) => ask(store, cumulativeFunnel, asked.population, null, own)
        return { ...(await figures(asked, 'funnel', signal, compute)), ...asked.said }
      }),
    paths: (journeyId, filter, options, signal) =>
      answered(async (isEarly) => {
        const asked = await populationOf(journeyId, filter, signal, isEarly)
        const compute = (store: EventStore, own: AbortSignal) => pathsOf(store, instanceTraces(asked.population), options, own)
        return { ...(await figures(asked, ['paths', options], signal, compute)), ...asked.said }
      }),
    pathCases: async (journeyId, { filter, ...query }, signal) => {
      const { population, store, said } = await populationOf(journeyId, filter, signal)
      const every = instanceTraces({ ...population, filter: { where: {} } })
      return { ...(await pathCasesOf(await store(), instanceTraces(population), every, query, signal)), ...said }
    },
    subjects: async (journeyId, asked, signal) => {
      if (asked.campaign !== undefined) onlyToday(asked.filter, 'The list of a campaign')
      const { version, population: whole, store: open, said } = await populationOf(journeyId, asked.filter, signal)
      checkNamed(version.journey, asked)
      const population = asked.campaign === undefined ? whole : await cohortOf(whole, asked.campaign)
      const { stage, set, name = '', reason = '', limit, offset } = asked
      const query = { stage: stageNamed(version.journey, stage).index, set, name, reason, limit, offset }
      const store = await open()
      const [totals, rows] = await Promise.all([
        store.rows<{ total: number; stays: number }>(subjectTotalsSql(population, query), {}, signal),
        store.rows<Parameters<typeof shapeSubjectList>[2][number]>(subjectListSql(population, query), {}, signal),
      ])
      return { ...shapeSubjectList(set, totals[0], rows), ...said }
    },
    sliceProperties: async (journeyId, search, signal) => {
      const { version } = await journeys.fresh(journeyId)
      const store = await openEvents()
      return shapeSliceProperties(
        await store.rows<Parameters<typeof shapeSliceProperties>[0][number]>(slicePropertiesSql(version.journey, search), {}, signal),
      )
    },
    compareSlices: (journeyId, a, b, signal) =>
      answered(async (isEarly) => {
        if (JSON.stringify(pastOf(a)) !== JSON.stringify(pastOf(b)))
          throw new AppError('usage', 'Both slices of a comparison are of one day: give both the same.')
        const [asked, other] = await Promise.all([populationOf(journeyId, a, signal, isEarly), populationOf(journeyId, b, signal, isEarly)])
        const { version, at, population, said } = asked
        const told = { number: version.number, refreshedAt: at }
        const compute = (store: EventStore, own: AbortSignal) => sliceComparison(store, [population, other.population], told, own)
        return { ...(await figures(asked, ['comparison', other.refresh, other.population.filter], signal, compute)), ...said }
      }),
    designProgramme: (journeyId, { filter, ...options }) =>
      answered(async (isEarly) => {
        const asked = await populationOf(journeyId, filter, undefined, isEarly)
        const { version, horizon, population } = asked
        const { id, name } = version.journey
        const design = await figures(asked, ['design', options], undefined, async (store) => {
          const consent = readConsent(options.consent, await knownNames(store))
          return programmeDesign(store, population, { ...options, filter: population.filter, consent })
        })
        return { journey: { id, name, version: version.number }, horizon, ...design }
      }),
    timeline: async (subjectType, subject, journeyId, filter, signal) => {
      if (journeyId === null && filter !== undefined) onlyToday(filter, 'A timeline without a journey')
      const placed = journeyId === null ? null : await populationOf(journeyId, { where: {}, ...pastOf(filter) }, signal)
      const store = await (placed?.store ?? openEvents)()
      const timeline = await timelineOf(store, subjectType, subject, placed?.population ?? null, signal)
      if (timeline) return { ...timeline, ...placed?.said }
      throw new AppError('notFound', `Nothing is known of the ${subjectType} "${subject}": check the spelling and the type.`)
    },
  }
}

/** Answers from what is kept where that can be said before the event store is opened. */
async function answered<Result>(work: (isEarly: boolean) => Promise<Result>): Promise<Result> {
  try {
    return await work(true)
  } catch (error) {
    if (!(error instanceof NotKept)) throw error
    return work(false)
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

/** What a set needs to be named beside its stage: a touchpoint, a channel, a signal, a hand-off from that stage, a reason. */
function checkNamed({ id, handOffs }: Journey, { stage, set, name = '', reason = '', campaign }: SubjectsQuery): void {
  if (campaign !== undefined && !cohortSets.includes(set)) {
    throw new AppError('usage', `The set "${set}" is no figure of a campaign. Known: ${cohortSets.join(', ')}.`)
  }
  const ofHandOff = isOfHandOff(set)
  if (isNamed(set) && name === '') {
    throw new AppError('usage', `The set "${set}" needs the name of the ${ofHandOff ? 'hand-off (its id)' : set}.`)
  }
  if (set === 'signal' && readSignalName(name) === null) {
    throw new AppError(
      'usage',
      `"${name}" names no signal: write when it is judged and what it is, like "10d event import failed", "10d repeated Pricing page", "10d support", "10d returned", "10d silence 4d" or "10d longStay 28d", as a design does.`,
    )
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
