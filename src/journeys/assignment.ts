import type { StaysQuery } from './stay-keys-sql.ts'

/** What stays to compute, and where to keep them. */
export interface Assignment extends StaysQuery {
  /** The journey version's number, the partition of `stays`. */
  version: number
}
