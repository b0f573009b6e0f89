import { type DocumentPath, pathText } from '../document-path.ts'
import { sameData } from './edit-text.ts'

type Group = Record<string, unknown>

/** A place in which two states of a document differ: where it stands in the later one, and what people call it. */
export interface ChangedPlace {
  path: string
  words: string
}

/** Where a later state of a document differs from an earlier one: stages and other parts with ids by id, each by its cells. */
export function changedPlaces(before: unknown, after: unknown): ChangedPlace[] {
  const [old, now] = [groupOf(before), groupOf(after)]
  return keysOf(old, now).flatMap((key) => {
    if (sameData(old[key], now[key])) return []
    const [olds, nows] = [partsOf(old[key]), partsOf(now[key])]
    return olds && nows ? partDifferences(key, olds, nows) : [{ path: key, words: key }]
  })
}

function partDifferences(key: string, olds: readonly Group[], nows: readonly Group[]): ChangedPlace[] {
  const gone = olds.filter(({ id }) => !nows.some((one) => one.id === id))
  const cells = nows.flatMap((now, position) => {
    const path: DocumentPath = [key, position]
    const old = olds.find(({ id }) => id === now.id)
    if (!old) return [{ path: pathText(path), words: `${nameOf(now)} · new` }]
    return keysOf(old, now)
      .filter((cell) => !sameData(old[cell], now[cell]))
      .map((cell) => ({ path: pathText([...path, cell]), words: `${nameOf(now)} · ${cell}` }))
  })
  const stayed = (list: readonly Group[], other: readonly Group[]) =>
    list.map(({ id }) => id).filter((id) => other.some((one) => one.id === id))
  const moved = !sameData(stayed(olds, nows), stayed(nows, olds))
  return [
    ...cells,
    ...gone.map((old) => ({ path: key, words: `${nameOf(old)} · removed` })),
    ...(moved ? [{ path: key, words: `${key} · order` }] : []),
  ]
}

function partsOf(value: unknown): readonly Group[] | null {
  if (value === undefined || value === null) return []
  return Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null && 'id' in one) ? (value as Group[]) : null
}

function nameOf(part: Group): string {
  return String(part.name ?? part.id)
}

function groupOf(value: unknown): Group {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Group) : {}
}

function keysOf(old: Group, now: Group): string[] {
  return [...new Set([...Object.keys(now), ...Object.keys(old)])]
}
