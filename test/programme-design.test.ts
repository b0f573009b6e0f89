import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { curveAt, type ExpectedCurves, expectedCurves } from '../src/demo/expected-incidence.ts'
import { demoJourney } from '../src/demo/journey.ts'
import { demoPlan } from '../src/demo/plan.ts'
import { expectedPopulation } from '../src/demo/population.ts'
import { logLogistic, timeCdf } from '../src/demo/time-law.ts'
import type { ProgrammeDesign, SequenceDesign } from '../src/model/programme-design.ts'
import type { DesignOptions } from '../src/programme/design-options.ts'
import { placeSlots } from '../src/programme/slots.ts'
import { openSmallDemo, type PlantedApp } from './planted-truth.ts'

const plan = demoPlan('small')
const asked: DesignOptions = {
  ...{ consent: { subject: 'email_consent', is: 'yes' }, personas: false, minGapDays: 7, cap: 5, firstDay: 1, holdout: 0.1 },
  filter: { where: {} },
}
let planted: PlantedApp
let design: ProgrammeDesign
beforeAll(async () => {
  planted = await openSmallDemo()
  design = await planted.app.designProgramme(planted.journey, asked)
})
afterAll(() => planted.close())

const sequenceOf = (from: ProgrammeDesign, stage: string, persona: string | null = null) =>
  from.sequences.find((one) => one.stage === stage && one.persona === persona) as SequenceDesign

/** The days by hand: the planted curve summed up in its own small steps, the window to a fifth of day 1, and the most messages with seven days between. */
function byHand({ still, step }: ExpectedCurves, windowDays: number): { day: number; reach: number }[] {
  const at = (day: number) => still[Math.round(day / step)] as number
  let last = Math.round(1 / step)
  while (last * step < windowDays && (still[last] as number) > 0.2 * at(1)) last++
  const lived = (until: number) => still.slice(Math.round(1 / step), until).reduce((sum, share) => sum + share * step, 0)
  const whole = lived(last)
  for (let n = 5; n > 0; n--) {
    const days = Array.from({ length: n }, (_, k) => {
      let place = Math.round(1 / step)
      for (let sum = 0; sum < ((k + 0.5) / n) * whole; place++) sum += (still[place] as number) * step
      return Math.floor(place * step + 0.5)
    })
    if (days.every((day, k) => k === 0 || day - (days[k - 1] as number) >= 7)) return days.map((day) => ({ day, reach: at(day) }))
  }
  return []
}

describe('the design of the small demo', () => {
  const slice = { persona: null, from: plan.startsAt, to: plan.until } as const

  it.each([
    ['awareness', 60],
    ['consideration', 60],
  ] as const)(
    '[R2] [R3] has the slots of %s that hand computation gives from the planted laws, within what so few stays can tell',
    (stage, window) => {
      const curves = expectedCurves(plan, expectedPopulation(plan), { ...slice, stage })
      const hand = byHand(curves, window)
      const { slots } = sequenceOf(design, stage)
      expect(slots.map(({ day }) => day)).toHaveLength(hand.length)
      for (const [k, { day, low, high }] of slots.entries()) {
        const planted = curveAt(curves, 'still', day)
        expect(Math.abs(day - (hand[k]?.day ?? Number.NaN)), `slot ${k + 1}`).toBeLessThanOrEqual(1)
        if (low !== null && high !== null)
          expect(planted >= low - 0.005 && planted <= high + 0.005, `slot ${k + 1}: ${planted} in ${low} to ${high}`).toBe(true)
      }
    },
  )

  it('[R3] is that of the rule for the planted time to move on alone: median 24 days', () => {
    const still = (day: number) => 1 - timeCdf(logLogistic(24, 7.68), day)
    const step = 1 / 256
    const sums = Array.from({ length: 60 * 256 + 1 }, () => 0)
    for (let i = 1; i < sums.length; i++) sums[i] = (sums[i - 1] as number) + still((i - 0.5) * step) * step
    let last = 1
    while (still(last) > 0.2 * still(1)) last += step
    const slots = placeSlots({ still, area: (day) => sums[Math.round(day / step)] ?? 0 }, { first: 1, last }, { minGapDays: 7, most: 5 })
    expect(slots.map(({ day }) => day)).toEqual([5, 12, 21])
  })

  it('[R1] counts whom it would reach, and every figure opens as many as it says', async () => {
    for (const { stage, audience, slots, leadsToSources, window, holdout } of design.sequences) {
      const sources = [
        ...audience.sources,
        ...leadsToSources,
        ...(window?.sources ?? []),
        ...holdout.sources,
        ...slots.flatMap((slot) => slot.sources),
      ]
      for (const source of sources) {
        if (source.kind !== 'figure') continue
        const set = source.set as 'stillIn' | 'counted' | 'touchpoint'
        const list = await planted.app.subjects(planted.journey, {
          stage,
          set,
          name: source.name ?? '',
          filter: { where: {} },
          limit: 1,
          offset: 0,
        })
        expect(list.stays, `${stage} ${source.text}`).toBe(source.count)
      }
      const assumed = audience.sources.find(({ kind }) => kind === 'figure')
      expect(audience.value).toBeLessThanOrEqual(assumed?.kind === 'figure' ? assumed.count : 0)
    }
    const awareness = sequenceOf(design, 'awareness')
    expect(awareness.audience.value).toBeGreaterThan(0)
    const all = sequenceOf(await planted.app.designProgramme(planted.journey, { ...asked, consent: 'assumed' }), 'awareness')
    expect(all.audience.value).toBeGreaterThan(awareness.audience.value)
    const none = await planted.app.designProgramme(planted.journey, { ...asked, consent: null })
    expect(sequenceOf(none, 'awareness').audience.value).toBe(0)
    expect(none.notes.join(' ')).toContain('Nobody said who consents')
  })

  it('[R2] says why a stage has none', () => {
    expect(sequenceOf(design, 'advocacy')).toMatchObject({
      window: null,
      slots: [],
      notes: [expect.stringContaining('and 30 are needed'), expect.stringContaining('GetResponse')],
    })
  })

  it('has sequences of personas, and counts nobody twice in the audience', async () => {
    const split = await planted.app.designProgramme(planted.journey, { ...asked, personas: true })
    const stays = split.sequences.filter(({ stage, persona }) => stage === 'awareness' && persona !== null).map((one) => one.stays)
    expect(stays.length).toBe(3)
    expect(stays.reduce((sum, n) => sum + n, 0)).toBeLessThan(sequenceOf(split, 'awareness').stays)
    const everyone = sequenceOf(design, 'awareness').audience.value
    const reached = split.sequences.filter(({ stage, persona, slots }) => stage === 'awareness' && (persona === null || slots.length > 0))
    expect(reached.reduce((sum, { audience }) => sum + audience.value, 0)).toBe(everyone)
  })

  it('[R3] counts back in whole weeks where the window ends at a deadline', async () => {
    const text = demoJourney(plan)
      .replace(/^journey: .*$/m, 'journey: by-budget')
      .replace(/^stages:$/m, 'deadlines: [{ id: budget, yearly: 07-01 }]\nstages:')
      .replace(/(id: awareness\n[\s\S]*?)window: 60d/, '$1window: { until: budget, before: 2w }')
    await planted.app.applyJourney(text)
    const { sequences, friction } = await planted.app.designProgramme('by-budget', asked)
    const sequence = sequences.find(({ stage }) => stage === 'awareness') as SequenceDesign
    const list = await planted.app.subjects('by-budget', {
      stage: 'awareness',
      set: 'windowOver',
      filter: { where: {} },
      limit: 1,
      offset: 0,
    })
    expect(sequence).toMatchObject({ stays: list.stays, deadline: { id: 'budget', beforeDays: 14 } })
    expect(sequence.slots.length).toBeGreaterThan(0)
    for (const { day } of sequence.slots) expect(day <= -7 && day % 7 === 0).toBe(true)
    expect(sequences.find(({ stage }) => stage === 'consideration')?.slots.map(({ day }) => day)).toEqual(
      sequenceOf(design, 'consideration').slots.map(({ day }) => day),
    )
    expect(friction.some(({ stage }) => stage === 'awareness')).toBe(true)
  })

  it('refuses a consent that no contact has a property for, and a lived period', async () => {
    const unknown = planted.app.designProgramme(planted.journey, { ...asked, consent: { subject: 'email_consnt', is: 'yes' } })
    await expect(unknown).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/"email_consnt" is no property in the data so far.*email_consent/),
    })
    const lived = planted.app.designProgramme(planted.journey, { ...asked, filter: { where: {}, from: plan.startsAt, period: 'lived' } })
    await expect(lived).rejects.toMatchObject({ code: 'usage' })
  })
})
