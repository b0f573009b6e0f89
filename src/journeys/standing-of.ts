import type { EventStore } from '../store/event-store.ts'

/** What figures of a journey version are computed from at a moment, as one text, and whether that is whole: the stays as of the newest change of the facts. */
export interface Standing {
  state: string
  isWhole: boolean
}

/** Asked before and after: figures in between are of one refresh alone when both are whole and the same. A partition that is replaced takes new numbers of blocks, one that is merged does not. */
export async function standingOf(store: EventStore, version: number, signal?: AbortSignal): Promise<Standing> {
  const [row] = await store.rows<{ newest: number; mark: string; stays: string }>(
    `SELECT (SELECT max(change) FROM changes) AS newest,
       (SELECT argMax(mark, writtenAt) FROM refresh_marks WHERE what = {what:String}) AS mark,
       (SELECT toString((sum(rows), max(max_block_number), max(data_version))) FROM system.parts
        WHERE database = currentDatabase() AND table = 'stays' AND active AND partition = {version:String}) AS stays`,
    { what: `stays:${version}`, version: String(version) },
    signal,
  )
  const change = row === undefined || row.mark === '' ? null : (JSON.parse(row.mark) as { change: number }).change
  return { state: JSON.stringify(row), isWhole: change === row?.newest }
}
