import type { FiguresDesk } from './figures-desk.ts'

/** So many drawers of a journey are computed again after its refresh, those asked for last. */
const mostDrawers = 8

/** Computes after a refresh what will be asked for first: the map of a journey, and the drawers of its stages that people lately looked at. */
export interface WarmFigures {
  /** The same figures, of which it is noted what people look at. */
  figures: FiguresDesk
  /** Begins; of a journey that it is at already, anew. */
  warm(journeyId: string): void
  /** Gives up, and waits until nothing runs any more. */
  close(): Promise<void>
}

export function warmFigures(desk: FiguresDesk): WarmFigures {
  const drawers = new Map<string, string[]>()
  const running = new Map<string, AbortController>()
  let last: Promise<void> = Promise.resolve()
  let isClosed = false

  async function compute(journeyId: string, signal: AbortSignal): Promise<void> {
    const everyone = { where: {} }
    await desk.map(journeyId, everyone, signal)
    for (const stage of drawers.get(journeyId) ?? []) await desk.stage(journeyId, stage, everyone, signal)
  }

  return {
    figures: {
      ...desk,
      stage: (journeyId, stageId, filter, signal) => {
        const others = (drawers.get(journeyId) ?? []).filter((stage) => stage !== stageId)
        if (filter.asOf === undefined) drawers.set(journeyId, [stageId, ...others].slice(0, mostDrawers))
        return desk.stage(journeyId, stageId, filter, signal)
      },
    },
    warm: (journeyId) => {
      if (isClosed) return
      running.get(journeyId)?.abort()
      const abort = new AbortController()
      running.set(journeyId, abort)
      // What fails here is told to whoever asks for it.
      last = last.then(() => compute(journeyId, abort.signal)).catch(() => {})
    },
    close: async () => {
      isClosed = true
      for (const abort of running.values()) abort.abort()
      await last
    },
  }
}
