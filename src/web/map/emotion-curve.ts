import type { MapStage } from '../../map/journey-map.ts'
import { smooth } from './hill.ts'

/** Height of emotion on a field 100 high: +2 at the top, −2 at the bottom, with a margin. */
export function emotionY(value: number): number {
  return 50 - (Math.max(-2, Math.min(2, value)) / 2) * 42
}

/** The intended curve over all stages, each stage 100 wide, through the middle of those that have a value; a stage without one breaks it. */
export function emotionPath(stages: readonly MapStage[]): string {
  const runs: { x: number; y: number }[][] = [[]]
  stages.forEach((stage, index) => {
    if (stage.intended.emotion === null) runs.push([])
    else runs.at(-1)?.push({ x: index * 100 + 50, y: emotionY(stage.intended.emotion) })
  })
  return runs
    .filter((run) => run.length > 1)
    .map(smooth)
    .join('')
}
