import { contactTies } from '../events/contact-ties.ts'
import { recordChange, recordingObjects } from '../events/record-change.ts'
import { contactsOf } from '../model/contact-groups.ts'
import type { EventStore } from '../store/event-store.ts'
import { replaceMergedContacts } from '../store/known-facts.ts'

/** Where more ids than these stand for another contact than before, everything counts as changed. */
const mostMoved = 10_000

/**
 * Brings `merged_contacts`, and with it the facts as known, up to date with the ties that stand (rule E7), and notes whose facts that moves. To be run by one at a time.
 * A change is noted first, until it is done as one of everything: died in between, it is made again.
 */
export async function knowContacts(store: EventStore): Promise<void> {
  const contacts = contactsOf(await contactTies(store))
  const before = new Map(
    (await store.rows<{ id: string; contact: string }>('SELECT id, contact FROM merged_contacts')).map(({ id, contact }) => [id, contact]),
  )
  const after = new Map([...contacts].filter(([id, contact]) => id !== contact))
  const moved = [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id))
  if (moved.length === 0) return
  const merged = [...after].map(([id, contact]) => ({ id, contact }))
  if (moved.length > mostMoved) {
    await recordChange(store, 'everything')
    return replaceMergedContacts(store, merged)
  }
  const ids = new Set(moved.flatMap((id) => [id, before.get(id) ?? id, after.get(id) ?? id]))
  const told = `SELECT 'contact' AS objectType, arrayJoin({ids:Array(String)}) AS objectId, 'link' AS what`
  await recordingObjects(store, { before: told, after: null, parameters: { ids: [...ids] } }, () => replaceMergedContacts(store, merged))
}
