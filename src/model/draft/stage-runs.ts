import type { LogTrace } from './draft-log.ts'

/** A stretch of a trace in one stage: events `from` up to, not with, `to`; `to` is the trace's length where nothing opened a later stage. */
export interface StageRun {
  stage: number
  from: number
  to: number
}

/**
 * The stretches of a trace, the furthest stage so far counting (V2). `stageOf` gives the stage that a unit opens; the first event opens
 * stage 0 where `fromStart`, else nothing counts before a unit of a stage.
 */
export function stageRuns({ units }: LogTrace, stageOf: ReadonlyMap<number, number>, fromStart: boolean): StageRun[] {
  const runs: StageRun[] = []
  let stage = fromStart ? 0 : -1
  let from = 0
  units.forEach((unit, place) => {
    const opened = stageOf.get(unit) ?? -1
    if (opened <= stage) return
    if (stage >= 0 && place > from) runs.push({ stage, from, to: place })
    stage = opened
    from = place
  })
  if (stage >= 0) runs.push({ stage, from, to: units.length })
  return runs
}

/** The stage that each unit opens. */
export function openersOf(stages: readonly (readonly number[])[]): Map<number, number> {
  return new Map(stages.flatMap((units, stage) => units.map((unit) => [unit, stage] as const)))
}
