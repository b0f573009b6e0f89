/** An id that no item has yet. */
export function freeId(stem: string, items: readonly { id?: unknown }[]): string {
  const base = stem.replace(/s$/, '').toLowerCase()
  for (let n = items.length + 1; ; n++) if (!items.some(({ id }) => id === `${base}-${n}`)) return `${base}-${n}`
}
