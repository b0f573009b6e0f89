/** Where a value stands in a document: keys and positions from the root. */
export type DocumentPath = readonly (string | number)[]

const plainKey = /^[A-Za-z_$][\w$-]*$/

/** A path as people read it: `stages[2].entry.event`; keys that are no plain word are quoted; the root is empty. */
export function pathText(path: DocumentPath): string {
  return path.map(segmentText).join('').replace(/^\./, '')
}

function segmentText(segment: string | number): string {
  if (typeof segment === 'number') return `[${segment}]`
  return plainKey.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`
}

/** The value at a path, or undefined where the document has none. */
export function valueAt(document: unknown, path: DocumentPath): unknown {
  let value = document
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined
    value = (value as Record<string | number, unknown>)[segment]
  }
  return value
}

/** A value as it may stand in a message: JSON, cut after 60 characters; `nothing` where there is none. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  const text = typeof value === 'object' ? (Array.isArray(value) ? 'a list' : 'a group of keys') : (JSON.stringify(value) ?? String(value))
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

const segments = /\.?([A-Za-z_$][\w$-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g

/** The path that `pathText` wrote. */
export function parsePath(text: string): DocumentPath {
  return [...text.matchAll(segments)].map(([, key, position, quoted]) => {
    if (position !== undefined) return Number(position)
    return key ?? (JSON.parse(quoted ?? '""') as string)
  })
}
