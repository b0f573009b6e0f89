import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { matchesSql } from '../src/journeys/count-matches.ts'
import { joinJourney } from '../src/journeys/join-journey.ts'
import type { Rule } from '../src/model/rule.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { journeyArbitrary, ruleArbitrary } from './oracle/arbitrary.ts'
import { compareEvents, usableEvents } from './oracle/order.ts'
import { personaHolds, ruleHolds } from './oracle/rules.ts'
import { eventsBySubject } from './oracle/subjects.ts'
import { type World, worldArbitrary } from './random-world.ts'
import { fillStore, temporaryEventStore } from './stays-on-engine.ts'

let store: EventStore
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
})
afterAll(() => remove())

const unitMs = 1000
const drawn = fc.tuple(journeyArbitrary(unitMs, ['contact', 'account']), fc.array(ruleArbitrary(unitMs), { minLength: 4, maxLength: 4 }))
type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never

/** By a literal reading of the rules: how many events each rule holds at, and of how many subjects; of a persona's rule the subjects alone. */
function counted([journey]: Drawn, { events, facts }: World, rule: Rule, isPersona: boolean) {
  const histories = [...eventsBySubject(journey, usableEvents(events), facts)]
  const met = histories.map(([subject, unordered]) => {
    const { subjectType } = journey
    if (isPersona) return personaHolds(rule, subjectType, subject, facts, Number.MAX_SAFE_INTEGER) ? 1 : 0
    const history = unordered.toSorted(compareEvents)
    return history.filter((_, index) => ruleHolds(rule, { subjectType, subject, facts, history, index, countFrom: 0 })).length
  })
  const subjects = met.filter((times) => times > 0).length
  return { subjects, events: isPersona ? null : met.reduce((sum, times) => sum + times, 0) }
}

it('[J3] [J4] whom a rule counts are those for whom a literal reading of the rule holds', async () => {
  let most = 0
  await fc.assert(
    fc.asyncProperty(drawn, worldArbitrary(unitMs), async (one, world) => {
      const [journey, rules] = one
      await fillStore(store, world.events, world.facts)
      await joinJourney(store, journey)
      const personas = journey.personas.flatMap(({ rule }) => rule ?? [])
      for (const rule of [...rules, ...personas]) {
        const isPersona = personas.includes(rule)
        const place = { subjectType: journey.subjectType, partition: journey.subjectType, rule }
        const [found] = await store.rows<{ subjects: number }>(matchesSql(place))
        expect(found).toEqual(counted(one, world, rule, isPersona))
        most = Math.max(most, found?.subjects ?? 0)
      }
    }),
    { numRuns: 8, endOnFailure: true },
  )
  expect(most).toBeGreaterThan(20)
}, 300_000)
