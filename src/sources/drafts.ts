import type { Initiator } from '../model/event.ts'
import type { Reject } from './reject.ts'
import type { Row } from './row-reader.ts'

/**
 * An event as a file tells it. `id` "" asks for the content hash (rule E2). Objects and properties are flat: type, id, type, id, …;
 * name, value, name, value, …; both in the order of their names. `receivedAt` null: when the import began. Times in UTC ms.
 */
export interface EventDraft {
  line: number
  id: string
  occurredAt: number
  receivedAt: number | null
  sequence: number
  name: string
  channel: string
  touchpoint: string
  initiator: Initiator
  objects: readonly string[]
  properties: readonly string[]
  /** It is a table row's: the last arrival stays (rule E11), not the first (rule E2). */
  ofTable: boolean
  /** The table row has this event no longer (rule E11). */
  removed: boolean
}

/** A property of an object; value "" takes an earlier one back. `validFrom` null: always. */
export interface PropertyDraft {
  line: number
  type: string
  id: string
  name: string
  value: string
  validFrom: number | null
}

/** One object belongs to another. `since` null: as far back as is known. */
export interface LinkDraft {
  line: number
  fromType: string
  fromId: string
  toType: string
  toId: string
  since: number | null
}

/** What one batch of rows became. */
export interface Drafts {
  events: EventDraft[]
  properties: PropertyDraft[]
  links: LinkDraft[]
  rejects: Reject[]
}

/** Turns one row into drafts, or into a reject. */
export type MapRow = (row: Row, drafts: Drafts) => void
