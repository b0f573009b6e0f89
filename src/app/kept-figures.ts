import { createHash } from 'node:crypto'
import { type FigureFiles, figureFiles } from '../store/figure-files.ts'
import { programPrint } from './program-print.ts'

/** Figures kept in memory may take so many bytes, those in files so many. */
const mostInMemory = 64 * 2 ** 20
export const mostInFiles = 256 * 2 ** 20

/** Which figures, of exactly one refresh of one version (rule L6). `of`: the version, or the past day's database; `refresh`: which of its refreshes; `what`: everything else they hang on. */
export interface FigureKey {
  of: string
  refresh: string
  what: unknown
}

/** Figures that were computed before, so that who asks again waits for nothing. Lists of people are never among them. */
export interface KeptFigures {
  /** A copy of its own; null where they are not kept. */
  take<Result>(key: FigureKey): Result | null
  /** Counts up whenever everything is emptied; to be asked before figures are computed. */
  moment(): number
  /** Keeps figures, unless everything was emptied since that moment, or is just being. */
  keep(key: FigureKey, figures: object, since: number): void
  nameOf(key: FigureKey): string
  /** Removes those of all refreshes but one. */
  keepOnly(of: string, refresh: string): void
  empty(): void
  /** Does work after which no figure from before may be left, such as an erasure; nothing is kept meanwhile. */
  emptying<Result>(work: () => Promise<Result>): Promise<Result>
  size(): { entries: number; bytes: number }
}

/** `folder`: where they outlive the program; the bounds are in bytes. */
export function keptFigures(folder: string, inMemory = mostInMemory, inFiles = mostInFiles): KeptFigures {
  const files = figureFiles(folder, programPrint(), inFiles)
  const memory = boundedTexts(inMemory)
  let moment = 0
  let emptyings = 0

  function empty(): void {
    moment += 1
    memory.remove(() => true)
    files.remove(() => true)
  }

  return {
    take: (key) => {
      const name = nameOf(key)
      const held = memory.read(name)
      const text = held ?? files.read(name)
      if (held !== null) files.used(name)
      else if (text !== null) memory.write(name, text)
      return text === null ? null : JSON.parse(text)
    },
    moment: () => moment,
    keep: (key, figures, since) => {
      if (emptyings > 0 || since !== moment) return
      const text = JSON.stringify(figures)
      memory.write(nameOf(key), text)
      files.write(nameOf(key), text)
    },
    nameOf,
    keepOnly: (of, refresh) => {
      const isGone = (name: string) => name.startsWith(`${of}.`) && !name.startsWith(`${of}.${hashOf(refresh)}.`)
      memory.remove(isGone)
      files.remove(isGone)
    },
    empty,
    emptying: async (work) => {
      emptyings += 1
      empty()
      try {
        return await work()
      } finally {
        empty()
        emptyings -= 1
      }
    },
    size: files.size,
  }
}

function nameOf({ of, refresh, what }: FigureKey): string {
  return `${of}.${hashOf(refresh)}.${hashOf(JSON.stringify(what))}`
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

/** Texts in memory, of which those asked for last stay. */
function boundedTexts(most: number): Omit<FigureFiles, 'size' | 'used'> {
  const texts = new Map<string, string>()
  let bytes = 0
  const drop = (name: string) => {
    bytes -= 2 * (texts.get(name)?.length ?? 0)
    texts.delete(name)
  }
  const write = (name: string, text: string) => {
    drop(name)
    if (2 * text.length > most / 4) return
    texts.set(name, text)
    bytes += 2 * text.length
    for (const oldest of texts.keys()) if (bytes > most) drop(oldest)
  }
  return {
    read: (name) => {
      const text = texts.get(name)
      if (text !== undefined) write(name, text)
      return text ?? null
    },
    write,
    remove: (isGone) => {
      for (const name of [...texts.keys()]) if (isGone(name)) drop(name)
    },
  }
}
