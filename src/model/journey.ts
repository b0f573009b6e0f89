import type { Deadline, Until } from './deadline.ts'
import type { Rule } from './rule.ts'

/** The six phases of a customer's life, in order; each stage stands in one. */
export const lifecyclePhases = ['awareness', 'acquisition', 'onboarding', 'growth', 'retention', 'advocacy'] as const
export type LifecyclePhase = (typeof lifecyclePhases)[number]

/** A kind of customer. The first in listed order whose `rule` holds at the start of the instance is its persona (rule J4); null: described only. */
export interface Persona {
  id: string
  name: string
  description: string
  rule: Rule | null
}

/** The persona of whom no rule fits (rule J4). */
export const unassigned = 'unassigned'

/** What people wrote in the cells of a stage. Every list may be empty. */
export interface HumanLanes {
  goals: readonly string[]
  actions: readonly string[]
  questions: readonly string[]
  concerns: readonly string[]
  touchpoints: readonly string[]
  thoughts: readonly string[]
  emotions: readonly string[]
  friction: readonly string[]
  confusion: readonly string[]
  opportunities: readonly string[]
}

/** The cells of a stage about which nobody wrote anything. */
export const emptyLanes: HumanLanes = {
  goals: [],
  actions: [],
  questions: [],
  concerns: [],
  touchpoints: [],
  thoughts: [],
  emotions: [],
  friction: [],
  confusion: [],
  opportunities: [],
}

/** What the team designed or believes; null where nobody said. `emotion` is −2…+2; shares are 0…1; tolerances are absolute for shares, relative for days. */
export interface Intended {
  conversion: number | null
  medianDays: number | null
  emotion: number | null
  conversionTolerance: number
  medianTolerance: number
}

/** One step of the intended path inside a stage (rule C1). */
export interface Step {
  id: string
  name: string
  rule: Rule
  optional: boolean
}

/** A stage of the journey (rule J2). `index` counts from 1 in listed order. Times are ms; null means "none"; without `entry` it is drawn, not measured (rule J6). */
export interface Stage {
  id: string
  name: string
  index: number
  lifecycle: LifecyclePhase
  entry: Rule | null
  completed: Rule | null
  dropped: Rule | null
  reentry: { kind: 'none' } | { kind: 'entry' } | { kind: 'rule'; rule: Rule }
  dropAfterMs: number | null
  /** How long a stay has to convert (rule M2); null: `until` a deadline. */
  windowMs: number | null
  /** By which deadline a stay should convert (rule K7); null where the window is a time. */
  until: Until | null
  intended: Intended
  steps: readonly Step[]
  lanes: HumanLanes
}

/** The stages that someone can enter, as bits by index (rule J6). */
export function measuredStages({ stages }: Pick<Journey, 'stages'>): number {
  return stages.reduce((sum, { entry, index }) => (entry === null ? sum : sum + 2 ** index), 0)
}

/** Every rule that brings a subject into a stage or out of it: entry, exits, and a re-entry rule of its own. */
export function stageRules({ stages }: Pick<Journey, 'stages'>): Rule[] {
  return stages
    .flatMap(({ entry, completed, dropped, reentry }) => [entry, completed, dropped, reentry.kind === 'rule' ? reentry.rule : null])
    .filter((rule) => rule !== null)
}

/** A passing-on between two stages, e.g. marketing → sales (rule M10). `reason` names the event property that says why one was refused. */
export interface HandOff {
  id: string
  name: string
  from: string
  to: string
  reason: string | null
}

/** Where deals carry money (rule M13): property names on the deal. `currency` fixed or read from a property. `won` tells a won deal's closing event. */
export interface ValueRule {
  amount: string
  currency: { kind: 'fixed'; code: string } | { kind: 'property'; name: string }
  won: Rule
  /** Tells a lost deal's closing event; null: a deal that is not won stays open. */
  lost: Rule | null
}

/** A total, checked journey definition: everything behind `normaliseJourney` takes this form (rule J5). */
export interface Journey {
  id: string
  name: string
  description: string
  subjectType: string
  personas: readonly Persona[]
  stages: readonly Stage[]
  restartAfterMs: number | null
  deadlines: readonly Deadline[]
  handOffs: readonly HandOff[]
  value: ValueRule | null
}
