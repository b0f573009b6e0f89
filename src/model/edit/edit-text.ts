import { parseDocument } from 'yaml'
import { type DocumentPath, valueAt } from '../document-path.ts'
import { type EditOperation, editData, removedPath } from './edit-operation.ts'
import { insertItem, moveItem, removePart, replaceValue, type Source, setMissing } from './splice.ts'

/**
 * The text of a YAML or JSON document after an operation: every character outside the edited part stays as it is, comments included. Null where the operation
 * does not fit or the text cannot be read. The new text always reads as the old one's data after the same operation (`editData`).
 */
export function editText(text: string, operation: EditOperation): string | null {
  const source = read(text)
  if (source === null) return null
  const wanted = editData(source.data, operation)
  if (wanted === null) return null
  if (sameData(source.data, wanted)) return text
  for (const candidate of candidates(source, operation, wanted)) {
    if (candidate !== null && candidate !== text && sameData(read(candidate)?.data, wanted)) return candidate
  }
  return null
}

/** The text after several operations, each on what the one before left; null where one does not fit. */
export function editTextBy(text: string, operations: readonly EditOperation[]): string | null {
  return operations.reduce<string | null>((before, operation) => (before === null ? null : editText(before, operation)), text)
}

function read(text: string): Source | null {
  const document = parseDocument(text, { keepSourceTokens: true, prettyErrors: false, logLevel: 'silent' })
  if (document.errors.length > 0 || document.warnings.length > 0) return null
  try {
    return { text, contents: document.contents, data: document.toJS() as unknown, writing: /^\s*\{/.test(text) ? 'json' : 'yaml' }
  } catch {
    return null
  }
}

/** Ways to write the operation, the gentlest first; the last ones write ever larger parts anew. */
function* candidates(source: Source, operation: EditOperation, wanted: unknown): Generator<string | null> {
  yield spliced(source, operation)
  const { path } = operation
  for (let depth = path.length; depth >= 0; depth--) {
    const part = path.slice(0, depth)
    const value = valueAt(wanted, part)
    if (value !== undefined) yield replaceValue(source, part, value)
  }
}

function spliced(source: Source, operation: EditOperation): string | null {
  switch (operation.kind) {
    case 'set':
      return setPart(source, operation.path, operation.value)
    case 'remove':
      return removePart(source, removedPath(source.data, operation.path))
    case 'insert':
      if (valueAt(source.data, operation.path) === undefined) return setPart(source, operation.path, [operation.value])
      return insertItem(source, operation.path, operation.at, operation.value)
    case 'move':
      return moveItem(source, operation.path, operation.from, operation.to)
  }
}

function setPart(source: Source, path: DocumentPath, value: unknown): string | null {
  const old = valueAt(source.data, path)
  if (old !== undefined && old !== null) {
    const parts = isGroupOrList(old) && isGroupOrList(value) ? partwise(old, value, path) : null
    return parts === null ? replaceValue(source, path, value) : editTextBy(source.text, parts)
  }
  if (old === null) return replaceValue(source, path, value)
  const around = path.slice(0, -1)
  const parent = valueAt(source.data, around)
  if (parent === undefined || parent === null) return setPart(source, around, { [String(path.at(-1))]: value })
  return setMissing(source, path, value)
}

/** The operations on single parts that make one group or list the other, so that comments between the parts stay; null for two of unlike kind. */
function partwise(old: object, value: object, path: DocumentPath): EditOperation[] | null {
  if (Array.isArray(old) !== Array.isArray(value)) return null
  if (Array.isArray(old) && Array.isArray(value)) return itemwise(old, value, path)
  const [before, after] = [old as Record<string, unknown>, value as Record<string, unknown>]
  const kept = Object.keys(after).filter((key) => !sameData(before[key], after[key]))
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key))
  return [
    ...kept.map((key): EditOperation => ({ kind: 'set', path: [...path, key], value: after[key] })),
    ...gone.map((key): EditOperation => ({ kind: 'remove', path: [...path, key] })),
  ]
}

function itemwise(old: readonly unknown[], value: readonly unknown[], path: DocumentPath): EditOperation[] {
  let head = 0
  while (head < Math.min(old.length, value.length) && sameData(old[head], value[head])) head++
  let tail = 0
  while (tail < Math.min(old.length, value.length) - head && sameData(old.at(-1 - tail), value.at(-1 - tail))) tail++
  const [gone, come] = [old.length - head - tail, value.length - head - tail]
  const both = Math.min(gone, come)
  return [
    ...Array.from({ length: both }, (_, i): EditOperation => ({ kind: 'set', path: [...path, head + i], value: value[head + i] })),
    ...Array.from(
      { length: come - both },
      (_, i): EditOperation => ({ kind: 'insert', path, at: head + both + i, value: value[head + both + i] }),
    ),
    ...Array.from({ length: gone - both }, (): EditOperation => ({ kind: 'remove', path: [...path, head + both] })),
  ]
}

function isGroupOrList(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Whether two values of plain data are the same; the order of keys does not matter. */
export function sameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (!isGroupOrList(a) || !isGroupOrList(b) || Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameData((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  )
}
