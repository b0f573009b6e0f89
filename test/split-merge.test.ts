import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../src/app/ask.ts'
import { cumulativeFunnel } from '../src/measures/cumulative-funnel.ts'
import type { Population } from '../src/measures/measure.ts'
import { joinedSpellsSql, spellsSql } from '../src/measures/population-sql.ts'
import { stayCounts } from '../src/measures/stay-counts.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { type FigureCase, figureCases } from './random-figures.ts'
import { sourceStartsOf, type World } from './random-world.ts'
import { engineStays, fillStore, temporaryEventStore } from './stays-on-engine.ts'

let store: EventStore
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
})
afterAll(() => remove())

/** The part of a world that one machine would hold: its objects are named after the history they belong to, so that accounts and ties stay whole. */
function partOf({ events, facts }: World, isMine: (history: string) => boolean): World {
  const mine = (id: string) => isMine(id.split('-')[0] as string)
  return {
    events: events.filter((event) => mine(event.id as string)),
    facts: {
      properties: facts.properties.filter(({ objectId }) => mine(objectId)),
      links: facts.links.filter(({ fromId }) => mine(fromId)),
    },
  }
}

/** What one machine gives that holds this part of the world: all by which others can be merged with it. */
async function computed({ journey, world, horizon }: FigureCase, part: World) {
  await fillStore(store, part.events, part.facts)
  // The horizon and the starts of the sources are of all machines together.
  const stays = await engineStays(store, journey, horizon, sourceStartsOf(world.events))
  const population: Population = { journey, version: 1, horizon, filter: { where: {} } }
  const counts = await ask(store, stayCounts, population, null)
  const funnel = await ask(store, cumulativeFunnel, population, null)
  const spells = await Promise.all(
    [spellsSql, joinedSpellsSql].map((of) =>
      store.rows<object>(`SELECT stage, toString(cluster) AS cluster, d, cause, count() AS n FROM (${of(population)}) GROUP BY ALL`),
    ),
  )
  return {
    stays: stays.map((stay) => JSON.stringify(stay)),
    counts: Object.fromEntries([...counts].map(([stage, counted]) => [stage, { ...counted }])) as Record<string, Record<string, number>>,
    funnel: {
      all: { instances: funnel.instances, running: funnel.running },
      ...Object.fromEntries(funnel.stages.map(({ id, any, all }) => [id, { any: any.numerator ?? 0, all: all.numerator ?? 0 }])),
    } as Record<string, Record<string, number>>,
    spells: spells.map((rows) => rows.map((row) => JSON.stringify(row))),
  }
}

function sums(one: Record<string, Record<string, number>>, other: Record<string, Record<string, number>>) {
  return Object.fromEntries(
    Object.entries(one).map(([row, cells]) => [
      row,
      Object.fromEntries(Object.entries(cells).map(([name, count]) => [name, count + (other[row]?.[name] ?? 0)])),
    ]),
  )
}

const together = (parts: readonly (readonly string[] | undefined)[]) => parts.flatMap((part) => part ?? []).sort()

test('[M5] [M6] subjects spread over two machines give, merged, what one machine gives', async () => {
  await fc.assert(
    fc.asyncProperty(figureCases, fc.func(fc.boolean()), async (drawn, isLeft) => {
      // The engine holds one store a process: one after the other.
      const whole = await computed(drawn, drawn.world)
      const left = await computed(drawn, partOf(drawn.world, isLeft))
      const other = (history: string) => !isLeft(history)
      const right = await computed(drawn, partOf(drawn.world, other))
      expect(together([left.stays, right.stays])).toEqual(together([whole.stays]))
      expect(sums(left.counts, right.counts)).toEqual(whole.counts)
      expect(sums(left.funnel, right.funnel)).toEqual(whole.funnel)
      // Clusters lie whole on one side: what is summed within each, and every interval rests on it, needs no merging.
      for (const i of [0, 1]) expect(together([left.spells[i], right.spells[i]])).toEqual(together([whole.spells[i]]))
    }),
    { numRuns: 4, endOnFailure: true },
  )
}, 120_000)
