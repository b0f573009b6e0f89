import type { Editors } from './contract.ts'

/** A page that has not told where it is for so long has left, ms. */
export const editorGoneAfterMs = 30_000

/** Which pages edit which journey, as they tell it themselves; times are ms of any clock that only goes on. */
export function createEditors() {
  const journeys = new Map<string, Map<string, { place: string; at: number }>>()
  return {
    /** Takes what one page tells (null: it leaves). Gives who is there now, and whether that is another state than before. */
    tell(journey: string, session: string, place: string | null, at: number): { now: Editors; changed: boolean } {
      const there = journeys.get(journey) ?? new Map<string, { place: string; at: number }>()
      const before = told(there)
      if (place === null) there.delete(session)
      else there.set(session, { place, at })
      for (const [other, { at: seen }] of there) if (at - seen > editorGoneAfterMs) there.delete(other)
      if (there.size === 0) journeys.delete(journey)
      else journeys.set(journey, there)
      const now = told(there)
      return { now, changed: JSON.stringify(now) !== JSON.stringify(before) }
    },
  }
}

function told(there: ReadonlyMap<string, { place: string }>): Editors {
  return [...there].map(([session, { place }]) => ({ session, place }))
}
