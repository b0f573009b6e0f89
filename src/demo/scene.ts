import type { Random } from '../core/random.ts'
import { dayMs } from '../model/duration.ts'
import type { PlannedStay } from './draw-contact.ts'
import { type SourceId, stageTouches, type Touch } from './touches.ts'

/** A customer, company or machine event of one contact, not yet numbered. `at` is UTC ms. */
export interface Happening {
  at: number
  source: SourceId
  name: string
  channel: string
  touchpoint: string
  initiator: 'customer' | 'company' | 'machine'
  properties?: Record<string, string>
}

/** Where the events of one stay go; `until` cuts off what has not happened yet. */
export interface StayScene {
  stay: PlannedStay
  /** The stay before it of the same contact, null for the first. */
  previous: PlannedStay | null
  until: number
  random: Random
  /** Adds an event unless it lies at or after `until`. */
  add(event: Happening): void
}

/** A customer event of this kind. */
export function customerEvent(at: number, kind: Touch, properties?: Record<string, string>): Happening {
  const { source, name, channel, touchpoint } = kind
  return properties === undefined
    ? { at, source, name, channel, touchpoint, initiator: 'customer' }
    : { at, source, name, channel, touchpoint, initiator: 'customer', properties }
}

/** A touch of a stay with the instant at which it first happens. */
export interface Reached {
  at: number
  kind: Touch
  again: number
  properties?: Record<string, string>
}

/** The share of the active time, or of the stage's first days, within which planned touches happen; ms. */
export function touchSpanMs(stay: PlannedStay): number {
  return Math.min(stay.activeUntil - stay.startsAt, stageTouches[stay.stage].days * dayMs)
}
