import type { ArgumentPlace } from './app-methods.ts'

type Holder = Record<string | number, unknown>

/** What stands at a place of some arguments; undefined where there is nothing. */
export function standsAt(given: readonly unknown[], place: ArgumentPlace): unknown {
  let found: unknown = given
  for (const step of place) {
    if (typeof found !== 'object' || found === null) return undefined
    found = (found as Holder)[step]
  }
  return found
}

/** The same arguments with something else at a place; undefined takes away what stands there. The given ones stay as they are. */
export function withAt(given: readonly unknown[], place: ArgumentPlace, value: unknown): unknown[] {
  const copy = [...given]
  let holder = copy as unknown as Holder
  for (const step of place.slice(0, -1)) {
    const inner = holder[step]
    holder[step] = Array.isArray(inner) ? [...inner] : { ...(inner as Holder) }
    holder = holder[step] as Holder
  }
  const last = place.at(-1) as string | number
  if (value === undefined && !Array.isArray(holder)) delete holder[last]
  else holder[last] = value
  return copy
}

/** The files that an argument names: one path, or a list of them with their numbers in it. */
export function namedFiles(value: unknown): { path: string; index: number | null }[] {
  if (Array.isArray(value)) return value.flatMap((path, index) => namedFiles(path).map((file) => ({ ...file, index })))
  return typeof value === 'string' ? [{ path: value, index: null }] : []
}
