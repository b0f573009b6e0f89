import type { FiguresDesk } from './figures-desk.ts'

/** So often figures are asked for again that were not of one refresh. */
const tries = 5

/** The same figures, each answer of one refresh alone (rule L5): one during which stays were exchanged is asked for again. `epoch` tells whether they were. */
export function steadyFigures(figures: FiguresDesk, epoch: (journeyId: string) => string): FiguresDesk {
  async function steady<Result>(journeyId: string, ask: () => Promise<Result>): Promise<Result> {
    for (let left = tries; ; left -= 1) {
      const before = epoch(journeyId)
      const [answer] = await Promise.allSettled([ask()])
      if (left > 1 && epoch(journeyId) !== before) continue
      if (answer.status === 'rejected') throw answer.reason
      return answer.value
    }
  }
  const { map, stage, funnel, paths, pathCases, subjects, timeline, sliceProperties, compareSlices, designProgramme } = figures
  return {
    map: (id, ...given) => steady(id, () => map(id, ...given)),
    stage: (id, ...given) => steady(id, () => stage(id, ...given)),
    funnel: (id, ...given) => steady(id, () => funnel(id, ...given)),
    paths: (id, ...given) => steady(id, () => paths(id, ...given)),
    pathCases: (id, ...given) => steady(id, () => pathCases(id, ...given)),
    subjects: (id, ...given) => steady(id, () => subjects(id, ...given)),
    sliceProperties: (id, ...given) => steady(id, () => sliceProperties(id, ...given)),
    compareSlices: (id, ...given) => steady(id, () => compareSlices(id, ...given)),
    designProgramme: (id, ...given) => steady(id, () => designProgramme(id, ...given)),
    timeline: (type, subject, id, ...given) => steady(id ?? '', () => timeline(type, subject, id, ...given)),
  }
}
