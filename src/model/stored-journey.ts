import type { Journey, Stage } from './journey.ts'

/** A definition as a program before deadlines kept it lacks them (rule K6). */
export type StoredJourney = Omit<Journey, 'deadlines' | 'stages'> & {
  deadlines?: Journey['deadlines']
  stages: readonly (Omit<Stage, 'until'> & { until?: Stage['until'] })[]
}

/** The total form of a kept definition, whichever version of the program kept it (rule J5). */
export function storedJourney(kept: StoredJourney): Journey {
  const { deadlines = [], stages } = kept
  return { ...kept, deadlines, stages: stages.map((stage) => ({ ...stage, until: stage.until ?? null })) }
}
