import type { NextRow } from '../map/who-is-next.ts'
import { dayMs } from '../model/duration.ts'
import type { Programme } from '../model/programme.ts'
import type { Told } from './replay.ts'
import type { Colleagues } from './replay-people.ts'

/** Joins what a replay tells of the people of one account to rows of who is next. */
export interface NextRows {
  tell(told: Told): void
  endOfPeople(): void
}

/** A row on its way: what became of the last message, and the message that is next as it was told. */
interface Open {
  row: NextRow
  lastFate: Told['fate']
  due: Told | null
}

/** Hands on each stay of a programme's stages that is open at a horizon (UTC ms), with the message due next in it (rules R1, R6, R9); `due` null: none is. */
export function nextRows(programme: Programme, horizon: number, take: (row: NextRow, due: Told | null) => void): NextRows {
  let open = new Map<string, Open>()
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
      for (const { row, lastFate, due } of open.values())
        take(row.next === null ? { ...row, why: lastFate === 'sent' ? 'allSent' : lastFate } : row, due)
      open = new Map()
    },
  }
}

/** Whether one of them is in a stage now: of others no row comes, whatever a replay tells. */
export function isAnyoneInStage({ people }: Colleagues): boolean {
  return people.some(({ stays }) => stays.some(({ endedAt }) => endedAt === null))
}

function newRow({ person, account, stay }: Told, horizon: number): Open {
  const { stage = '', persona = '', startedAt = 0 } = stay ?? {}
  const row = { contact: person.contact, account, stage, persona, enteredAt: startedAt, days: (horizon - startedAt) / dayMs }
  return { row: { ...row, sent: 0, next: null, why: null }, lastFate: 'sent', due: null }
}

/** The earliest waiting message is next; of the rest the last tells why nothing is. */
function joined({ row, lastFate, due }: Open, told: Told): Open {
  const { fate, message, kind, at, movedBy } = told
  if (fate !== 'waiting') return { row: { ...row, sent: row.sent + (fate === 'sent' ? 1 : 0) }, lastFate: fate, due }
  const sooner = row.next === null || (at ?? Number.POSITIVE_INFINITY) < (row.next.at ?? Number.POSITIVE_INFINITY)
  if (!sooner) return { row, lastFate, due }
  return { row: { ...row, next: { message: message.id, name: message.name, kind, at, movedBy: [...movedBy] } }, lastFate, due: told }
}
