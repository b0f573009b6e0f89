import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from '../src/app/ask.ts'
import { handOffFigures } from '../src/app/hand-off-figures.ts'
import { handOffReasons, moreReasons } from '../src/measures/hand-off-reasons.ts'
import { dayMs, type Population } from '../src/measures/measure.ts'
import { type SubjectListQuery, subjectListSql } from '../src/measures/subject-list.ts'
import type { EventStore } from '../src/store/event-store.ts'
import type { OracleEvent } from './oracle/facts.ts'
import { event, noFacts, on, smallJourney } from './oracle/small-journey.ts'
import { engineStays, fillStore, temporaryEventStore } from './stays-on-engine.ts'

let store: EventStore
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
})
afterAll(() => remove())

const two = [{ entry: on('a') }, { entry: on('b') }]

const at = (name: string, day: number, contact: string, parts: Partial<OracleEvent> = {}) =>
  event(name, day * dayMs, { id: `${name} ${day} ${contact}`, objects: { contact: [contact] }, ...parts })

async function listOf(population: Population, query: Pick<SubjectListQuery, 'stage' | 'set' | 'name'> & { reason?: string }) {
  return store.rows<{ subject: string }>(subjectListSql(population, { reason: '', limit: 100, offset: 0, ...query }))
}

describe('the reasons of a hand-off', () => {
  it('[M7] [M10] beyond the twentieth are told together, and open their stays', async () => {
    const handOff = { id: 'h', name: 'Marketing to sales', from: 's1', to: 's2', reason: 'why' }
    const journey = smallJourney(two, { handOffs: [handOff] })
    // Reasons 1 to 20 are given twice, 21 to 23 once; Ann gives both of the last two.
    const refused = (who: string, day: number, why: number) => [
      at('a', 0, who),
      at('x', day, who, { properties: { why: `reason ${String(why).padStart(2, '0')}` } }),
    ]
    const numbers = Array.from({ length: 20 }, (_, i) => i + 1)
    const often = numbers.flatMap((why) => [...refused(`one ${why}`, 1, why), ...refused(`two ${why}`, 1, why)])
    const rare = [...refused('bob', 1, 21), ...refused('ann', 1, 22), ...refused('ann', 2, 23).slice(1)]
    const horizon = 10 * dayMs
    await fillStore(store, [...often, ...rare], noFacts)
    await engineStays(store, journey, horizon, new Map([['web', 0]]))
    const population = { journey, version: 1, horizon, filter: { where: {} } }
    const told = await ask(store, handOffReasons, population, { handOff })
    expect(told).toEqual(numbers.map((why) => ({ reason: `reason ${String(why).padStart(2, '0')}`, count: 2 })))
    expect(await ask(store, moreReasons, population, { handOff })).toEqual({ reasons: 3, stays: 2 })
    expect((await listOf(population, { stage: 1, set: 'moreReasons', name: 'h' })).map(({ subject }) => subject)).toEqual(['ann', 'bob'])
    const [seventh] = await listOf(population, { stage: 1, set: 'reason', name: 'h', reason: 'reason 07' })
    expect(seventh?.subject).toBe('one 7')
    const [figures] = await handOffFigures(store, population)
    expect(figures).toMatchObject({ reasons: told, moreReasons: { reasons: 3, stays: 2 } })
  })
})
