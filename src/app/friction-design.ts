import { countOf } from '../map/format.ts'
import { frictionSignals, landmarkTrials, type SignalInStage, silenceAfterSignals, usualGap } from '../measures/friction-signals.ts'
import type { Population } from '../measures/measure.ts'
import type { StageSurvival } from '../measures/stage-survival.ts'
import type { FrictionDesign } from '../model/programme-design.ts'
import { designFriction, landmarkOf } from '../programme/design-friction.ts'
import { type JudgedSignal, judgeSignals } from '../programme/judge-signals.ts'
import type { EventStore } from '../store/event-store.ts'
import { ask } from './ask.ts'

/** The friction messages that the events suggest, stage by stage, and what was looked at (rule R5). */
export async function frictionDesign(
  store: EventStore,
  population: Population,
  survival: ReadonlyMap<number, StageSurvival>,
  minGapDays: number,
): Promise<{ friction: FrictionDesign[]; notes: string[] }> {
  const gaps = await ask(store, usualGap, population, null)
  const stages = population.journey.stages.filter(({ entry }) => entry !== null)
  const landmarks = new Map(
    stages.flatMap(({ index }) => {
      const landmark = landmarkOf(survival.get(index), gaps.get(index))
      return landmark === null ? [] : [[index, landmark] as const]
    }),
  )
  if (landmarks.size === 0) return { friction: [], notes: ['No friction messages: no stage has stays that last a day or longer.'] }
  const [rows, trials] = await Promise.all([
    ask(store, frictionSignals, population, { landmarks }),
    ask(store, landmarkTrials, population, { landmarks }),
  ])
  const judged = judgeSignals(rows, trials)
  const after = await silences(store, population, landmarks, judged)
  const tested = judged.filter(({ falseShare }) => falseShare !== null).length
  const friction = stages.flatMap((stage) => {
    const landmark = landmarks.get(stage.index)
    if (landmark === undefined) return []
    const own = judged.filter(({ row }) => row.stage === stage.index)
    return designFriction({
      stage,
      landmark,
      trials: trials.find((row) => row.stage === stage.index),
      judged: own,
      tested,
      after,
      minGapDays,
    })
  })
  return { friction, notes: notesOf(judged, tested, [...landmarks.values()].length) }
}

/** How long people are silent after each signal that holds, ms, where silence ends a stay. */
async function silences(
  store: EventStore,
  population: Population,
  landmarks: Parameters<typeof silenceAfterSignals.sql>[1]['landmarks'],
  judged: readonly JudgedSignal[],
): Promise<Map<JudgedSignal, number>> {
  const wanted = judged.flatMap((one) => {
    const dropAfterMs = population.journey.stages[one.row.stage - 1]?.dropAfterMs ?? null
    return one.holds && dropAfterMs !== null ? [{ one, signal: { ...one.row, dropAfterMs } satisfies SignalInStage }] : []
  })
  if (wanted.length === 0) return new Map()
  const found = await ask(store, silenceAfterSignals, population, { landmarks, signals: wanted.map(({ signal }) => signal) })
  return new Map(wanted.flatMap(({ one }, i) => (found.has(i) ? [[one, found.get(i) as number] as const] : [])))
}

function notesOf(judged: readonly JudgedSignal[], tested: number, stages: number): string[] {
  const holds = judged.filter(({ holds }) => holds).length
  const thin = judged.filter(({ why }) => why !== null).length
  return [
    `Friction (R5): ${countOf(tested, 'signal')} in ${countOf(stages, 'stage')} tested at once (Benjamini–Hochberg at 5 %), each on one day of its stage; ${holds === 0 ? 'none goes' : `${holds} ${holds === 1 ? 'goes' : 'go'}`} with fewer who convert. ${countOf(thin, 'signal')} could not be tested: too few showed ${thin === 1 ? 'it' : 'them'}, or nearly all.`,
  ]
}
