import { type InventoryEntry, inventoryKey } from '../measures/served-stages.ts'
import type { Programme } from '../model/programme.ts'
import { messagesOf, stageOf } from '../model/programme-messages.ts'

/** What a programme says of its messages and assets, by their names and ids (rule R10); where a message and an asset share one, the message is meant. */
export function messageInventory(programme: Programme): Map<string, InventoryEntry> {
  const assets = programme.assets.flatMap(({ id, title, stage, question }) =>
    [id, title].map((name) => [name, { stage, question }] as const),
  )
  const messages = messagesOf(programme).flatMap((placed) => {
    const { id, name, question } = placed.message
    return [id, name].map((one) => [one, { stage: stageOf(placed), question }] as const)
  })
  return new Map([...assets, ...messages].map(([name, entry]) => [inventoryKey(name), entry]))
}
