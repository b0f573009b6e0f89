import { compareText, type OracleEvent } from './facts.ts'

/** "These two ids are one contact" (identify, alias). An unmerge is the same pair with `apart` true and takes the tie back. */
export interface Tie {
  left: string
  right: string
  apart: boolean
}

/** The contact each tied id stands for: of all ids connected by ties that no unmerge takes back, a known contact, the least by text (rule E7). */
export function contactOf(ties: readonly Tie[], contacts: ReadonlySet<string>): Map<string, string> {
  const pair = (tie: Tie) => JSON.stringify([tie.left, tie.right].sort(compareText))
  const undone = new Set(ties.filter((tie) => tie.apart).map(pair))
  const standing = ties.filter((tie) => !tie.apart && !undone.has(pair(tie)))
  const ids = new Set(ties.flatMap((tie) => [tie.left, tie.right]))
  return new Map([...ids].map((id) => [id, leader(connected(id, standing), contacts)]))
}

/** Events with every anonymous id and contact replaced by the contact it stands for, from the beginning of history. */
export function withIdentity(events: readonly OracleEvent[], ties: readonly Tie[]): OracleEvent[] {
  const contacts = new Set(events.flatMap((event) => event.objects.contact ?? []))
  const stands = contactOf(ties, contacts)
  return events.map((event) => {
    const { anonymous = [], contact = [], ...others } = event.objects
    const known = new Set(contact.map((id) => stands.get(id) ?? id))
    const unknown = new Set<string>()
    for (const id of anonymous) {
      const stand = stands.get(id) ?? id
      if (contacts.has(stand)) known.add(stand)
      else unknown.add(stand)
    }
    const objects: Record<string, string[]> = { ...others }
    if (known.size > 0) objects.contact = [...known].sort(compareText)
    if (unknown.size > 0) objects.anonymous = [...unknown].sort(compareText)
    return { ...event, objects }
  })
}

function connected(id: string, ties: readonly Tie[]): Set<string> {
  const group = new Set([id])
  for (let before = 0; before !== group.size; ) {
    before = group.size
    for (const tie of ties) {
      if (group.has(tie.left)) group.add(tie.right)
      if (group.has(tie.right)) group.add(tie.left)
    }
  }
  return group
}

function leader(group: ReadonlySet<string>, contacts: ReadonlySet<string>): string {
  const ids = [...group].sort(compareText)
  return ids.find((id) => contacts.has(id)) ?? (ids[0] as string)
}
