import { dayMs } from '../model/duration.ts'
import type { PersonaId, StageId } from './laws.ts'

/** The two sizes of the demo: the whole company, and one with the few numbers that most teams have. */
export const demoSizes = ['large', 'small'] as const
export type DemoSize = (typeof demoSizes)[number]

/** Everything the generator needs: the same plan gives the same bytes. Times are UTC ms. */
export interface DemoPlan {
  size: DemoSize
  seed: string
  accounts: number
  contacts: number
  /** Two years before `until`: the first event of the first contact. */
  startsAt: number
  /** Nothing happens at or after this instant. */
  until: number
  /** Stays of Consideration entered from here on advance less often. */
  driftAt: number
  /** How often each contact belongs to a persona; adds to 1. */
  personas: Record<PersonaId, number>
  /** The stage an instance starts in; adds to 1. */
  firstStages: Partial<Record<StageId, number>>
  /** Correlation of outcomes between first stays of one account in one stage, on the normal scale. */
  accountCorrelation: number
  /** Rows repeated with the same id, by file. */
  repeatedRows: Record<string, number>
  /** Rows no importer can accept, by file and reason. */
  badRows: Record<string, BadRows>
}

/** Why a row cannot be accepted, and how many such rows a file has. */
export interface BadRows {
  unparsableTime: number
  missingContact: number
  futureTime: number
  brokenJson: number
}

/** The demo ends on this instant unless told otherwise: 31 October 2026, 00:00 UTC. */
export const defaultUntil = Date.UTC(2026, 9, 31)

const sizes = {
  large: { accounts: 3000, contacts: 20_000, repeats: 10 },
  small: { accounts: 300, contacts: 600, repeats: 1 },
} as const

/** The plan of one size. `until` (UTC ms) moves the whole two years; `seed` draws another company under the same truths. */
export function demoPlan(size: DemoSize, options: { seed?: string; until?: number } = {}): DemoPlan {
  const { accounts, contacts, repeats } = sizes[size]
  const until = options.until ?? defaultUntil
  return {
    size,
    seed: options.seed ?? 'desirepath',
    accounts,
    contacts,
    startsAt: until - 730 * dayMs,
    until,
    driftAt: until - 244 * dayMs,
    personas: { 'marketing-lead': 0.45, 'it-owner': 0.27, 'finance-sponsor': 0.24, unassigned: 0.04 },
    firstStages: { awareness: 0.92, consideration: 0.05, evaluation: 0.03 },
    accountCorrelation: 0.06,
    repeatedRows: { 'web.ndjson': 20 * repeats, 'email.ndjson': 12 * repeats, 'product.ndjson': 8 * repeats },
    badRows: {
      'web.ndjson': { unparsableTime: 3, missingContact: 4, futureTime: 2, brokenJson: 0 },
      'email.ndjson': { unparsableTime: 2, missingContact: 3, futureTime: 0, brokenJson: 0 },
      'support.ndjson': { unparsableTime: 0, missingContact: 0, futureTime: 0, brokenJson: 1 },
    },
  }
}
