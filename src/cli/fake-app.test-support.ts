import type { JourneySummary, LocalApp } from '../app/app.ts'
import type { AppOptions } from '../app/open-app.ts'
import { AppError } from '../core/error.ts'
import type { Estimate, JourneyMap, MapStage } from '../map/journey-map.ts'
import type { ImportRecord } from '../model/import-record.ts'
import { emptyLanes } from '../model/journey.ts'
import type { RefreshState } from '../model/refresh-state.ts'
import { runArguments } from './command-line.ts'
import { servedApp } from './served-app.test-support.ts'
import type { Surroundings } from './surroundings.ts'

/** What one command line wrote, and what it asked of the application. */
export interface Witness {
  surroundings: Surroundings
  out: string
  err: string
  asked: { name: keyof LocalApp; given: unknown[] }[]
  opened: AppOptions[]
  interrupt(): void
}

/** How commands reach the fake application: in this process or, `remote`, through a socket of a server. */
export const form = { remote: false }

/** Surroundings around a fake application: only the named functions answer, every other one fails the test. */
export function witness(answers: Partial<LocalApp>, changes: Partial<Surroundings> = {}): Witness {
  const seen: Witness = {
    out: '',
    err: '',
    asked: [],
    opened: [],
    interrupt: () => {
      for (const callback of [...listeners]) callback()
    },
    surroundings: {
      write: (text) => {
        seen.out += text
      },
      warn: (text) => {
        seen.err += text
      },
      terminal: false,
      folder: '/work',
      environment: {},
      now: () => Date.UTC(2026, 0, 1),
      openApp: async (options) => {
        seen.opened.push(options)
        const app = fakeApp(answers, seen)
        return form.remote ? servedApp(app) : app
      },
      openLocalApp: async (options) => {
        seen.opened.push(options)
        return fakeApp(answers, seen)
      },
      startServer: async () => {
        throw new Error('no server was expected')
      },
      openPage: async () => {
        throw new Error('no browser was expected')
      },
      demoCompany: async () => {
        throw new Error('no demo was expected')
      },
      onInterrupt: (callback) => {
        listeners.add(callback)
        return () => listeners.delete(callback)
      },
      ...changes,
    },
  }
  const listeners = new Set<() => void>()
  return seen
}

function fakeApp(answers: Partial<LocalApp>, seen: Witness): LocalApp {
  return new Proxy({} as LocalApp, {
    get: (_, name: keyof LocalApp | 'then') => {
      if (name === 'then') return undefined
      return async (...given: unknown[]) => {
        const plain = given.filter((one) => !isOnlySignal(one))
        while (plain.length > 0 && plain.at(-1) === undefined) plain.pop()
        seen.asked.push({ name, given: plain })
        const answer = answers[name] as ((...given: unknown[]) => unknown) | undefined
        if (answer !== undefined) return answer(...given)
        if (name === 'close') return undefined
        if (name === 'refreshState') return refreshStateOf({ journey: String(given[0]) })
        throw new AppError('internal', `the test did not expect ${name}`)
      }
    },
  })
}

/** A server gives its methods a signal whether or not the one who asks has one. */
function isOnlySignal(given: unknown): boolean {
  if (given instanceof AbortSignal) return true
  return typeof given === 'object' && given !== null && Object.keys(given).join() === 'signal'
}

/** How far the figures of a journey are: current, unless told otherwise. */
export function refreshStateOf(changes: Partial<RefreshState> = {}): RefreshState {
  return { journey: 'b2b', version: 3, shown: 3, state: 'current', step: null, share: 1, seconds: 0, message: null, ...changes }
}

/** Runs one command line, its words parted by spaces or given as a list; the exit code. */
export function runLine(line: string | string[], seen: Witness): Promise<number> {
  return runArguments(typeof line === 'string' ? line.split(' ') : line, seen.surroundings, '1.2.3')
}

/** A journey of seven stages in the list. */
export function summaryOf(id: string, subjectType = 'contact'): JourneySummary {
  return {
    id,
    name: id.toUpperCase(),
    description: '',
    subjectType,
    version: 2,
    stages: 7,
    subjects: 1234,
    refreshedAt: Date.UTC(2026, 0, 2, 3, 4),
  }
}

/** A share with an interval and a population. */
function estimate(value: number | null, changes: Partial<Estimate> = {}): Estimate {
  return { value, low: null, high: null, numerator: null, denominator: 0, population: '', clusters: null, note: null, ...changes }
}

/** An import that went well. */
export function importOf(changes: Partial<ImportRecord> = {}): ImportRecord {
  return {
    id: 'i1',
    file: 'deals.csv',
    source: 'deals',
    digest: 'd1',
    state: 'complete',
    phase: 'done',
    rows: 1200,
    events: 1100,
    added: 1000,
    duplicates: 100,
    rejected: 100,
    bytes: 4000,
    totalBytes: 4000,
    rate: 50_000,
    secondsLeft: 0,
    startedAt: 1000,
    finishedAt: 3500,
    message: null,
    ...changes,
  }
}

/** A stage of 100 stays of which 40 moved on. */
function mapStage(changes: Partial<MapStage> = {}): MapStage {
  const counts = {
    entered: 100,
    first: 100,
    advancedIn: 0,
    returnedIn: 0,
    resumed: 0,
    recovered: 0,
    stillIn: 30,
    advanced: 40,
    returned: 0,
    completed: 0,
  }
  const quantile = (share: number, days: number | null) => ({
    share,
    days,
    low: days === null ? null : days - 1,
    high: days === null ? null : days + 2,
  })
  return {
    id: 'awareness',
    name: 'Awareness',
    index: 1,
    lifecycle: 'awareness',
    entryText: 'visited',
    completedText: null,
    droppedText: null,
    reentryText: null,
    dropAfterDays: 30,
    windowDays: 14,
    until: null,
    lanes: emptyLanes,
    intended: { conversion: 0.5, medianDays: 5, emotion: null },
    counts: { ...counts, dropped: 30, droppedBySilence: 20, droppedByExit: 10, skipped: 3, underWay: 2, subjects: 95 },
    conversion: {
      converted: estimate(0.4213, { low: 0.38, high: 0.46, population: 'stays entered', denominator: 100 }),
      returned: estimate(0),
      dropped: estimate(0.3),
      stillIn: estimate(0.28),
      raw: estimate(0.4, { numerator: 40, denominator: 100, population: 'all stays, ended or not' }),
      withoutSilence: estimate(0.45, { population: 'stays entered' }),
      verdict: 'off',
      windows: null,
      cautions: ['inactivity not yet knowable'],
    },
    time: {
      leaving: [quantile(0.25, 2), quantile(0.5, 6), quantile(0.75, null)],
      converting: [quantile(0.5, 4)],
      lastActivityOfDropped: [],
      shape: [],
      verdict: 'unknown',
      cautions: [],
    },
    touchpoints: [],
    channels: [],
    value: [{ currency: 'EUR', pipeline: 340_000, pipelineDeals: 12, advanced: 5000, advancedDeals: 2, won: 0, wonDeals: 0 }],
    evidence: [],
    ...changes,
  }
}

/** A map of two stages and a hand-off. */
export function journeyMap(changes: Partial<JourneyMap> = {}): JourneyMap {
  return {
    journey: {
      id: 'b2b',
      name: 'B2B software',
      description: '',
      version: 3,
      subjectType: 'contact',
      personas: [{ id: 'it', name: 'IT owner', description: '', ruleText: '', subjects: 10 }],
      slices: [],
      deadlines: [],
    },
    filter: { where: {} },
    subjects: 1095,
    instances: 1200,
    span: { from: Date.UTC(2024, 10, 1), horizon: Date.UTC(2026, 9, 30) },
    refreshedAt: 1,
    stages: [
      mapStage(),
      mapStage({ id: 'buy', name: 'Purchase', index: 2, value: [], intended: { conversion: null, medianDays: null, emotion: null } }),
    ],
    handOffs: [
      {
        id: 'sales',
        name: 'Marketing to sales',
        from: 'awareness',
        to: 'buy',
        accepted: estimate(0.7),
        days: [{ share: 0.5, days: 1.5, low: null, high: null }],
        counts: { handedOver: 40, accepted: 28, acceptedByWindow: 25, refused: 8, waiting: 4 },
        reasons: [{ reason: 'no budget', count: 4 }],
        moreReasons: { reasons: 2, stays: 3 },
      },
    ],
    ...changes,
  }
}
