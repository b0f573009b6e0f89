/** Two contact ids that are one person (rule E7). */
export type ContactTie = readonly [string, string]

/** The contact that each tied id stands for: of all ids connected to it, the least in the order of text (rule E7). */
export function contactsOf(ties: Iterable<ContactTie>): Map<string, string> {
  const towards = new Map<string, string>()
  const leastOf = (id: string): string => {
    let least = id
    for (let next = towards.get(least); next !== undefined && next !== least; next = towards.get(least)) least = next
    for (let at = id; at !== least; ) {
      const next = towards.get(at) ?? least
      towards.set(at, least)
      at = next
    }
    return least
  }
  for (const [left, right] of ties) {
    const [one, other] = [leastOf(left), leastOf(right)]
    const [least, greater] = compareText(one, other) <= 0 ? [one, other] : [other, one]
    towards.set(least, least)
    towards.set(greater, least)
  }
  return new Map([...towards.keys()].map((id) => [id, leastOf(id)]))
}

/** The ids on a shortest way of ties from one id to another, both included; null: they are not connected. */
export function wayBetween(ties: Iterable<ContactTie>, from: string, to: string): string[] | null {
  const next = new Map<string, string[]>()
  for (const [left, right] of ties) {
    next.set(left, [...(next.get(left) ?? []), right])
    next.set(right, [...(next.get(right) ?? []), left])
  }
  const cameFrom = new Map<string, string | null>([[from, null]])
  for (const id of cameFrom.keys()) {
    if (id === to) break
    for (const other of next.get(id) ?? []) if (!cameFrom.has(other)) cameFrom.set(other, id)
  }
  if (!cameFrom.has(to)) return null
  const way: string[] = []
  for (let id: string | null = to; id !== null; id = cameFrom.get(id) ?? null) way.unshift(id)
  return way
}

/** Orders texts by their code points: the order of their bytes, in which the event store sorts. */
export function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let i = 0; i < length; i++) {
    const [a, b] = [left.charCodeAt(i), right.charCodeAt(i)]
    if (a !== b) return rank(a) - rank(b)
  }
  return left.length - right.length
}

/** Halves of pairs stand for code points above all others. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}
