/** What a tool does not do of one thing of a programme; `where` null: of the whole. */
interface Told {
  kind: 'lost' | 'changed' | 'byHand'
  where: string | null
  text: string
  wayOut: string
}

/** One gap of a hand-over, and the ids of what it concerns; none: the whole programme. */
export type LossGroup = Omit<Told, 'where'> & { where: string[] }

/** Each gap once, in the order in which it is first told, with all that it concerns. */
export function groupedLosses(losses: readonly Told[]): LossGroup[] {
  const groups = new Map<string, LossGroup>()
  for (const { kind, text, wayOut, where } of losses) {
    const key = JSON.stringify([kind, text, wayOut, where === null])
    const group = groups.get(key) ?? { kind, text, wayOut, where: [] }
    if (where !== null && !group.where.includes(where)) group.where.push(where)
    groups.set(key, group)
  }
  return [...groups.values()]
}
