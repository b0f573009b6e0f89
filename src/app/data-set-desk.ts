import { randomUUID } from 'node:crypto'
import { AppError } from '../core/error.ts'
import type { UndoPlan } from '../events/undo-import.ts'
import type { DataSet, DataSetImport } from '../model/data-set.ts'
import type { DataSetLog } from '../store/data-set-log.ts'
import type { DataSetRequest } from './app.ts'
import { filesToTake, importsOf, runDataSet, tidyUp } from './data-set-run.ts'
import type { ImportsDesk } from './imports-desk.ts'
import type { KeptFiles } from './kept-files.ts'

/** The kept files as one data set: what joins them, which are left out, and their import, which takes over all or nothing. */
export interface DataSetDesk {
  dataSet(): Promise<DataSet>
  /** Leaves a kept file out of the data set, or takes it in. Errors: `notFound`, `conflict`. */
  leaveOut(id: string, leftOut: boolean): Promise<void>
  /**
   * Imports all kept files that are not left out, and keeps them no longer. Where one fails, or it is cancelled, nothing of any stays taken over, as the
   * answer's state says. Errors: `invalid` where one cannot be read as it stands; `conflict`, `usage`.
   */
  importDataSet(request: DataSetRequest): Promise<DataSetImport>
  /** Those ever made, newest first. */
  dataSetImports(): Promise<DataSetImport[]>
  /** Stops one that runs. Errors: `notFound`, `conflict`. */
  cancelDataSet(id: string): Promise<void>
  /** What undoing one would take away. */
  planUndoDataSet(id: string): Promise<UndoPlan>
  /** Takes a complete one back as a whole (rule E12), then refreshes every journey. */
  undoDataSet(id: string): Promise<DataSetImport>
}

interface Surroundings {
  imports: ImportsDesk
  log: DataSetLog
  /** Puts right what a killed program left. */
  recovered: () => Promise<unknown>
  refreshAll: () => Promise<void>
  now: () => number
}

export function dataSetDesk(kept: KeptFiles, { imports, log, recovered, refreshAll, now }: Surroundings): DataSetDesk {
  const running = new Map<string, AbortController>()

  async function dataSet(): Promise<DataSet> {
    const files = await kept.chosen()
    const { files: proposed, joins } = await kept.proposal()
    const idOf = (path: string) => files.find((file) => file.path === path)?.id ?? ''
    return {
      files: files.map(({ path, choices, same, ...file }) => {
        const told = proposed.find((one) => one.path === path)
        const idle = choices.mapping === null && told?.mapping === null && told.problems.length === 0 ? (told.notes[0] ?? null) : null
        const why = same === null ? idle : `Left out: its content is that of ${same}.`
        const leftOut = choices.leftOut ?? why !== null
        return { ...file, leftOut, why: leftOut && choices.leftOut === null ? why : null }
      }),
      joins: joins.map(({ from, to, ...join }) => ({ ...join, from: idOf(from), to: idOf(to) })),
    }
  }

  const known = async (id: string) => {
    await recovered()
    const found = log.list().find((one) => one.id === id)
    if (found === undefined) throw new AppError('notFound', `There is no import of several files "${id}".`)
    return found
  }
  const complete = async (id: string) => {
    const found = await known(id)
    if (found.state === 'complete') return found
    throw new AppError('conflict', `This import of ${found.files.length} files is ${found.state}: only a complete one can be undone.`)
  }
  /** The complete imports of one: others were undone by themselves. */
  const standing = async (one: DataSetImport) => {
    const records = await imports.list()
    return importsOf(one).filter((id) => records.some((record) => record.id === id && record.state === 'complete'))
  }

  return {
    dataSet,
    leaveOut: async (id, leftOut) => {
      const { name } = await kept.store.get(id)
      kept.refuseBusy(id, name)
      await kept.store.choose(id, { ...(await kept.store.choices(id)), leftOut })
    },
    importDataSet: async (request) => {
      await recovered()
      const left = new Set((await dataSet()).files.filter(({ leftOut }) => leftOut).map(({ id }) => id))
      const taken = await filesToTake(kept, left)
      const { files } = taken
      const abort = new AbortController()
      const stop = () => abort.abort()
      request.signal?.addEventListener('abort', stop, { once: true })
      if (request.signal?.aborted) stop()
      for (const { id, name } of files) kept.refuseBusy(id, name)
      for (const { id } of files) kept.busy.add(id)
      const begun = files.map(({ id, name }) => ({ upload: id, name, import: null }))
      const one: DataSetImport = { id: randomUUID(), state: 'running', files: begun, message: null, startedAt: now() }
      running.set(one.id, abort)
      try {
        const keep = (whole: DataSetImport) => {
          log.save(whole)
          request.onSet?.(whole)
        }
        const done = await runDataSet(one, files, { ...request, signal: abort.signal, imports, keep })
        if (done.state === 'complete') await tidyUp(kept, taken)
        if (done.state === 'complete') await refreshAll()
        return done
      } finally {
        request.signal?.removeEventListener('abort', stop)
        running.delete(one.id)
        for (const { id } of files) kept.busy.delete(id)
      }
    },
    dataSetImports: async () => {
      if (log.list().some((one) => isOpen(one) && !running.has(one.id))) await recovered()
      return log.list()
    },
    cancelDataSet: async (id) => {
      const one = running.get(id)
      if (one) return one.abort()
      const { state, files } = await known(id)
      throw new AppError('conflict', `This import of ${files.length} files is ${state}: only a running one can be cancelled.`)
    },
    planUndoDataSet: async (id) => {
      const plans: UndoPlan[] = []
      for (const one of await standing(await complete(id))) plans.push(await imports.planUndo(one))
      const sum = (part: keyof UndoPlan) => plans.reduce((total, plan) => total + plan[part], 0)
      return { events: sum('events'), properties: sum('properties'), links: sum('links'), rejected: sum('rejected') }
    },
    undoDataSet: async (id) => {
      const one = await complete(id)
      for (const each of await standing(one)) await imports.planUndo(each)
      log.save({ ...one, state: 'undoing' })
      await imports.undoAll(importsOf(one))
      const undone: DataSetImport = { ...one, state: 'undone' }
      log.save(undone)
      return undone
    },
  }
}

/** Takes back what a killed program left of imports of several files; `undo` takes the ids of imports. To be called once on opening. */
export async function recoverDataSets(log: DataSetLog, undo: (ids: readonly string[]) => Promise<void>): Promise<void> {
  for (const one of log.list().filter(isOpen)) {
    await undo(importsOf(one))
    const message = `The program ended in the middle. Nothing of the ${one.files.length} files was taken over: import them again.`
    log.save(one.state === 'running' ? { ...one, state: 'failed', message } : { ...one, state: 'undone' })
  }
}

function isOpen({ state }: DataSetImport): boolean {
  return state === 'running' || state === 'undoing'
}
