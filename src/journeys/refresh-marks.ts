import type { EventStore } from '../store/event-store.ts'

/** Up to which change something computed goes: joined events of a type, or the stays of a journey version, with what its next refresh needs to know of it. */
export async function readMark<Mark>(store: EventStore, what: string): Promise<Mark | null> {
  const [row] = await store.rows<{ mark: string }>('SELECT mark FROM refresh_marks FINAL WHERE what = {what:String}', { what })
  return row === undefined ? null : JSON.parse(row.mark)
}

/** To be written after what it tells of: a program that dies in between computes that again. */
export async function writeMark<Mark extends { change: number }>(store: EventStore, what: string, mark: Mark): Promise<void> {
  const [row] = await store.rows<{ writtenAt: number }>(
    'SELECT max(writtenAt) AS writtenAt FROM refresh_marks WHERE what = {what:String}',
    {
      what,
    },
  )
  await store.insert('refresh_marks', [{ what, mark: JSON.stringify(mark), writtenAt: (row?.writtenAt ?? 0) + 1 }])
}

/** Forgets how far something goes: it is computed from nothing the next time. */
export async function dropMark(store: EventStore, what: string): Promise<void> {
  await store.run('ALTER TABLE refresh_marks DELETE WHERE what = {what:String} SETTINGS mutations_sync = 2', { what })
}
