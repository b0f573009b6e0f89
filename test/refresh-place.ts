import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { figuresDesk } from '../src/app/figures-desk.ts'
import { importsDesk } from '../src/app/imports-desk.ts'
import { journeyDesk } from '../src/app/journey-desk.ts'
import { keptFigures } from '../src/app/kept-figures.ts'
import { steadyFigures } from '../src/app/steady-figures.ts'
import { AppError } from '../src/core/error.ts'
import type { Filter } from '../src/map/journey-map.ts'
import { openEventStore } from '../src/store/chdb-store.ts'
import { openDocumentStore } from '../src/store/document-store.ts'
import type { EventStore } from '../src/store/event-store.ts'
import { layEmptyDocuments } from './empty-data.ts'

/** Statements of the event store that are held or fail, so that a refresh can be looked at in the middle. */
export interface Gate {
  /** Holds the next statement that fits; resolves once one is held. */
  hold(statement: RegExp): Promise<void>
  letGo(): void
  /** Holds nothing any more, and lets nothing fail. */
  clear(): void
  /** The next statement that fits fails before it is done; `after`: once it was done. */
  fail(statement: RegExp, after?: boolean): void
  /** How many statements that fit were begun. */
  count(statement: RegExp): number
}

function gatedStore(store: EventStore): { gated: EventStore; gate: Gate } {
  let held: { statement: RegExp; reached: PromiseWithResolvers<void>; open: PromiseWithResolvers<void> } | null = null
  let failing: { statement: RegExp; after: boolean } | null = null
  const begun: string[] = []
  async function pass<Result>(sql: string, signal: AbortSignal | undefined, work: () => Promise<Result>): Promise<Result> {
    begun.push(sql)
    if (held?.statement.test(sql)) {
      const { reached, open } = held
      held = null
      reached.resolve()
      const stopped = new Promise<never>((_, reject) =>
        signal?.addEventListener('abort', () => reject(new AppError('cancelled', 'The statement was killed.')), { once: true }),
      )
      await Promise.race([open.promise, stopped])
    }
    const fault = failing?.statement.test(sql) ? failing : null
    if (fault !== null) failing = null
    if (fault !== null && !fault.after) throw new AppError('store', 'The disk is full.')
    const result = await work()
    if (fault !== null) throw new AppError('store', 'The disk is full.')
    return result
  }
  let open = Promise.withResolvers<void>()
  const gate: Gate = {
    hold: (statement) => {
      open = Promise.withResolvers<void>()
      held = { statement, reached: Promise.withResolvers<void>(), open }
      return held.reached.promise
    },
    letGo: () => open.resolve(),
    clear: () => {
      open.resolve()
      ;[held, failing] = [null, null]
    },
    fail: (statement, after = false) => {
      failing = { statement, after }
    },
    count: (statement) => begun.filter((sql) => statement.test(sql)).length,
  }
  const gated: EventStore = {
    ...store,
    rows: (sql, parameters, signal) => pass(sql, signal, () => store.rows(sql, parameters, signal)),
    columns: (sql, parameters, signal) => pass(sql, signal, () => store.columns(sql, parameters, signal)),
    run: (sql, parameters, signal) => pass(sql, signal, () => store.run(sql, parameters, signal)),
  }
  return { gated, gate }
}

/** Journeys, imports and figures over real stores whose statements can be held. */
export async function openRefreshPlace() {
  const folder = mkdtempSync(join(tmpdir(), 'desirepath-refreshes-'))
  const documents = openDocumentStore({ path: await layEmptyDocuments(join(folder, 'documents')) })
  const store = await openEventStore({ path: join(folder, 'events') })
  const { gated, gate } = gatedStore(store)
  const openEvents = async () => gated

  /** What one program has of them: another one begins with nothing in memory. */
  function program() {
    const now = () => Date.now()
    const journeys = journeyDesk(documents, openEvents, now)
    const noCohort = () => Promise.reject(new Error('no campaign was expected'))
    const sources = {
      openEvents,
      beforeOpening: async () => null,
      cohortOf: noCohort,
      withSegment: async (_: unknown, filter: Filter) => filter,
    }
    const desk = figuresDesk(journeys, { view: async () => null }, { ...sources, kept: keptFigures(join(folder, 'figures')) })
    return {
      journeys,
      figures: steadyFigures(desk, journeys.epoch),
      imports: importsDesk(documents, journeys, openEvents, now),
    }
  }

  let files = 0
  return {
    documents,
    store,
    gate,
    program,
    /** A file of rows `contact,event,day` of 2025. */
    file(rows: readonly (readonly [string, string, number])[]): { path: string; source: string; mapping: null } {
      files += 1
      const path = join(folder, `${files}.csv`)
      const lines = rows.map(([who, what, day]) => `${who},${what},${new Date(Date.UTC(2025, 0, day)).toISOString()}`)
      writeFileSync(path, `user_id,event,timestamp\n${lines.join('\n')}\n`)
      return { path, source: `file ${files}`, mapping: null }
    },
    async close() {
      await documents.close()
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
