import { AppError } from '../core/error.ts'

/** Work that several people wait for at once: it is done once, and ends when the last of them has left. */
export interface SharedWork {
  /** Joins the work of that key where it runs, else begins it; `work` is told when nobody waits any more. Errors: `cancelled` to one who leaves, at once; those of the work to all. */
  share<Result>(key: string, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<Result>): Promise<Result>
}

interface Running {
  result: Promise<unknown>
  waiting: number
  isOver: boolean
  abort: AbortController
}

export function sharedWork(): SharedWork {
  const running = new Map<string, Running>()

  function begin(key: string, work: (signal: AbortSignal) => Promise<unknown>): Running {
    const abort = new AbortController()
    const one: Running = { result: Promise.resolve(), waiting: 0, isOver: false, abort }
    one.result = work(abort.signal).finally(() => end(key, one))
    one.result.catch(() => {})
    running.set(key, one)
    return one
  }

  function end(key: string, one: Running): void {
    one.isOver = true
    if (running.get(key) === one) running.delete(key)
  }

  return {
    share: async <Result>(key: string, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<Result>) => {
      if (signal?.aborted) throw left()
      const one = running.get(key) ?? begin(key, work)
      const leaving = Promise.withResolvers<never>()
      const leave = () => leaving.reject(left())
      signal?.addEventListener('abort', leave, { once: true })
      one.waiting += 1
      try {
        return (await Promise.race([one.result, leaving.promise])) as Result
      } finally {
        signal?.removeEventListener('abort', leave)
        one.waiting -= 1
        if (one.waiting === 0 && !one.isOver) {
          end(key, one)
          one.abort.abort()
        }
      }
    },
  }
}

function left(): AppError {
  return new AppError('cancelled', 'The figures were not computed because nobody waits for them any more.')
}
