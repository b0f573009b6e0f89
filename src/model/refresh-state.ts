/** What a refresh does, in this order: contacts known, events joined, stays assigned, with what they touched, put in the place of the old ones. */
export const refreshSteps = ['contacts', 'joining', 'assigning', 'touching', 'placing'] as const
export type RefreshStep = (typeof refreshSteps)[number]

/** `current`: the figures hold all that is known. `outdated`: they do not, and nobody has asked for better ones yet. `waiting`: for another refresh to end. */
export const refreshStates = ['current', 'outdated', 'waiting', 'running', 'cancelled', 'failed'] as const

/** How far the figures of a journey are (rule L5). */
export interface RefreshState {
  journey: string
  /** The newest version, which is or is to be computed. */
  version: number
  /** The version whose figures answer until then; null: none does yet. */
  shown: number | null
  state: (typeof refreshStates)[number]
  /** Null unless it runs. */
  step: RefreshStep | null
  /** How much of the refresh is done, 0 to 1; an estimate. */
  share: number
  /** Since it was asked for. */
  seconds: number
  /** Of one that failed: why. */
  message: string | null
}
