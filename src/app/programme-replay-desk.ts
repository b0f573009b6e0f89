import { AppError } from '../core/error.ts'
import type { Backtest } from '../map/backtest.ts'
import type { BacktestList } from '../map/backtest-list.ts'
import type { WhoIsNext } from '../map/who-is-next.ts'
import type { Programme } from '../model/programme.ts'
import { backtestListing } from '../programme/backtest-list.ts'
import { isAnyoneInStage } from '../programme/next-rows.ts'
import { changedProgramme, designBeside, designedProgramme } from '../programme/other-design.ts'
import { replay } from '../programme/replay.ts'
import type { BacktestListOptions, BacktestOptions, OtherDesign, WhoOptions } from '../programme/replay-options.ts'
import type { Colleagues } from '../programme/replay-people.ts'
import { whoTally } from '../programme/who-tally.ts'
import type { DocumentStore } from '../store/document-store.ts'
import type { EventStore } from '../store/event-store.ts'
import type { FiguresDesk } from './figures-desk.ts'
import type { JourneyDesk } from './journey-desk.ts'
import { programmeNamed, programmesBeside, readable } from './kept-programmes.ts'
import { programmeBacktest } from './programme-backtest.ts'
import { eachColleagues, type ReplayRequest } from './programme-people.ts'
import { checkStages, programmePopulation } from './programme-population.ts'

/** Programmes over the people: who is due what next, and what would have been sent (rules R6, R7, R9). */
export interface ProgrammeReplayDesk {
  programmeBacktest(id: string, options: BacktestOptions, request?: ReplayRequest): Promise<Backtest>
  programmeBacktestList(id: string, options: BacktestListOptions, request?: ReplayRequest): Promise<BacktestList>
  programmeWho(id: string, options: WhoOptions, request?: ReplayRequest): Promise<WhoIsNext>
}

export function programmeReplayDesk(
  documents: DocumentStore,
  journeys: JourneyDesk,
  openEvents: () => Promise<EventStore>,
  designProgramme: FiguresDesk['designProgramme'],
): ProgrammeReplayDesk {
  const named = programmeNamed(documents.programmes)

  async function otherOf(programme: Programme, other: OtherDesign): Promise<Programme> {
    if (other.kind === 'kept') return (await named(other.programme)).programme
    if (other.kind === 'written') return readable(other.text, 'The other design cannot be read').programme
    if (other.kind === 'changed') return changedProgramme(programme, other)
    const options = designBeside(programme, other)
    const design = await designProgramme(programme.journey, options)
    const designed = designedProgramme(programme, design, options)
    if (designed.sequences.length > 0) return designed
    const why = design.sequences.flatMap(({ stageName, notes }) => notes.slice(0, 1).map((note) => `${stageName}: ${note}`))
    throw new AppError('invalid', `The data suggest no message today. ${[...why, ...design.notes].join(' ')}`)
  }

  return {
    programmeBacktest: async (id, { gaps, caps, against: other, beside }, request) => {
      const { programme } = await named(id)
      const against = other === null ? null : await otherOf(programme, other)
      if (against !== null && against.journey !== programme.journey)
        throw new AppError(
          'invalid',
          `The other design is of the journey "${against.journey}", this one of "${programme.journey}": only designs of one journey can be compared.`,
        )
      const { population, horizon, said } = await programmePopulation(journeys, programme)
      if (against !== null) checkStages(against, population.journey)
      const asked = {
        population,
        programme,
        others: await programmesBeside(documents.programmes, programme, against),
        gaps,
        caps,
        against,
        beside,
      }
      return { journey: said, horizon, ...(await programmeBacktest(await openEvents(), asked, request)) }
    },
    programmeBacktestList: async (id, options, request) => {
      const { programme } = await named(id)
      const { population } = await programmePopulation(journeys, programme)
      const others = await programmesBeside(documents.programmes, programme)
      const listing = backtestListing(programme, population.horizon, options)
      const go = replay({ programmes: [programme, ...others], journey: population.journey, horizon: population.horizon })
      const asked = { population, programmes: [programme, ...others], beside: options.beside, underWay: false }
      const take = (colleagues: Colleagues) => {
        go(colleagues, listing.tell)
        listing.endOfPeople()
      }
      await eachColleagues(await openEvents(), asked, take, request)
      return listing.list()
    },
    programmeWho: async (id, options, request) => {
      const { programme, paused } = await named(id)
      const { population, horizon, said } = await programmePopulation(journeys, programme)
      const tally = whoTally(programme, population.horizon, options)
      const others = await programmesBeside(documents.programmes, programme)
      const go = replay({ programmes: [programme, ...others], journey: population.journey, horizon: population.horizon })
      const asked = { population, programmes: [programme, ...others], beside: options.beside, underWay: true }
      const take = (colleagues: Colleagues) => {
        if (!isAnyoneInStage(colleagues)) return
        go(colleagues, tally.tell)
        tally.endOfPeople()
      }
      await eachColleagues(await openEvents(), asked, take, request)
      const held = paused === null ? null : { reason: paused.reason, since: paused.since }
      const { id: programmeId, name } = programme
      return {
        programme: { id: programmeId, name },
        journey: said,
        horizon,
        paused: held,
        ...tally.result(),
        notes: whoNotes(programme, held !== null),
      }
    },
  }
}

function whoNotes({ consent }: Programme, isPaused: boolean): string[] {
  return [
    'As if the programme had run since each of them entered: a message before the last known day counts as gone.',
    ...(isPaused ? ['The programme is paused: nothing goes until it is resumed.'] : []),
    ...(consent.kind === 'unknown' ? ['Nobody said who consents, so that nobody is written to (R1).'] : []),
  ]
}
