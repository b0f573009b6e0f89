import { logLogistic, type TimeLaw } from './time-law.ts'

/** The stages of the demo journey, in order. */
export const stageIds = ['awareness', 'consideration', 'evaluation', 'onboarding', 'value-renewal', 'advocacy'] as const
export type StageId = (typeof stageIds)[number]

/** The personas in listed order; contacts without a department are `unassigned` (rule J4). */
export const personaIds = ['marketing-lead', 'it-owner', 'finance-sponsor', 'unassigned'] as const
export type PersonaId = (typeof personaIds)[number]

/** How a stay ends: `exit` and `silence` are the two kinds of drop (rules V4, V5); `stays` never ends. */
export type Ending = 'advanced' | 'returned' | 'completed' | 'exit' | 'silence' | 'stays'

/**
 * One way out of a stay: the share of stays that take it and when, in days since entry. For `silence` the time is that of the last
 * customer activity; the drop follows dropAfter later (rule V5).
 */
export interface WayOut {
  how: Ending
  to: StageId | null
  share: number
  time: TimeLaw | null
}

/** What follows a drop: a share comes back between two days after it, evenly spread; `restart` begins a new instance (rule V1). */
export interface WayBack {
  after: 'exit' | 'silence'
  how: 'resumed' | 'recovered' | 'restart'
  to: StageId
  share: number
  fromDay: number
  toDay: number
}

/** The times of a stage's definition, in days, as the journey document has them too. */
export const stageDays: Record<StageId, { dropAfter: number; window: number }> = {
  awareness: { dropAfter: 30, window: 60 },
  consideration: { dropAfter: 30, window: 60 },
  evaluation: { dropAfter: 30, window: 90 },
  onboarding: { dropAfter: 30, window: 90 },
  'value-renewal': { dropAfter: 60, window: 365 },
  advocacy: { dropAfter: 60, window: 180 },
}

/** Shares by persona, in the order of `personaIds`. */
type ByPersona = readonly [number, number, number, number]

const out = (how: Ending, to: StageId | null, share: number, time: TimeLaw | null): WayOut => ({ how, to, share, time })

/** Fills the rest up to 1 with one more way out. */
function withRest(ways: readonly WayOut[], how: 'silence' | 'stays', time: TimeLaw | null): readonly WayOut[] {
  const rest = 1 - ways.reduce((sum, way) => sum + way.share, 0)
  return [...ways, out(how, null, rest, time)]
}

const moveOn = {
  awareness: [0.3, 0.25, 0.27, 0.26],
  considerationBefore: [0.46, 0.38, 0.42, 0.42],
  considerationAfter: [0.33, 0.26, 0.29, 0.3],
  evaluation: [0.46, 0.5, 0.4, 0.45],
  onboarding: [0.82, 0.78, 0.8, 0.8],
  'value-renewal': [0.42, 0.34, 0.36, 0.38],
  advocacy: [0.2, 0.17, 0.18, 0.19],
} as const satisfies Record<string, ByPersona>

const paceDays = {
  evaluation: [11, 15, 13, 12],
  onboarding: [33, 28, 36, 33],
} as const satisfies Record<string, ByPersona>

function awareness(p: number): readonly WayOut[] {
  const ways = [
    out('advanced', 'consideration', moveOn.awareness[p] as number, logLogistic(9, 1.8)),
    out('advanced', 'evaluation', 0.02, logLogistic(9, 1.8)),
    out('exit', null, 0.05, logLogistic(14, 2)),
  ]
  return withRest(ways, 'silence', logLogistic(6, 1.5))
}

/** Median 24 days, quartiles 20.8 and 27.7 for everyone and before and after the drift, which moves the share alone (rule R3). */
const considerationTime = logLogistic(24, 7.68)

function consideration(p: number, drifted: boolean): readonly WayOut[] {
  const share = (drifted ? moveOn.considerationAfter : moveOn.considerationBefore)[p] as number
  const ways = [out('advanced', 'evaluation', share, considerationTime), out('exit', null, 0.14, logLogistic(16, 3))]
  return withRest(ways, 'silence', logLogistic(9, 1.6))
}

/** Every evaluation lasts at least a week, so that a demo five days after the request fits into each. */
function evaluation(p: number): readonly WayOut[] {
  const ways = [
    out('advanced', 'onboarding', moveOn.evaluation[p] as number, logLogistic(paceDays.evaluation[p] as number, 2.4, 7)),
    out('returned', 'consideration', 0.1, logLogistic(20, 3, 7)),
    out('exit', null, 0.22, logLogistic(24, 2.5, 7)),
  ]
  return withRest(ways, 'silence', logLogistic(8, 2, 7))
}

function onboarding(p: number): readonly WayOut[] {
  const ways = [
    out('advanced', 'value-renewal', moveOn.onboarding[p] as number, logLogistic(paceDays.onboarding[p] as number, 3.5)),
    out('exit', null, 0.04, logLogistic(50, 2)),
  ]
  return withRest(ways, 'silence', logLogistic(12, 2))
}

function valueAndRenewal(p: number): readonly WayOut[] {
  const ways = [
    out('advanced', 'advocacy', moveOn['value-renewal'][p] as number, logLogistic(150, 2.2)),
    out('exit', null, 0.14, logLogistic(300, 4)),
    out('silence', null, 0.12, logLogistic(120, 1.5)),
  ]
  return withRest(ways, 'stays', null)
}

function advocacy(p: number): readonly WayOut[] {
  const ways = [
    out('completed', null, moveOn.advocacy[p] as number, logLogistic(90, 2)),
    out('returned', 'value-renewal', 0.24, logLogistic(130, 4)),
    out('exit', null, 0.02, logLogistic(100, 2)),
    out('silence', null, 0.03, logLogistic(60, 2)),
  ]
  return withRest(ways, 'stays', null)
}

/** The ways out of a stay of this stage and persona; `drifted`: entered on or after the drift date. The shares add to 1. */
export function waysOut(stage: StageId, persona: PersonaId, drifted: boolean): readonly WayOut[] {
  const p = personaIds.indexOf(persona)
  switch (stage) {
    case 'awareness':
      return awareness(p)
    case 'consideration':
      return consideration(p, drifted)
    case 'evaluation':
      return evaluation(p)
    case 'onboarding':
      return onboarding(p)
    case 'value-renewal':
      return valueAndRenewal(p)
    case 'advocacy':
      return advocacy(p)
  }
}

const back = (after: WayBack['after'], how: WayBack['how'], to: StageId, share: number, fromDay: number, toDay: number): WayBack => ({
  after,
  how,
  to,
  share,
  fromDay,
  toDay,
})

/** What follows a drop in each stage; who takes none of these never comes back. All but restarts come before restartAfter (180 days) is over. */
export const waysBack: Record<StageId, readonly WayBack[]> = {
  awareness: [
    back('silence', 'resumed', 'awareness', 0.12, 2, 90),
    back('silence', 'recovered', 'evaluation', 0.02, 5, 90),
    back('silence', 'restart', 'awareness', 0.04, 200, 400),
  ],
  consideration: [
    back('silence', 'resumed', 'consideration', 0.14, 2, 90),
    back('silence', 'recovered', 'evaluation', 0.04, 5, 90),
    back('exit', 'recovered', 'evaluation', 0.05, 20, 90),
  ],
  evaluation: [back('silence', 'resumed', 'evaluation', 0.12, 2, 90), back('silence', 'recovered', 'consideration', 0.06, 5, 90)],
  onboarding: [back('silence', 'resumed', 'onboarding', 0.25, 2, 60), back('silence', 'recovered', 'value-renewal', 0.06, 5, 60)],
  'value-renewal': [back('silence', 'resumed', 'value-renewal', 0.2, 2, 80)],
  advocacy: [back('silence', 'resumed', 'advocacy', 0.2, 2, 80), back('silence', 'recovered', 'value-renewal', 0.1, 5, 80)],
}
