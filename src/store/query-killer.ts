import type { ClickHouseClient } from '@clickhouse/client'

/** Ends queries in the engine that nobody waits for. */
export interface QueryKiller {
  /** Kills the query whose text holds the mark, again until `over` settles: one that has only just begun may not be known yet. */
  kill(mark: string, over: Promise<unknown>): void
  close(): Promise<void>
}

/** Milliseconds between two attempts. */
const pauseMs = 50

/**
 * A killer with a session of its own, opened when first needed: those of the queries may all be busy with what is to be killed, and one embedded session runs
 * one query at a time.
 */
export function queryKiller(open: () => Promise<ClickHouseClient>): QueryKiller {
  const marks = new Set<string>()
  let opened: Promise<ClickHouseClient> | null = null
  let working: Promise<void> | null = null

  async function killAll(): Promise<void> {
    opened ??= open()
    const client = await opened
    while (marks.size > 0) {
      const named = [...marks].map((mark) => `position(query, '${mark}') > 0`).join(' OR ')
      await client.command({ query: `KILL QUERY WHERE (${named}) AND NOT startsWith(query, 'KILL') ASYNC` }).catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
    working = null
  }

  return {
    kill: (mark, over) => {
      marks.add(mark)
      void over.catch(() => {}).finally(() => marks.delete(mark))
      working ??= killAll().catch(() => {
        working = null
      })
    },
    close: async () => {
      await working
      await (await opened?.catch(() => null))?.close()
    },
  }
}
