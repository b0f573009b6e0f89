import type { Journey, Stage } from './journey.ts'

/** Whether nobody can move on from a stage: it is the last that anyone can enter, and it has no goal. Its 0 % is no finding. */
export function hasNoWayOn({ stages }: Pick<Journey, 'stages'>, { index, completed }: Pick<Stage, 'index' | 'completed'>): boolean {
  return completed === null && !stages.some((stage) => stage.index > index && stage.entry !== null)
}
