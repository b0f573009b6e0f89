import type { LocalDay } from './local-day.ts'
import type { Rule } from './rule.ts'

/** Days of the week by ISO 8601: 1 is Monday, 7 Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** What a message says and where it leads. `subjects` are ideas for its subject line. Empty texts: nobody said. */
export interface MessageContent {
  id: string
  name: string
  /** The question or concern it answers, in the customer's words; null: none yet. */
  question: string | null
  /** The touchpoint it leads to. */
  leadsTo: string
  /** The id of the asset it carries or links; null: none. */
  asset: string | null
  subjects: readonly string[]
  /** Body as people wrote it: paragraphs of plain text with Liquid; empty: only the brief exists. */
  body: string
  language: string
}

/** A message of a sequence, due so many days after the stay began (rule R3); below 0 so many days before the stage's window ends at its deadline (rule K7). */
export interface SequenceMessage extends MessageContent {
  day: number
}

/** The messages for those in a stage; `persona` null: of every persona that has no sequence of its own. */
export interface Sequence {
  stage: string
  persona: string | null
  messages: readonly SequenceMessage[]
}

/** What shows that someone stumbles (rule R5): an event; so long without a customer event; so long in the stage; a return to it. */
export type Signal =
  | { kind: 'event'; rule: Rule }
  | { kind: 'silence'; ms: number }
  | { kind: 'longStay'; ms: number }
  | { kind: 'returned' }

/** A message that a signal triggers, `delayMs` after it; it is dropped where the person moved on or acted by then. */
export interface FrictionMessage extends MessageContent {
  stage: string
  signal: Signal
  delayMs: number
}

/** A message that an event owes, such as the confirmation of an order: a touchpoint, never capped, never held back (no consent asked). */
export interface TransactionalMessage extends MessageContent {
  rule: Rule
}

/** Content that messages use. */
export interface Asset {
  id: string
  title: string
  stage: string | null
  question: string | null
  format: string
  language: string
  url: string
}

/** Days on which nothing is sent, both included. */
export interface Blackout {
  name: string
  from: LocalDay
  to: LocalDay
}

/** What always wins over a programme (rule R6). Minutes are of the local day, `to` exclusive. */
export interface SendingLimits {
  minGapDays: number
  /** Most messages of one sequence (the cap of rule R3). */
  perSequence: number
  /** Across all programmes; null: none. */
  perPerson: { messages: number; days: number } | null
  weekdays: readonly Weekday[]
  hours: { from: number; to: number }
  /** Whose public holidays are kept, as in "DE"; null: none. */
  country: string | null
  blackouts: readonly Blackout[]
  /** Occasions (ids of `occasions.ts`) around which those are not written to who asked so, by the property that says it. */
  sensitive: readonly { occasion: string; optOut: string; daysBefore: number }[]
  oneAnAccountADay: boolean
  pauseOnOpenDeal: boolean
}

/** Who may be written to (rule R1): those whose properties meet a rule; all, as someone decided; `unknown`: nobody said, so nobody is. */
export type Consent = { kind: 'rule'; rule: Rule } | { kind: 'assumed'; reason: string } | { kind: 'unknown' }

/** An e-mail programme of a journey (rules R1 to R9), as checked and total. Days and hours are those of `timeZone` where a contact's own zone (property `zoneProperty`) is not known. */
export interface Programme {
  id: string
  name: string
  journey: string
  timeZone: string
  zoneProperty: string | null
  consent: Consent
  /** Share kept without messages, by hash (rule R1). */
  holdout: number
  /** Higher goes first where caps leave room for one. */
  priority: number
  sender: { name: string; email: string; replyTo: string | null } | null
  /** Where RFC 8058 one-click unsubscribing goes, https. */
  unsubscribe: string | null
  limits: SendingLimits
  sequences: readonly Sequence[]
  friction: readonly FrictionMessage[]
  transactional: readonly TransactionalMessage[]
  assets: readonly Asset[]
}
