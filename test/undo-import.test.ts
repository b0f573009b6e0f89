import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createRandom, type Random } from '../src/core/random.ts'
import { eraseContact } from '../src/events/erase.ts'
import { importFile } from '../src/events/import-events.ts'
import { type ImportLog, memoryImportLog } from '../src/events/import-log.ts'
import { recoverImports } from '../src/events/recover-imports.ts'
import { planUndo, undoImport } from '../src/events/undo-import.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { dyingStore } from './dying-store.ts'
import { type ImportPlace, openImportPlace } from './import-place.ts'

/** Seeds whose histories undo imports of every kind of mapping, the last one and earlier ones, some after an erasure. */
const histories = [0, 1, 5, 9]

let place: ImportPlace
beforeAll(async () => {
  place = await openImportPlace()
})
afterAll(() => place.close())
beforeEach(() => empty())

interface Import {
  kind: 'import'
  id: string
  source: string
  text: string
  mapping: string
}
type Step = Import | { kind: 'undo'; id: string } | { kind: 'erase'; contact: string }

const mappings = {
  plain: 'kind: events\ntime: t\nname: n\nobjects: {contact: c, account: a}\nproperties: [p]\nobjectProperties: {contact: [p]}\n',
  given: 'kind: events\nid: i\ntime: t\nname: n\nobjects: {contact: c}\nproperties: [p]\n',
  wide: 'kind: wide\nkey: {deal: d}\nevents: [{column: t, name: opened}, {column: u, name: closed}]\nobjects: {contact: c, account: a}\nproperties: [p]\n',
  known: 'kind: properties\nkey: {contact: c}\nobjects: {account: a}\nproperties: [p]\n',
}
const header = 'i,t,u,n,c,a,d,p'
const day = (random: Random) => `2024-01-0${1 + random.integer(3)}`

function row(random: Random): string {
  const [i, n, c, a, d] = ['i', 'n', 'c', 'a', 'd'].map((letter) => `${letter}${random.integer(letter === 'n' ? 2 : 3)}`)
  return [
    i,
    day(random),
    random.chance(0.4) ? '' : day(random),
    n,
    c,
    random.chance(0.3) ? '' : a,
    d,
    random.chance(0.3) ? '' : `p${random.integer(2)}`,
  ].join(',')
}

/** Imports of two sources, each always of one kind, with undoings and erasures between. */
function steps(random: Random): Step[] {
  const kinds = Object.keys(mappings) as (keyof typeof mappings)[]
  const kindOf = { s1: random.pick(kinds), s2: random.pick(kinds) }
  const list: Step[] = []
  const standing: string[] = []
  for (let at = 0; at < 8; at++) {
    if (standing.length > 1 && random.chance(0.35)) {
      const [id = ''] = standing.splice(random.integer(standing.length), 1)
      list.push({ kind: 'undo', id })
    } else if (at > 2 && random.chance(0.12)) list.push({ kind: 'erase', contact: `c${random.integer(3)}` })
    else {
      const source = random.chance(0.75) ? 's1' : 's2'
      const text = [header, ...Array.from({ length: 1 + random.integer(6) }, () => row(random))].join('\n')
      list.push({ kind: 'import', id: `import-${at}`, source, text, mapping: mappings[kindOf[source]] })
      standing.push(`import-${at}`)
    }
  }
  return list
}

const tables = {
  events:
    'source, id, sequence, occurredAt, receivedAt, importId, line, name, channel, touchpoint, initiator, toString(mapSort(objects)) AS objects, toString(mapSort(properties)) AS properties',
  object_properties: 'objectType, objectId, name, validFrom, value, receivedAt, source, importId',
  object_links: 'fromType, fromId, toType, toId, since, receivedAt, source, importId',
  rejects: 'importId, line, code, message, raw',
}

async function facts(store: EventStore): Promise<string[]> {
  const all: string[] = []
  for (const [table, columns] of Object.entries(tables)) {
    const final = table === 'rejects' ? '' : 'FINAL'
    for (const one of await store.rows<object>(`SELECT ${columns} FROM ${table} ${final}`)) all.push(`${table} ${JSON.stringify(one)}`)
  }
  return all.sort()
}

const everything = [
  ...['events', 'object_properties', 'object_links', 'rejects', 'tombstones', 'kept_imports'],
  ...['arrived_events', 'arrived_properties', 'arrived_links'],
]

async function empty(): Promise<void> {
  for (const table of everything) await place.store.run(`TRUNCATE TABLE ${table}`)
}

/** Does the steps on an empty store, each import at the moment its id says. Gives the facts. */
async function play(list: readonly Step[], log = memoryImportLog()): Promise<string[]> {
  await empty()
  for (const step of list) {
    if (step.kind === 'erase') await eraseContact(place.store, step.contact, 1, [])
    else if (step.kind === 'undo') await undoImport(place.store, log, step.id)
    else await importAt(log, step)
  }
  return facts(place.store)
}

async function importAt(log: ImportLog, { id, source, text, mapping }: Import) {
  const at = Date.UTC(2025, 0, 1) + Number(id.split('-')[1]) * 1000
  const request = { path: place.file(`${id}.csv`, text), source, mapping }
  await importFile(place.store, request, { log, now: () => at, newId: () => id }).catch((error: Error) => {
    if (!error.message.includes('could be used')) throw error
  })
}

describe('[E12] undoing imports', () => {
  it('is tried with every kind of mapping, of last and of earlier imports, also after an erasure', () => {
    const drawn = histories.map((seed) => steps(createRandom(`undo ${seed}`)))
    const found = drawn.flatMap((list) =>
      list.flatMap((step, at) => {
        if (step.kind !== 'undo') return []
        const before = list.slice(0, at)
        const imports = before.filter((one) => one.kind === 'import')
        const { mapping } = imports.find(({ id }) => id === step.id) as Import
        const when = [
          imports.at(-1)?.id === step.id ? 'last' : 'earlier',
          ...(before.some(({ kind }) => kind === 'erase') ? ['erased'] : []),
        ]
        return [mapping, ...when]
      }),
    )
    expect(new Set(found)).toEqual(new Set([...Object.values(mappings), 'last', 'earlier', 'erased']))
  })

  it.each(histories)(
    'leaves what a history without them holds (seed %i)',
    async (seed) => {
      const list = steps(createRandom(`undo ${seed}`))
      const undone = new Set(list.flatMap((step) => (step.kind === 'undo' ? [step.id] : [])))
      const without = list.filter((step) => step.kind === 'erase' || (step.kind === 'import' && !undone.has(step.id)))
      const expected = await play(without)
      expect(await play(list)).toEqual(expected)
    },
    // Seconds alone; a machine that does other work, too, takes a minute.
    240_000,
  )

  it('gives a superseded value back, keeps what another import brought too, and says beforehand what goes', async () => {
    const deals = (when: string) => `d,t\nd1,${when}\n`
    const mapping = 'kind: wide\nkey: {deal: d}\nevents: [{column: t, name: opened}]\n'
    await place.run(place.file('a.csv', deals('2024-01-01')), { source: 'crm', mapping })
    const later = await place.run(place.file('b.csv', `${deals('2024-02-01')}d2,2024-03-01\n`), { source: 'crm', mapping })
    expect(await planUndo(place.store, place.log, later.id)).toEqual({ events: 2, properties: 0, links: 0, rejected: 0 })
    expect(await undoImport(place.store, place.log, later.id)).toMatchObject({ state: 'undone' })
    const left = await place.store.rows('SELECT id, toString(toDate(intDiv(occurredAt, 1000))) AS day FROM events FINAL')
    expect(left).toEqual([{ id: expect.stringContaining('d1'), day: '2024-01-01' }])
    await expect(undoImport(place.store, place.log, later.id)).rejects.toThrow('is undone: only a complete import can be undone')
    await expect(undoImport(place.store, place.log, 'none')).rejects.toThrow('There is no import "none"')
  })

  it('is refused where an older program kept nothing of an import of the source', async () => {
    const mapping = mappings.plain
    await place.run(place.file('a.csv', `${header}\ni1,2024-01-01,,n1,c1,a1,d1,p1\n`), { source: 's', mapping })
    const second = await place.run(place.file('b.csv', `${header}\ni1,2024-01-02,,n1,c1,a1,d1,p1\n`), { source: 's', mapping })
    await place.store.run('TRUNCATE TABLE kept_imports')
    await expect(undoImport(place.store, place.log, second.id)).rejects.toThrow('made by an earlier version')
  })

  it('is completed at the next start where it was cut off, at whatever point', async () => {
    const texts = ['i1,2024-01-01,,n1,c1,a1,d1,p1', 'i1,2024-01-01,2024-01-02,n1,c1,a2,d1,p0', 'i1,2024-01-03,2024-01-02,n1,c1,a3,d1,p1']
    const list: Import[] = texts.map((text, index) => ({
      ...{ kind: 'import', id: `import-${index}`, source: 's', text: `${header}\n${text}\n`, mapping: mappings.wide },
    }))
    const expected = await play(list.filter(({ id }) => id !== 'import-1'))
    for (const statements of [1, 3, 8, 1000]) {
      const log = memoryImportLog()
      await play(list, log)
      const wasCut = await undoImport(dyingStore(place.store, statements), log, 'import-1').then(
        () => false,
        () => true,
      )
      await recoverImports(place.store, log, () => 1)
      expect(wasCut, `cut off after ${statements} statements`).toBe(statements < 1000)
      expect(await facts(place.store), `cut off after ${statements} statements`).toEqual(expected)
    }
  }, 240_000)
})
