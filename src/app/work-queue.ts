/** Work that is done one at a time. */
export interface WorkQueue {
  /**
   * Waits until nothing else runs. What was asked first goes first, but work expected to take `expectedMs` lets everything pass that is asked within as
   * long after it: short work does not wait behind long, and long work waits at most once as long as it takes itself. -Infinity goes before all that waits.
   */
  add<Result>(work: () => Promise<Result>, expectedMs?: number): Promise<Result>
}

/** An idle queue; `now` in UTC ms. */
export function workQueue(now: () => number): WorkQueue {
  const waiting: { rank: number; start: () => Promise<void> }[] = []
  let isBusy = false

  async function runAll(): Promise<void> {
    if (isBusy) return
    isBusy = true
    for (;;) {
      const next = waiting.reduce<(typeof waiting)[number] | null>(
        (best, one) => (best === null || one.rank < best.rank ? one : best),
        null,
      )
      if (next === null) break
      waiting.splice(waiting.indexOf(next), 1)
      await next.start()
    }
    isBusy = false
  }

  return {
    add: (work, expectedMs = 0) =>
      new Promise((resolve, reject) => {
        waiting.push({ rank: now() + expectedMs, start: () => Promise.resolve().then(work).then(resolve, reject) })
        void runAll()
      }),
  }
}
