import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Texts kept in files, by name, of which those asked for last stay. Only one process may write a folder. */
export interface FigureFiles {
  /** Null where it is not kept, or is damaged: then it is removed. */
  read(name: string): string | null
  /** Notes that a text was asked for elsewhere. */
  used(name: string): void
  /** Keeps a text, and removes those asked for longest ago until all fit. A disk that takes nothing more is no error: then it is not kept. */
  write(name: string, text: string): void
  remove(isGone: (name: string) => boolean): void
  size(): { entries: number; bytes: number }
}

const end = '.json'

/**
 * The files in `folder`, made when first needed, together at most `mostBytes`. Names begin with `maker`: what another program made is removed. Files are read and written
 * at once: the threads that would do it beside may all be busy with queries.
 */
export function figureFiles(folder: string, maker: string, mostBytes: number): FigureFiles {
  let known: Map<string, number> | null = null
  const pathOf = (name: string) => join(folder, `${maker}.${name}${end}`)

  /** Bytes of each file, that asked for longest ago first. */
  function files(): Map<string, number> {
    known ??= new Map(filesIn(folder, maker).map(({ name, bytes }) => [name, bytes]))
    return known
  }

  function drop(name: string): void {
    rmSync(pathOf(name), { force: true })
    files().delete(name)
  }

  function used(name: string): void {
    const bytes = files().get(name)
    if (bytes === undefined) return
    files().delete(name)
    files().set(name, bytes)
    touch(pathOf(name))
  }

  function put(name: string, content: string): void {
    mkdirSync(folder, { recursive: true })
    const unfinished = `${pathOf(name)}.part`
    try {
      writeFileSync(unfinished, content, { mode: 0o600 })
      renameSync(unfinished, pathOf(name))
      files().delete(name)
      files().set(name, Buffer.byteLength(content))
    } catch {
      rmSync(unfinished, { force: true })
    }
  }

  return {
    read: (name) => {
      if (!files().has(name)) return null
      const text = wholeText(pathOf(name))
      if (text === null) drop(name)
      else used(name)
      return text
    },
    used,
    write: (name, text) => {
      const content = `${digestOf(text)}\n${text}`
      const bytes = Buffer.byteLength(content)
      if (bytes > mostBytes / 4) return
      let all = [...files().values()].reduce((sum, one) => sum + one, bytes)
      for (const [oldest, size] of files()) {
        if (all <= mostBytes) break
        drop(oldest)
        all -= size
      }
      put(name, content)
    },
    remove: (isGone) => {
      for (const name of [...files().keys()]) if (isGone(name)) drop(name)
    },
    size: () => ({ entries: files().size, bytes: [...files().values()].reduce((sum, one) => sum + one, 0) }),
  }
}

/** Those of this maker, that asked for longest ago first; all else is removed. */
function filesIn(folder: string, maker: string): { name: string; bytes: number }[] {
  const found: { name: string; bytes: number; at: number }[] = []
  for (const file of namesIn(folder)) {
    const path = join(folder, file)
    if (file.startsWith(`${maker}.`) && file.endsWith(end)) {
      const { size, mtimeMs } = statSync(path)
      found.push({ name: file.slice(maker.length + 1, -end.length), bytes: size, at: mtimeMs })
    } else rmSync(path, { force: true, recursive: true })
  }
  return found.sort((a, b) => a.at - b.at)
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** The text behind its digest; null where the two do not fit. */
function wholeText(path: string): string | null {
  try {
    const content = readFileSync(path, 'utf8')
    const line = content.indexOf('\n')
    const text = content.slice(line + 1)
    return content.slice(0, Math.max(0, line)) === digestOf(text) ? text : null
  } catch {
    return null
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Notes that a file was asked for. */
function touch(path: string): void {
  const now = new Date()
  try {
    utimesSync(path, now, now)
  } catch {
    // Then it counts as asked for when it was written.
  }
}
