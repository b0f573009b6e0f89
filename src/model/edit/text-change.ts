/** One stretch of a text replaced by another. `at` counts UTF-16 units; its inverse swaps `removed` and `inserted`. */
export interface TextChange {
  at: number
  removed: string
  inserted: string
}

/** The one smallest stretch in which two texts differ. */
export function changeBetween(before: string, after: string): TextChange {
  const most = Math.min(before.length, after.length)
  let at = 0
  while (at < most && before[at] === after[at]) at++
  let tail = 0
  while (tail < most - at && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  return { at, removed: before.slice(at, before.length - tail), inserted: after.slice(at, after.length - tail) }
}

/** The text after a change; null where the text does not hold what the change takes away. */
export function applyChange(text: string, { at, removed, inserted }: TextChange): string | null {
  if (text.slice(at, at + removed.length) !== removed) return null
  return text.slice(0, at) + inserted + text.slice(at + removed.length)
}

/** The change that takes another back. */
export function inverseChange({ at, removed, inserted }: TextChange): TextChange {
  return { at, removed: inserted, inserted: removed }
}
