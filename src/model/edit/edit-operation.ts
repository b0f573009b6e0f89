import { type DocumentPath, valueAt } from '../document-path.ts'

/** One change of a document, as data. `insert` and `move` name the list; positions count from 0, `to` in the list without the moved item. */
export type EditOperation =
  | { kind: 'set'; path: DocumentPath; value: unknown }
  | { kind: 'remove'; path: DocumentPath }
  | { kind: 'insert'; path: DocumentPath; at: number; value: unknown }
  | { kind: 'move'; path: DocumentPath; from: number; to: number }

/**
 * Plain data after an operation; null where it does not fit. `set` makes missing groups on its way; `remove` also removes a group or
 * list that it would leave empty, since an empty one says nothing; `insert` makes a missing list.
 */
export function editData(document: unknown, operation: EditOperation): unknown {
  const copy: unknown = structuredClone(document)
  return editInPlace(copy, operation) ? copy : null
}

function editInPlace(root: unknown, operation: EditOperation): boolean {
  const { path } = operation
  if (operation.kind === 'set') return setAt(root, path, operation.value)
  if (operation.kind === 'remove') return removeAt(root, removedPath(root, path))
  const list = valueAt(root, path)
  if (operation.kind === 'insert') {
    if (list === undefined || list === null) return operation.at === 0 && setAt(root, path, [operation.value])
    if (!Array.isArray(list) || operation.at < 0 || operation.at > list.length) return false
    list.splice(operation.at, 0, structuredClone(operation.value))
    return true
  }
  if (!Array.isArray(list) || !(operation.from in list) || operation.to < 0 || operation.to >= list.length) return false
  list.splice(operation.to, 0, ...list.splice(operation.from, 1))
  return true
}

/** What a removal takes away: the part itself, or the largest group or list around it that holds nothing else. */
export function removedPath(root: unknown, path: DocumentPath): DocumentPath {
  const around = path.slice(0, -1)
  const parent = valueAt(root, around)
  if (around.length === 0 || typeof parent !== 'object' || parent === null || Object.keys(parent).length > 1) return path
  return removedPath(root, around)
}

function setAt(root: unknown, path: DocumentPath, value: unknown): boolean {
  let place = root
  for (const [depth, segment] of path.entries()) {
    if (typeof place !== 'object' || place === null) return false
    if (Array.isArray(place) ? typeof segment !== 'number' || !(segment in place) : typeof segment !== 'string') return false
    const group = place as Record<string | number, unknown>
    if (depth === path.length - 1) group[segment] = structuredClone(value)
    else if (typeof path[depth + 1] === 'string' && (group[segment] === undefined || group[segment] === null)) group[segment] = {}
    place = group[segment]
  }
  return path.length > 0
}

function removeAt(root: unknown, path: DocumentPath): boolean {
  const last = path.at(-1)
  const parent = valueAt(root, path.slice(0, -1))
  if (last === undefined || typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, last)) return false
  if (Array.isArray(parent)) parent.splice(Number(last), 1)
  else delete (parent as Record<string, unknown>)[last]
  return true
}
