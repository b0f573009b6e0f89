import { lastInstant } from '../src/demo/demo-files.ts'
import { type PersonaId, personaIds, type StageId } from '../src/demo/laws.ts'
import { type DemoPlan, demoPlan } from '../src/demo/plan.ts'
import { type PlannedFigures, plannedFigures } from '../src/demo/planned-figures.ts'
import type { JourneyMap } from '../src/map/journey-map.ts'
import { type ComparedTruth, compareTruths, openPlantedApp, type PlantedApp } from '../test/planted-truth.ts'
import type { Report, ReportRow } from './report.ts'

/** About one truth in twenty lies outside its 95 % interval; those of one stage and persona go together, hence the room. */
const outsideShare = 0.08

/** The large demo through the whole program, against what was planted: counts to the last one, truths within their intervals. */
export async function benchTruth(): Promise<Report> {
  const plan = demoPlan('large')
  const planted = await openPlantedApp(plan)
  try {
    const map = await planted.app.map(planted.journey, { where: {} })
    const drawn = plannedFigures(plan, map.span?.horizon ?? 0)
    const compared = await compareTruths(plan, planted)
    const rows = [
      exact('horizon of the large demo', Number(map.span?.horizon !== lastInstant(plan))),
      exact('counts of every stage and persona that differ from the plan', await wrongCounts(planted, drawn)),
      exact('won amounts by currency that differ from the plan', wrongWon(map, drawn)),
      exact('rejected rows and repeats that differ from the plan', wrongRows(planted, plan)),
      exact('reasons of rejection that differ from the plan', Math.abs(rejectedLeads(map) - drawn.rejectedLeads)),
    ]
    return [...rows, ...truthRows(compared)]
  } finally {
    await planted.close()
  }
}

function exact(what: string, wrong: number): ReportRow {
  return { what, value: String(wrong), goal: 'exactly 0', met: wrong === 0 }
}

async function wrongCounts({ app, journey }: PlantedApp, drawn: PlannedFigures): Promise<number> {
  let wrong = 0
  for (const persona of ['all', ...personaIds] as (PersonaId | 'all')[]) {
    const map = await app.map(journey, persona === 'all' ? { where: {} } : { persona, where: {} })
    for (const { id, counts } of map.stages) {
      const planned = drawn.counts[id as StageId][persona]
      wrong += Object.entries(counts).filter(([name, count]) => planned[name as keyof typeof planned] !== count).length
    }
  }
  return wrong
}

function wrongWon({ stages }: JourneyMap, { won }: PlannedFigures): number {
  return Object.entries(won).filter(([currency, { amount, deals }]) => {
    const values = stages.flatMap((stage) => stage.value).filter((value) => value.currency === currency)
    return values.reduce((sum, value) => sum + value.won, 0) !== amount || values.reduce((sum, value) => sum + value.wonDeals, 0) !== deals
  }).length
}

function wrongRows({ imports }: PlantedApp, plan: DemoPlan): number {
  return [...imports].filter(([file, { duplicates, rejected }]) => {
    const bad = Object.values(plan.badRows[file] ?? {}).reduce((sum, rows) => sum + rows, 0)
    return duplicates !== (plan.repeatedRows[file] ?? 0) || rejected !== bad
  }).length
}

function rejectedLeads({ handOffs }: JourneyMap): number {
  return (handOffs[0]?.reasons ?? []).reduce((sum, { count }) => sum + count, 0)
}

function truthRows(compared: readonly ComparedTruth[]): Report {
  const judged = compared.filter(({ inside }) => inside !== null)
  const outside = judged.filter(({ inside }) => inside === false)
  const share = outside.length / judged.length
  const row = {
    what: `planted truths outside their 95 % interval, of ${judged.length} (${compared.length - judged.length} without interval)`,
    value: `${outside.length} (${(share * 100).toFixed(1)} %)`,
    goal: `at most ${outsideShare * 100} %`,
    met: share <= outsideShare,
  }
  return [row, ...outside.map(outsideRow), driftRow(compared)]
}

function outsideRow({ what, truth, value, low, high }: ComparedTruth): ReportRow {
  const [planted, found, from, to] = [truth, value, low, high].map((number) => number?.toFixed(3) ?? '–')
  return { what: `  outside: ${what}`, value: `${found} (${from}–${to})`, goal: `planted ${planted}`, met: null }
}

function driftRow(compared: readonly ComparedTruth[]): ReportRow {
  const side = (when: string) => compared.find(({ what }) => what === `consideration · all · converted · entered ${when} the drift`)
  const [before, after] = [side('before'), side('after')]
  const text = (one: ComparedTruth | undefined) => `${((one?.low ?? 0) * 100).toFixed(1)}–${((one?.high ?? 0) * 100).toFixed(1)} %`
  return {
    what: 'conversion of Consideration before and after the drift',
    value: `${text(before)}, ${text(after)}`,
    goal: 'intervals apart',
    met: (before?.low ?? 0) > (after?.high ?? 1),
  }
}
