import type { NextRow, WhoIsNext } from '../map/who-is-next.ts'
import type { Programme } from '../model/programme.ts'
import { type ZoneClock, zoneClock } from '../model/zone-clock.ts'
import { dayTextOf } from './day-number.ts'
import { type NextRows, nextRows } from './next-rows.ts'
import type { WhoOptions } from './replay-options.ts'

/** Collects who is where and what is due to them, holding no more rows than a page needs. */
export interface WhoTally extends NextRows {
  result(): Pick<WhoIsNext, 'total' | 'slots' | 'rows'>
}

/** An empty tally of a programme at a horizon (UTC ms). */
export function whoTally(programme: Programme, horizon: number, asked: WhoOptions): WhoTally {
  const slots = new Map<string, WhoIsNext['slots'][number]>()
  const clock = zoneClock(programme.timeZone)
  let rows: NextRow[] = []
  let total = 0
  const wanted = asked.offset + asked.limit

  function add(row: NextRow): void {
    const key = `${row.stage}\n${row.persona}\n${row.next?.message ?? ''}\n${row.why ?? ''}`
    const slot = slots.get(key) ?? { stage: row.stage, persona: row.persona, message: row.next?.message ?? null, why: row.why, people: 0 }
    slots.set(key, { ...slot, people: slot.people + 1 })
    if (!isWanted(row, asked, clock)) return
    total++
    rows.push(row)
    if (rows.length > 2 * wanted + 1000) rows = rows.sort(soonestFirst).slice(0, wanted)
  }

  return {
    ...nextRows(programme, horizon, add),
    result: () => ({
      total,
      slots: [...slots.values()].sort((a, b) => (slotText(a) < slotText(b) ? -1 : 1)),
      rows: rows.sort(soonestFirst).slice(asked.offset, wanted),
    }),
  }
}

function isWanted(row: NextRow, { stage, persona, message, day }: WhoOptions, clock: ZoneClock): boolean {
  const at = row.next?.at ?? null
  return (
    (stage === null || row.stage === stage) &&
    (persona === null || row.persona === persona) &&
    (message === null || row.next?.message === message) &&
    (day === null || (at !== null && dayTextOf(clock.dayAt(at)) === day))
  )
}

function soonestFirst(a: NextRow, b: NextRow): number {
  const at = ({ next }: NextRow) => (next === null ? Number.POSITIVE_INFINITY : (next.at ?? Number.MAX_SAFE_INTEGER))
  const [first, second] = [at(a), at(b)]
  if (first !== second) return first < second ? -1 : 1
  return a.contact < b.contact ? -1 : a.contact > b.contact ? 1 : a.enteredAt - b.enteredAt
}

function slotText({ stage, persona, message, why }: WhoIsNext['slots'][number]): string {
  return [stage, persona, message ?? '~', why ?? ''].join('\n')
}
