import type { Backtest, BacktestRun } from '../map/backtest.ts'
import type { Population } from '../measures/measure.ts'
import type { Programme } from '../model/programme.ts'
import { backtestRuns } from '../programme/backtest-runs.ts'
import type { EventStore } from '../store/event-store.ts'
import { eachColleagues, type PeopleKnown, type ReplayRequest } from './programme-people.ts'

/** What a backtest is made of: the programme, those that share its caps, other gaps and counts to try, and another design beside it. */
export interface BacktestAsked {
  population: Population
  programme: Programme
  others: readonly Programme[]
  gaps: readonly number[]
  caps: readonly number[]
  against: Programme | null
  beside: boolean
}

/** Replays programmes on past stays (rule R7): all variants over one reading of the people. Errors: `cancelled`. */
export async function programmeBacktest(
  store: EventStore,
  asked: BacktestAsked,
  request: ReplayRequest = {},
): Promise<Pick<Backtest, 'run' | 'grid' | 'against' | 'notes'>> {
  const { population, programme, others, against, beside } = asked
  const variants = [programme, ...gridOf(asked), ...(against === null ? [] : [against])]
  const told = backtestRuns(variants, others, population)
  const known = await eachColleagues(
    store,
    { population, programmes: [...variants, ...others], beside, underWay: false },
    told.take,
    request,
  )
  const [run, ...more] = told.runs() as [BacktestRun, ...BacktestRun[]]
  return {
    run,
    grid: against === null ? more : more.slice(0, -1),
    against: against === null ? null : (more.at(-1) ?? null),
    notes: notesOf(asked, known),
  }
}

/** The same messages with other gaps and counts. */
function gridOf({ programme, gaps, caps }: BacktestAsked): Programme[] {
  const { minGapDays, perSequence } = programme.limits
  const tried = (gaps.length > 0 ? gaps : [minGapDays]).flatMap((gap) =>
    (caps.length > 0 ? caps : [perSequence]).map((cap) => ({ gap, cap })),
  )
  return gaps.length + caps.length === 0
    ? []
    : tried.map(({ gap, cap }) => ({ ...programme, limits: { ...programme.limits, minGapDays: gap, perSequence: cap } }))
}

function notesOf(
  { programme, others, population, against, beside, gaps, caps }: BacktestAsked,
  { ownArrivals, dealsKnown }: PeopleKnown,
): string[] {
  const { journey } = population
  const isContact = journey.subjectType === 'contact'
  return [
    'What would have been sent, not what people would have done: nobody in the past got these messages.',
    ...(programme.consent.kind === 'unknown' ? ['Nobody said who consents, so that nobody is written to (R1).'] : []),
    ...(programme.consent.kind === 'assumed' ? [`All are taken to have consented: ${programme.consent.reason}`] : []),
    ...(others.length > 0 ? [`Caps and gaps are shared with ${others.map(({ id }) => id).join(', ')}.`] : []),
    ...(beside && isContact ? [] : ['E-mails that were really sent at the time count in no gap or cap here.']),
    ...(ownArrivals > 0 ? [] : ['No data say when events arrived: each is taken as known when it happened.']),
    ...(programme.limits.pauseOnOpenDeal && !dealsKnown
      ? ['Nothing pauses for open deals: the journey does not say which deals are won.']
      : []),
    ...(isContact
      ? []
      : [`Messages go to the contacts that the data tie to each ${journey.subjectType}: where none is tied, nobody is written to.`]),
    ...(isContact || programme.transactional.length === 0
      ? []
      : [`Transactional messages are left out: whose event it was is not known for each ${journey.subjectType}.`]),
    ...(journey.restartAfterMs === null ? ['The journey has no restartAfter, so that nobody gets a message twice (R9).'] : []),
    ...(against === null
      ? []
      : [
          'Both designs are replayed over the same history, each without the other: the differences are counts, not estimates, and no test of chance applies.',
        ]),
    ...(gaps.length + caps.length > 0 ? ['Other gaps and counts keep the days of the messages as they are.'] : []),
    'Stays already under way when the data begin are left out: nobody knows when they began (M11).',
  ]
}
