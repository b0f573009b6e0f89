import type { SendMessage } from '../map/send-audit.ts'
import type { Journey } from '../model/journey.ts'

/** How many sends of a message, and clicks by people on it, fell in a stage (its index; 0: in none). */
export interface ServedRow {
  message: string
  stage: number
  sends: number
  clicks: number
}

/** What an inventory says of a message: the id of its stage, and the question that it answers. */
export interface InventoryEntry {
  stage: string | null
  question: string | null
}

/** The stage that a message serves (its index; 0: none is known), how that is known, and its question. */
export interface ServedStage {
  stage: number
  by: SendMessage['servedBy']
  question: string | null
}

/** Under this many clicks the sends decide: a few say nothing of what a message is for. */
const fewestClicks = 10

/** The stage that each message serves (rule R10): as the inventory says, else where most clicks by people fell, else most sends; of equals the earlier. */
export function servedStages(
  rows: readonly ServedRow[],
  inventory: ReadonlyMap<string, InventoryEntry>,
  journey: Journey,
): Map<string, ServedStage> {
  const messages = [...new Set(rows.map(({ message }) => message))]
  return new Map(messages.map((message) => [message, servedStage(message, rows, inventory, journey)]))
}

function servedStage(
  message: string,
  rows: readonly ServedRow[],
  inventory: ReadonlyMap<string, InventoryEntry>,
  journey: Journey,
): ServedStage {
  const known = inventory.get(inventoryKey(message))
  const question = known?.question ?? null
  const told = journey.stages.find(({ id }) => id === known?.stage)
  if (told !== undefined) return { stage: told.index, by: 'inventory', question }
  const placed = rows.filter((row) => row.message === message && row.stage > 0).sort((a, b) => a.stage - b.stage)
  const clicks = placed.reduce((sum, row) => sum + row.clicks, 0)
  const by = clicks >= fewestClicks ? 'clicks' : 'sends'
  const most = placed.reduce<ServedRow | null>((best, row) => (row[by] > (best?.[by] ?? 0) ? row : best), null)
  return most === null ? { stage: 0, by: null, question } : { stage: most.stage, by, question }
}

/** How names of an inventory and of sends are compared: case and spaces at the ends do not count. */
export function inventoryKey(name: string): string {
  return name.trim().toLowerCase()
}
