import type { Rule } from '../model/rule.ts'
import type { History } from './property-history.ts'

/** How a stay was opened, as stays are stored (rules V1 to V5). */
export type Opening = 'first' | 'advanced' | 'returned' | 'resumed' | 'recovered'

/** A stay as a replay reads it: when it was lived, and from when on that is known (UTC ms; rules V5, V7, E1). Ends are null while it is open. */
export interface LivedStay {
  /** The id of its stage. */
  stage: string
  persona: string
  openedBy: Opening
  startedAt: number
  startKnownAt: number
  endedAt: number | null
  endKnownAt: number | null
}

/** Someone who may be written to, with what is known of them. Times in UTC ms, in order. */
export interface Person {
  contact: string
  /** What was known of them when: the properties that programmes name, by name. */
  known: ReadonlyMap<string, History>
  /** Of the subject whose stays these are: their own, or in a journey of accounts or deals those that they were active in, from then on. */
  stays: readonly LivedStay[]
  /** When they did something. */
  acts: readonly number[]
  /** When rules of friction and transactional messages were met, by `ruleKey`. */
  met: ReadonlyMap<string, readonly number[]>
  /** Messages that others sent them. */
  otherSends: readonly number[]
}

/** What a rule is known by in `met`: two that say the same are one. */
export function ruleKey(rule: Rule): string {
  return JSON.stringify(rule)
}

/** People who are written to with an eye on each other: the colleagues of one account, or one person alone. */
export interface Colleagues {
  /** Empty: none is known. */
  account: string
  people: readonly Person[]
  /** When a deal of the account was open: from its first instant until before its last. */
  openDeals: readonly { from: number; to: number }[]
}

/** A stay of a stage with those that resumed it after a silence (rule R9): one sequence goes through all of them. */
export interface StayChain {
  stays: readonly LivedStay[]
}

/** A person's stays as chains, in order: a resumed stay goes on with the one before of the same stage. */
export function chainsOf(stays: readonly LivedStay[]): StayChain[] {
  const chains: LivedStay[][] = []
  for (const stay of stays) {
    const last = chains.at(-1)
    if (stay.openedBy === 'resumed' && last?.at(-1)?.stage === stay.stage) last.push(stay)
    else chains.push([stay])
  }
  return chains.map((chain) => ({ stays: chain }))
}
