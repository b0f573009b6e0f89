/** The values that a property had: each from a time on (UTC ms; negative infinity: from the beginning), in order; an empty one was taken away. */
export type History = readonly { from: number; value: string }[]

/** The value known at a time; null: none. */
export function valueAt(history: History, at: number): string | null {
  const known = history.findLast(({ from }) => from <= at)
  return known === undefined || known.value === '' ? null : known.value
}
