import type { ImportRecord } from '../model/import-record.ts'

const reportEveryMs = 250

/** Keeps count of a running import and reports it, at most four times a second. */
export interface ImportCounter {
  readonly record: ImportRecord
  /** Changes the record and reports it where a quarter of a second has passed. */
  update(change: Partial<ImportRecord>): void
  /** Changes the record and reports it at once. */
  report(change: Partial<ImportRecord>): void
}

/** A counter that begins with `record`. `now` gives UTC ms. */
export function importCounter(record: ImportRecord, now: () => number, onProgress: (record: ImportRecord) => void): ImportCounter {
  let reportedAt = Number.NEGATIVE_INFINITY
  const counter = {
    record,
    update(change: Partial<ImportRecord>) {
      Object.assign(record, change)
      if (now() - reportedAt >= reportEveryMs) counter.report({})
    },
    report(change: Partial<ImportRecord>) {
      Object.assign(record, change)
      reportedAt = now()
      Object.assign(record, pace(record, reportedAt))
      onProgress({ ...record })
    },
  }
  return counter
}

/** Rows a second so far, and the seconds left by the share of bytes read; null while too little is known. */
function pace(record: ImportRecord, now: number): Pick<ImportRecord, 'rate' | 'secondsLeft'> {
  if (record.phase !== 'reading') return { rate: record.rate, secondsLeft: null }
  const seconds = (now - record.startedAt) / 1000
  if (seconds < 0.5 || record.bytes === 0) return { rate: 0, secondsLeft: null }
  return { rate: Math.round(record.rows / seconds), secondsLeft: Math.ceil((seconds * (record.totalBytes - record.bytes)) / record.bytes) }
}
