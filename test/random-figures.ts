import fc from 'fast-check'
import type { Filter } from '../src/map/journey-map.ts'
import type { Deadline } from '../src/model/deadline.ts'
import type { Journey } from '../src/model/journey.ts'
import { journeyArbitrary } from './oracle/arbitrary.ts'
import { type World, worldArbitrary, worldStart } from './random-world.ts'

/** Four ticks a day, so that days, windows and silences meet at their edges. */
const unitMs = 86_400_000 / 4

/** A random journey with hand-offs from its first stage to the next and to the last, whose refusals are told by "plan". */
const journeys = journeyArbitrary(unitMs, ['contact', 'account', 'deal']).map((journey): Journey => {
  const last = journey.stages.length
  const handOff = (to: number) => ({ id: `h${to}`, name: `H${to}`, from: 's1', to: `s${to}`, reason: to === 2 ? 'plan' : null })
  return { ...journey, handOffs: [...new Set([2, last])].map(handOff) }
})

/** A deadline that random worlds meet: some days of their weeks, or one of each year; some leave stays without a date (K6). */
const deadlines: fc.Arbitrary<Deadline> = fc
  .record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 45 }), { minLength: 1, maxLength: 4 }),
    isYearly: fc.boolean(),
    timeZone: fc.constantFrom('UTC', 'Europe/Zurich', 'America/New_York', 'Pacific/Auckland'),
  })
  .map(({ days, isYearly, timeZone }) => {
    const dates = days.sort((a, b) => a - b).map((day) => ({ year: 2024, month: day > 31 ? 2 : 1, day: day > 31 ? day - 31 : day }))
    const yearly = isYearly ? { month: dates[0]?.month ?? 1, day: dates[0]?.day ?? 1 } : null
    return { id: 'intake', name: 'Intake', dates: isYearly ? [] : dates, yearly, timeZone }
  })

/** Some stages of a journey end their windows at a deadline, or days before it (K7). */
const withDeadlines: fc.Arbitrary<Journey> = fc
  .record({
    journey: journeys,
    deadline: deadlines,
    before: fc.array(fc.option(fc.constantFrom(0, 0, 1, 7), { freq: 1 }), { minLength: 5, maxLength: 5 }),
  })
  .map(({ journey, deadline, before }) => ({
    ...journey,
    deadlines: [deadline],
    stages: journey.stages.map((stage, i) => {
      const beforeDays = before[i] ?? null
      return beforeDays === null ? stage : { ...stage, windowMs: null, until: { deadline, beforeDays } }
    }),
  }))

const filters: fc.Arbitrary<Filter> = fc
  .record({
    persona: fc.option(fc.constantFrom('p1', 'p2', 'unassigned'), { freq: 2 }),
    from: fc.option(fc.integer({ min: 0, max: 40 }), { freq: 1 }),
    days: fc.option(fc.integer({ min: 1, max: 60 }), { freq: 1 }),
    where: fc.constantFrom<Record<string, string>>({}, {}, { tier: 'free' }, { size: '10' }, { 'account.size': 'pro' }),
  })
  .map(({ persona, from, days, where }) => ({
    ...(persona === null ? {} : { persona }),
    ...(from === null ? {} : { from: worldStart + from * unitMs }),
    ...(days === null ? {} : { to: worldStart + ((from ?? 0) + days) * unitMs }),
    where,
  }))

/** Everything one comparison of figures needs; `horizon` in UTC ms. */
export interface FigureCase {
  journey: Journey
  world: World
  horizon: number
  filter: Filter
}

/** Random journeys, worlds and slices for figures; the worlds without a lean to small ones, since figures need many stays. */
export const figureCases: fc.Arbitrary<FigureCase> = fc.record({
  journey: withDeadlines,
  world: fc.noBias(worldArbitrary(unitMs)),
  horizon: fc.integer({ min: 40, max: 160 }).map((ticks) => worldStart + ticks * unitMs),
  filter: filters,
})
