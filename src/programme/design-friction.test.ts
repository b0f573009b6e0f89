import { describe, expect, it } from 'vitest'
import { smallJourney } from '../../test/oracle/small-journey.ts'
import type { SignalRow, StageTrialsRow } from '../measures/friction-signals.ts'
import type { StageSurvival } from '../measures/stage-survival.ts'
import type { Stage } from '../model/journey.ts'
import { designFriction, type FrictionFacts, landmarkOf } from './design-friction.ts'
import { judgeSignals } from './judge-signals.ts'

const dayMs = 86_400_000
const stage = { ...(smallJourney([{ entry: null }]).stages[0] as Stage), dropAfterMs: 30 * dayMs }
const landmark = { landmarkMs: 10 * dayMs, silenceMs: 4 * dayMs, longMs: 40 * dayMs }

/** A thousand stays of clusters of one, of which 400 convert. */
const trials: StageTrialsRow = { stage: 1, clusters: 1000, n: 1000, h: 400, products: [400, 400, 1000], long: { n: 80, h: 8 } }

/** A signal that n1 of them show, of which h1 convert. */
function row(kind: SignalRow['kind'], name: string, n1: number, h1: number): SignalRow {
  return {
    stage: 1,
    kind,
    name,
    clusters1: n1,
    clusters0: 0,
    n1,
    h1,
    own: [h1, h1, n1],
    rest: [0, 0, 0],
    cross: [0, 0, 0, 0],
    both: [h1, h1, n1],
  }
}

describe('[R5] judging', () => {
  it('has the difference of two shares with the error of independent rows', () => {
    const [one] = judgeSignals([row('event', 'failed', 200, 40)], [trials])
    expect(one).toMatchObject({ with: 0.2, without: 0.45, why: null, holds: true })
    const error = Math.sqrt((0.2 * 0.8) / 200 + (0.45 * 0.55) / 800)
    expect((one?.high ?? 0) - (one?.low ?? 0)).toBeCloseTo(2 * 1.959963984540054 * error, 9)
  })

  it('does not take the luckiest of many for a finding', () => {
    // Of single signals this one has p = 0.02.
    const lucky = row('event', 'lucky', 200, 65)
    expect(judgeSignals([lucky], [trials])[0]?.holds).toBe(true)
    const many = Array.from({ length: 20 }, (_, i) => row('event', `event ${i}`, 200, 79 + (i % 3)))
    const [first] = judgeSignals([lucky, ...many], [trials])
    expect(first).toMatchObject({ why: null, holds: false })
    expect(first?.falseShare).toBeGreaterThan(0.05)
  })

  it('does not hold where more convert, nor judge where few showed it, or nearly all', () => {
    const [more, few, nearlyAll, none] = judgeSignals(
      [row('event', 'more', 200, 140), row('event', 'few', 29, 1), row('event', 'most', 980, 395), row('event', 'none', 100, 0)],
      [trials],
    )
    expect(more).toMatchObject({ holds: false, why: null })
    expect(few).toMatchObject({ holds: false, why: 'only 29 stays showed it; 30 are needed', low: null })
    expect(nearlyAll).toMatchObject({ holds: false, why: 'only 20 stays did not show it; 30 are needed' })
    expect(none).toMatchObject({ holds: false, why: expect.stringContaining('exactly 0 or 1') })
  })
})

describe('[R5] friction messages', () => {
  const judged = judgeSignals(
    [row('event', 'failed', 200, 40), row('repeated', 'Pricing', 300, 90), row('support', '', 100, 41), row('returned', '', 12, 1)],
    [trials],
  )
  const facts: FrictionFacts = {
    stage,
    landmark,
    trials,
    judged,
    tested: 3,
    after: new Map(judged.map((one) => [one, 4.2 * dayMs])),
    minGapDays: 3,
  }
  const designed = designFriction(facts)
  const of = (text: string) => designed.find(({ signalText }) => signalText.includes(text))

  it('answer what holds, as a programme can say it, and wait until nearly all who come back have', () => {
    expect(of('“failed”')).toMatchObject({ showed: 200, signal: { kind: 'event', rule: { names: ['failed'] } }, delayDays: { value: 5 } })
    expect(of('“Pricing”')).toMatchObject({
      signal: { kind: 'event', rule: { kind: 'count', atLeast: 3, withinMs: 7 * dayMs, of: { touchpoints: ['Pricing'] } } },
    })
    expect(of('“failed”')?.notes.join(' ')).toMatch(
      /Proposed: fewer of them convert.*Judged on day 10: among the 1\s000 stays.*An association, not an effect/,
    )
  })

  it('wait at least the gap and at most half of dropAfter', () => {
    const delay = (minGapDays: number, days: number, changes: Partial<Stage> = {}) =>
      designFriction({ ...facts, stage: { ...stage, ...changes }, minGapDays, after: new Map(judged.map((one) => [one, days * dayMs])) })[0]
        ?.delayDays?.value
    expect(delay(7, 2)).toBe(7)
    expect(delay(3, 22)).toBe(15)
    expect(delay(20, 2)).toBe(15)
    expect(delay(3, 0)).toBe(3)
    const told = (days: number) =>
      designFriction({ ...facts, after: new Map(judged.map((one) => [one, days * dayMs])) })[0]?.delayDays?.sources[0]?.text
    expect(told(0)).toContain('nothing to wait for')
    expect(told(4.2)).toMatch(/^5 days after it nearly all who come back by themselves have.*30 days after it/)
    expect(told(22)).toContain('At most half of these 30 days')
    expect(designFriction({ ...facts, stage: { ...stage, dropAfterMs: null }, after: new Map() })[0]?.delayDays).toMatchObject({
      value: 3,
      sources: [{ kind: 'definition' }, { kind: 'assumption' }],
    })
  })

  it('are not proposed where nothing holds, and say why; a long stay has nobody to compare with', () => {
    expect(of('support')).toMatchObject({
      delayDays: null,
      notes: [expect.stringContaining('no fewer of them convert'), expect.anything()],
    })
    expect(of('comes back')).toMatchObject({
      delayDays: null,
      notes: [expect.stringContaining('only 12 stays showed it; 30 are needed'), expect.anything()],
    })
    expect(of('does nothing for 4 days')).toMatchObject({
      showed: 0,
      delayDays: null,
      notes: ['Not proposed: no stay showed it by day 10, on which signals are judged.'],
    })
    expect(of('beyond day 40')).toMatchObject({
      signal: { kind: 'longStay', ms: 40 * dayMs },
      showed: 80,
      converted: { with: 0.1, without: null },
      delayDays: null,
    })
  })
})

describe('[R5] the day on which signals are judged', () => {
  const survival = (still: number[], window: number | null) =>
    ({ still, window: window === null ? null : { day: window, area: 0 } }) as unknown as StageSurvival
  const line = Array.from({ length: 101 }, (_, half) => 1 - half / 100)

  it('is when a quarter have left, at most a third of the window', () => {
    expect(landmarkOf(survival(line, 60), 2.1 * dayMs)).toEqual({ landmarkMs: 12 * dayMs, silenceMs: 3 * dayMs, longMs: 37.5 * dayMs })
    expect(landmarkOf(survival(line, 30), 12 * dayMs)).toEqual({ landmarkMs: 10 * dayMs, silenceMs: null, longMs: 37.5 * dayMs })
    expect(landmarkOf(survival(line, null), undefined)).toMatchObject({ landmarkMs: 12 * dayMs, silenceMs: null })
  })

  it('is none where a quarter leave at once', () => {
    expect(landmarkOf(survival([1, 0.4, 0.2], 60), dayMs)).toBeNull()
    expect(landmarkOf(undefined, dayMs)).toBeNull()
  })
})
