import { programmeBacktest } from '../src/app/programme-backtest.ts'
import { eachColleagues } from '../src/app/programme-people.ts'
import { assignStays } from '../src/journeys/assign-stays.ts'
import { dayMs } from '../src/model/duration.ts'
import type { Programme } from '../src/model/programme.ts'
import { sampleMessage, sampleProgramme } from '../src/programme/programme.test-support.ts'
import { openEventStore } from '../src/store/chdb-store.ts'
import { madeHorizon, madeJourney, makeEvents } from './made-events.ts'
import { peakMemory, processorSeconds, type Report, seconds } from './report.ts'

const gib = 2 ** 30

/** A backtest of a programme with a sequence in every stage, against the bare scan of the people's stays inside the engine, and against reading each row once by this program. */
export async function benchBacktest(folder: string, contacts: number): Promise<Report> {
  const store = await openEventStore({ path: folder })
  await makeEvents(store, contacts * 20, contacts)
  const journey = madeJourney()
  await assignStays(store, { journey, version: 1, horizon: madeHorizon, sourceStarts: new Map([['crm', madeHorizon - 830 * dayMs]]) })
  const population = { journey, version: 1, horizon: madeHorizon, filter: { where: {} } }
  const programme = programmeOfStages(journey.stages.map(({ id }) => id))
  const [counted] = await store.rows<{ stays: number; people: number }>('SELECT count() AS stays, uniqExact(subject) AS people FROM stays')
  const bare = await seconds(async () => {
    let read = 0
    const asked = { population, programmes: [programme], beside: false, underWay: false }
    await eachColleagues(store, asked, ({ people }) => {
      read += people.length
    })
    if (read === 0) throw new Error('nobody was read')
  })
  const scan = () => store.rows(bareScanSql)
  const [engine, scanSpent] = [await seconds(scan), await processorSeconds(scan)]
  const asked = { population, programme, others: [], gaps: [], caps: [], against: null, beside: false }
  const backtest = () => programmeBacktest(store, asked)
  const { run } = await backtest()
  const [took, spent] = [await seconds(backtest), await processorSeconds(backtest)]
  const peak = await peakMemory(backtest)
  await store.close()
  return [
    {
      what: `bare scan of ${counted?.stays} stays of ${counted?.people} contacts, inside the engine`,
      value: `${engine.toFixed(2)} s`,
      goal: '',
      met: null,
    },
    { what: 'bare scan of the same, read by the program', value: `${bare.toFixed(2)} s`, goal: '', met: null },
    {
      what: `backtest, ${run.sends} messages`,
      value: `${(took / engine).toFixed(1)} × the scan inside the engine (${took.toFixed(2)} s)`,
      goal: 'at most 10 ×',
      met: took <= 10 * engine,
    },
    {
      what: 'the same by time of the processor',
      value: `${(spent / scanSpent).toFixed(1)} × (${spent.toFixed(2)} s, the scan ${scanSpent.toFixed(2)} s)`,
      goal: '',
      met: null,
    },
    { what: 'backtest, against the scan read by the program', value: `${(took / bare).toFixed(1)} ×`, goal: '', met: null },
    { what: 'memory while testing', value: `${(peak / gib).toFixed(2)} GiB`, goal: '', met: null },
  ]
}

/** All that a replay reads of stays, in each person's order. */
const bareScanSql = `SELECT sum(length(stays)) FROM (
    SELECT subject, argMax(account, startedAt), arraySort(groupArray((startedAt, position, endedAt, stage, persona, openedBy, ending, deadline, underWay))) AS stays
    FROM stays GROUP BY subject)`

function programmeOfStages(stages: readonly string[]): Programme {
  const sequences = stages.map((stage) => ({
    stage,
    persona: null,
    messages: [5, 12, 21].map((on) => sampleMessage(`${stage}-${on}`, on)),
  }))
  const programme = sampleProgramme({ sequences, friction: [], transactional: [], consent: { kind: 'assumed', reason: 'Made up.' } })
  return { ...programme, limits: { ...programme.limits, pauseOnOpenDeal: false } }
}
