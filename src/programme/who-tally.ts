import type { NextRow, WhoIsNext } from '../map/who-is-next.ts'
import { dayMs } from '../model/duration.ts'
import type { Programme } from '../model/programme.ts'
import type { Told } from './replay.ts'
import type { WhoOptions } from './replay-options.ts'

/** Collects who is where and what is due to them, holding no more rows than a page needs. */
export interface WhoTally {
  tell(told: Told): void
  endOfPeople(): void
  result(): Pick<WhoIsNext, 'total' | 'slots' | 'rows'>
}

/** An empty tally of a programme at a horizon (UTC ms). */
export function whoTally(programme: Programme, horizon: number, asked: WhoOptions): WhoTally {
  let open = new Map<string, NextRow & { lastFate: Told['fate'] }>()
  const slots = new Map<string, WhoIsNext['slots'][number]>()
  let rows: NextRow[] = []
  let total = 0
  const wanted = asked.offset + asked.limit

  function add(row: NextRow): void {
    const key = `${row.stage}\n${row.persona}\n${row.next?.message ?? ''}\n${row.why ?? ''}`
    const slot = slots.get(key) ?? { stage: row.stage, persona: row.persona, message: row.next?.message ?? null, why: row.why, people: 0 }
    slots.set(key, { ...slot, people: slot.people + 1 })
    if (!isWanted(row, asked)) return
    total++
    rows.push(row)
    if (rows.length > 2 * wanted + 1000) rows = rows.sort(soonestFirst).slice(0, wanted)
  }

  return {
    tell: (told) => {
      const { stay } = told
      if (
        told.programme !== programme ||
        told.kind === 'transactional' ||
        stay === null ||
        stay.endedAt !== null ||
        stay.startKnownAt > horizon
      )
        return
      const key = `${told.person.contact}\n${stay.stage}\n${stay.startedAt}`
      open.set(key, joined(open.get(key) ?? newRow(told, horizon), told))
    },
    endOfPeople: () => {
      for (const { lastFate, ...row } of open.values())
        add(row.next === null ? { ...row, why: lastFate === 'sent' ? 'allSent' : lastFate } : row)
      open = new Map()
    },
    result: () => ({
      total,
      slots: [...slots.values()].sort((a, b) => (slotText(a) < slotText(b) ? -1 : 1)),
      rows: rows.sort(soonestFirst).slice(asked.offset, wanted),
    }),
  }
}

function newRow({ person, account, stay }: Told, horizon: number): NextRow & { lastFate: Told['fate'] } {
  const { stage = '', persona = '', startedAt = 0 } = stay ?? {}
  const row = { contact: person.contact, account, stage, persona, enteredAt: startedAt, days: (horizon - startedAt) / dayMs }
  return { ...row, sent: 0, next: null, why: null, lastFate: 'sent' }
}

/** The earliest waiting message is next; of the rest the last tells why nothing is. */
function joined(
  row: NextRow & { lastFate: Told['fate'] },
  { fate, message, kind, at, movedBy }: Told,
): NextRow & { lastFate: Told['fate'] } {
  if (fate !== 'waiting') return { ...row, sent: row.sent + (fate === 'sent' ? 1 : 0), lastFate: fate }
  const sooner = row.next === null || (at ?? Number.POSITIVE_INFINITY) < (row.next.at ?? Number.POSITIVE_INFINITY)
  return sooner ? { ...row, next: { message: message.id, name: message.name, kind, at, movedBy: [...movedBy] } } : row
}

function isWanted(row: NextRow, { stage, persona, message }: WhoOptions): boolean {
  return (
    (stage === null || row.stage === stage) &&
    (persona === null || row.persona === persona) &&
    (message === null || row.next?.message === message)
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
