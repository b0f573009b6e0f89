import type { JourneyMap, MapStage } from './journey-map.ts'

/** Whether someone can enter a stage; one that nobody can is drawn, not measured (rule J6). */
export function isMeasured(stage: Pick<MapStage, 'entryText'>): boolean {
  return stage.entryText !== null
}

/** Whether no stage of a map can be entered: it is drawn and nothing else (rule J6). */
export function isOnlyDrawn({ stages }: Pick<JourneyMap, 'stages'>): boolean {
  return stages.length > 0 && !stages.some(isMeasured)
}

/** Whether someone can still move on from a stage: a later one can be entered. Where not, only a goal ends its stays well. */
export function hasWayOn({ stages }: Pick<JourneyMap, 'stages'>, { index }: Pick<MapStage, 'index'>): boolean {
  return stages.some((stage) => stage.index > index && isMeasured(stage))
}
