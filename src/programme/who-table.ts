import type { NextRow } from '../map/who-is-next.ts'

/** The columns of who is next, as a file has them. */
export const nextColumns = ['contact', 'account', 'stage', 'persona', 'entered', 'days', 'sent', 'next', 'name', 'at', 'why'] as const

/** One row of who is next as text; times in UTC. */
export function nextCells({ contact, account, stage, persona, enteredAt, days, sent, next, why }: NextRow): string[] {
  const at = next?.at == null ? '' : new Date(next.at).toISOString()
  const entered = new Date(enteredAt).toISOString()
  return [contact, account, stage, persona, entered, days.toFixed(1), String(sent), next?.message ?? '', next?.name ?? '', at, why ?? '']
}
