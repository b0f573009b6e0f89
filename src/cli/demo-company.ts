import { demoFiles, demoLines } from '../demo/demo-files.ts'
import { demoJourney } from '../demo/journey.ts'
import { type DemoSize, demoPlan } from '../demo/plan.ts'

/** A made-up company: its journey, and the files that its tools would export. */
export interface DemoCompany {
  journeyText: string
  /** In the order to import them. */
  files: readonly { name: string; mapping: string }[]
  /** The lines of all files in one pass. */
  lines(): Iterable<{ file: string; line: string }>
}

/** The demo company of this size, the same at every call. */
export function demoCompany(size: DemoSize): DemoCompany {
  const plan = demoPlan(size)
  return { journeyText: demoJourney(plan), files: demoFiles(plan), lines: () => demoLines(plan) }
}
