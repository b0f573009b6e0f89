import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../core/error.ts'
import { type KeptFile, noChoices, type UploadChoices, uploadChoicesSchema } from '../model/file-preview.ts'
import { diskFull, isDiskFull } from './disk-space.ts'

/** How long a sent file is kept aside, in ms: a day. */
export const keptForMs = 86_400_000

/** Files that were sent and wait to be imported, each in a folder of its own named by its id. */
export interface UploadStore {
  /** Writes a file piece by piece; one that breaks off leaves nothing. Errors: `usage` for a bad name, an empty file, a broken connection. */
  add(name: string, content: AsyncIterable<Uint8Array>): Promise<KeptFile>
  /** Those that are not a day old, oldest first; older ones are removed, but for those in use. */
  list(inUse: ReadonlySet<string>): Promise<KeptFile[]>
  /** Errors: `notFound`. */
  get(id: string): Promise<KeptFile & { path: string }>
  /** What a person has set of a file; nothing where none is kept or it cannot be read. */
  choices(id: string): Promise<UploadChoices>
  /** Keeps what a person has set as long as the file. Errors: `notFound`. */
  choose(id: string, choices: UploadChoices): Promise<void>
  remove(id: string): Promise<void>
}

/** The files kept aside in `folder`, which is made when first needed. `now` gives UTC ms. */
export function uploadStore(folder: string, now: () => number): UploadStore {
  const get = async (id: string) => {
    const missing = new AppError('notFound', `There is no file "${id}" kept aside: files are kept for a day. Send it again.`)
    if (!/^[\w-]+$/.test(id)) throw missing
    const [name] = await readdir(join(folder, id)).catch(() => [])
    if (name === undefined) throw missing
    const path = join(folder, id, name)
    const { size, mtimeMs } = await stat(path).catch(() => {
      throw missing
    })
    const receivedAt = Math.floor(mtimeMs)
    return { id, name, bytes: size, receivedAt, expiresAt: receivedAt + keptForMs, path }
  }
  const choicesPath = (id: string) => join(folder, `${id}${choicesEnd}`)
  const remove = async (id: string) => {
    await rm(join(folder, id), { recursive: true, force: true })
    await rm(choicesPath(id), { force: true })
  }
  return {
    get,
    remove,
    choices: async (id) => {
      const text = await readFile(choicesPath(id), 'utf8').catch(() => '{}')
      return uploadChoicesSchema.catch(noChoices).parse(parsed(text))
    },
    choose: async (id, choices) => {
      await get(id)
      const unfinished = `${choicesPath(id)}.${randomUUID()}.part`
      await writeFile(unfinished, JSON.stringify(choices), { mode: 0o600 })
      await rename(unfinished, choicesPath(id))
    },
    add: async (given, content) => {
      const name = plainFileName(given)
      const id = randomUUID()
      const unfinished = join(folder, `${id}.part`)
      await mkdir(unfinished, { recursive: true })
      try {
        await pipeline(
          Readable.from(content, { objectMode: false }),
          createWriteStream(join(unfinished, name), { flags: 'wx', mode: 0o600 }),
        )
        if ((await stat(join(unfinished, name))).size === 0) throw new AppError('usage', `"${name}" is empty: there is nothing to import.`)
      } catch (error) {
        await rm(unfinished, { recursive: true, force: true })
        if (error instanceof AppError) throw error
        if (isDiskFull(error)) throw diskFull(folder, `"${name}"`, error)
        throw new AppError('usage', `Sending "${name}" broke off. Send it again.`, null, error)
      }
      await rename(unfinished, join(folder, id))
      const { path: _, ...kept } = await get(id)
      return kept
    },
    list: async (inUse) => {
      const names = await readdir(folder).catch(() => [])
      const kept: KeptFile[] = []
      for (const id of names) {
        if (id.endsWith(choicesEnd)) continue
        const at = await stat(join(folder, id)).then(
          ({ mtimeMs }) => mtimeMs,
          () => now(),
        )
        if (!inUse.has(id) && at + keptForMs < now()) await remove(id)
        else if (!id.endsWith('.part'))
          await get(id).then(
            ({ path: _, ...one }) => kept.push(one),
            () => {},
          )
      }
      return kept.sort((a, b) => a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1))
    },
  }
}

/** How the files end that hold what a person has set. */
const choicesEnd = '.choices.json'

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The last part of a name that a browser sent, without signs that no file may have. Errors: `usage`. */
export function plainFileName(given: string): string {
  const name = basename(given.replaceAll('\\', '/')).replace(/[\p{Cc}<>:"|?*]/gu, '_')
  if (name === '' || name === '.' || name === '..' || name.length > 200)
    throw new AppError('usage', `"${given.slice(0, 80)}" is no file name.`)
  return name
}
