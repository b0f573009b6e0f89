import type { DocumentPath } from '../../model/document-path.ts'
import type { EditOperation } from '../../model/edit/edit-operation.ts'

/** Takes a key away where there is one; an operation that changes nothing where there is none. */
export function removeIfThere(group: Record<string, unknown>, path: DocumentPath): EditOperation {
  const key = String(path.at(-1))
  return Object.hasOwn(group, key) ? { kind: 'remove', path } : { kind: 'set', path: [], value: null }
}
