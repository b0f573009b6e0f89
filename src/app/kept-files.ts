import { join } from 'node:path'
import { AppError } from '../core/error.ts'
import { type PreviewRequest, previewFile } from '../events/preview-file.ts'
import { type ProposedFile, type ProposedFiles, proposeFiles } from '../events/propose-files.ts'
import type { KeptFile, UploadChoices, UploadPreview } from '../model/file-preview.ts'
import { type UploadStore, uploadStore } from '../store/upload-store.ts'
import { sameFiles } from './same-files.ts'

/** A kept file with what a person has set of it. */
export interface ChosenFile extends KeptFile {
  path: string
  choices: UploadChoices
  /** The name of a kept file with the very same content that came before; null where there is none. */
  same: string | null
}

/** How a kept file is to be looked at; `anew`: what a person had set is forgotten. */
export type UploadLook = Omit<PreviewRequest, 'path' | 'name'> & { anew?: boolean }

/** A file that was imported or put away meanwhile. */
const gone = (error: unknown): null => {
  if (error instanceof AppError && error.code === 'notFound') return null
  throw error
}

/** The files that were sent, as the desks of one file and of all together see them. */
export interface KeptFiles {
  store: UploadStore
  /** The ids of those that are being imported. */
  busy: Set<string>
  list(): Promise<KeptFile[]>
  chosen(): Promise<ChosenFile[]>
  /** How the kept files are understood together, those left out by a person aside. */
  proposal(): Promise<ProposedFiles>
  preview(id: string, look: UploadLook): Promise<UploadPreview>
  /** Errors: `conflict` while the file is being imported. */
  refuseBusy(id: string, name: string): void
}

/** `data`: the data directory; `now` gives UTC ms. */
export function keptFiles(data: string, now: () => number): KeptFiles {
  const store = uploadStore(join(data, 'uploads'), now)
  const busy = new Set<string>()
  const list = () => store.list(busy)
  let last: { key: string; proposal: Promise<ProposedFiles> } | null = null

  async function chosen(): Promise<ChosenFile[]> {
    const kept = await list()
    const found = await Promise.all(
      kept.map(async (file) => {
        const path = await store.get(file.id).then((one) => one.path, gone)
        return path === null ? [] : [{ ...file, path, choices: await store.choices(file.id) }]
      }),
    )
    const files = found.flat()
    const same = await sameFiles(files)
    return files.map((file) => ({ ...file, same: same.get(file.id) ?? null }))
  }

  async function proposal(): Promise<ProposedFiles> {
    const together = (await chosen()).filter(({ choices, same }) => !(choices.leftOut ?? same !== null))
    const key = JSON.stringify(together.map(({ id, choices }) => [id, choices.mapping]))
    if (last?.key === key) return last.proposal
    const given = together.flatMap(({ path, choices: { mapping } }) => (mapping === null ? [] : [[path, mapping] as const]))
    const paths = together.map(({ path }) => path)
    last = { key, proposal: proposeFiles(paths, new Map(given)) }
    try {
      return await last.proposal
    } catch (error) {
      last = null
      // A file may have been imported or put away meanwhile.
      if ((await Promise.all(together.map(({ id }) => store.get(id).catch(gone)))).includes(null)) return proposal()
      throw error
    }
  }

  /** Among one file alone nothing is proposed but its own guess. */
  async function proposed(path: string): Promise<ProposedFile | null> {
    const { files } = await proposal()
    return files.length < 2 ? null : (files.find((file) => file.path === path) ?? null)
  }

  async function preview(id: string, { anew, ...look }: UploadLook): Promise<UploadPreview> {
    const { path, name } = await store.get(id)
    const before = await store.choices(id)
    const mapping = anew ? null : (look.mapping ?? before.mapping)
    if (anew) await store.choose(id, { ...before, mapping: null })
    const among = mapping === null && !look.kind ? await proposed(path) : null
    const seen = await previewFile({ ...look, mapping, path, name }, now(), among)
    const set = !anew && (look.mapping !== null || (look.changes ?? []).length > 0 || !!look.kind)
    const differs = set && seen.mapping !== '' && seen.mapping !== before.mapping
    if (differs) await store.choose(id, { ...(await store.choices(id)), mapping: seen.mapping })
    return { ...seen, changed: differs || (!anew && before.mapping !== null) }
  }

  return {
    ...{ store, busy, list, chosen, proposal, preview },
    refuseBusy: (id, name) => {
      if (busy.has(id)) throw new AppError('conflict', `${name} is being imported: wait for its end, or cancel the import.`)
    },
  }
}
