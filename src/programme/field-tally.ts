import type { NextRow } from '../map/who-is-next.ts'
import { dayMs } from '../model/duration.ts'
import type { Programme } from '../model/programme.ts'
import { zoneClock } from '../model/zone-clock.ts'
import { dayTextOf } from './day-number.ts'
import { fieldColumns } from './field-columns.ts'
import { triggersIn } from './friction-triggers.ts'
import { isHeldOut } from './holdout.ts'
import { nextRows } from './next-rows.ts'
import { valueAt } from './property-history.ts'
import type { Told } from './replay.ts'
import { type Colleagues, type LivedStay, type Person, ruleKey } from './replay-people.ts'
import { sendingTerms } from './sending-terms.ts'
import { fieldName, inNothing, messageField, sequenceValue } from './targets/contact-field.ts'
import type { Target } from './targets/target.ts'

/** The property that holds a contact's address. */
export const addressProperty = 'email'

/** Collects what a tool is told of each contact at a horizon. */
export interface FieldTally {
  tell(told: Told): void
  /** After all was told of them. */
  endOfPeople(colleagues: Colleagues): void
  result(): { columns: string[]; rows: string[][]; inStage: number; inSeveral: number }
}

/** A contact's stay now, and the message that is due next in it. */
interface Now {
  stay: LivedStay
  next: NextRow['next']
}

/** The fields of a programme's contacts, a row each, at a horizon (UTC ms): of those who are in no stage any more too, so that they are taken out (rules R1, R5, R6). */
export function fieldTally(programme: Programme, target: Pick<Target, 'keys' | 'events'>, horizon: number): FieldTally {
  const columns = fieldColumns(programme, target)
  const next = new Map<string, NextRow['next']>()
  const due = nextRows(programme, horizon, (row) => void next.set(keyOf(row.contact, row.stage, row.enteredAt), row.next))
  const rows: string[][] = []
  const seen = new Set<string>()
  let inStage = 0
  let inSeveral = 0
  return {
    tell: due.tell,
    endOfPeople: (colleagues) => {
      due.endOfPeople()
      for (const person of colleagues.people) {
        if (seen.has(person.contact)) continue
        seen.add(person.contact)
        const open = openStays(programme, person, horizon).map((stay): Now => {
          return { stay, next: next.get(keyOf(person.contact, stay.stage, stay.startedAt)) ?? null }
        })
        const now = open.sort(soonestFirst)[0] ?? null
        if (now !== null) inStage++
        if (open.length > 1) inSeveral++
        const fields = fieldsOf({ programme, colleagues, person, now, horizon })
        rows.push([person.contact, addressOf(person), ...columns.map(({ value }) => value(fields))])
      }
      next.clear()
    },
    result: () => ({
      columns: [target.keys.contact, target.keys.email, ...columns.map(({ column }) => column)],
      rows: rows.sort(([a = ''], [b = '']) => (a < b ? -1 : a > b ? 1 : 0)),
      inStage,
      inSeveral,
    }),
  }
}

function keyOf(contact: string, stage: string, since: number): string {
  return `${contact}\n${stage}\n${since}`
}

function openStays({ sequences, friction }: Programme, { stays }: Person, horizon: number): LivedStay[] {
  const served = [...sequences, ...friction]
  return stays.filter(
    ({ stage, endedAt, startKnownAt }) => endedAt === null && startKnownAt <= horizon && served.some((one) => one.stage === stage),
  )
}

/** Of several stays the one whose message is due soonest; of these the latest. */
function soonestFirst(a: Now, b: Now): number {
  const at = ({ next }: Now) => (next === null ? Number.POSITIVE_INFINITY : (next.at ?? Number.MAX_SAFE_INTEGER))
  return at(a) === at(b) ? b.stay.startedAt - a.stay.startedAt : at(a) < at(b) ? -1 : 1
}

/** The address as the data know it, else an id that is one. */
function addressOf({ contact, known }: Person): string {
  const told = valueAt(known.get(addressProperty) ?? [], Number.POSITIVE_INFINITY)
  return told ?? (/^[^\s@]+@[^\s@]+$/.test(contact) ? contact : '')
}

interface Scene {
  programme: Programme
  colleagues: Colleagues
  person: Person
  now: Now | null
  horizon: number
}

function fieldsOf(scene: Scene): Map<string, string> {
  const { programme, colleagues, person, now, horizon } = scene
  const consents = sendingTerms(programme, person).consent.some(({ from, to }) => from <= horizon && horizon < to)
  const unit = { account: colleagues.account, contact: person.contact }
  const may = consents && !isHeldOut(programme.id, unit, programme.holdout)
  const stay = now?.stay ?? null
  const name = (what: Parameters<typeof fieldName>[1]) => fieldName(programme, what)
  const { next = null } = now ?? {}
  return new Map([
    [name('sequence'), may && stay !== null ? sequenceOf(programme, stay) : inNothing],
    [name('since'), stay === null ? '' : new Date(stay.startedAt).toISOString()],
    [name('stage'), may && stay !== null ? stay.stage : inNothing],
    ...messageFields(scene),
    [name('days_in_stage'), stay === null ? '' : ((horizon - stay.startedAt) / dayMs).toFixed(1)],
    [name('next_message'), next?.message ?? ''],
    [name('next_day'), next?.at == null ? '' : dayTextOf(zoneClock(programme.timeZone).dayAt(next.at))],
    [name('persona'), stay?.persona ?? ''],
    [name('account'), colleagues.account],
    [name('deal_open'), programme.limits.pauseOnOpenDeal ? yesOrNo(isOpen(colleagues, horizon)) : ''],
    [name('consent'), yesOrNo(consents)],
  ])
}

/** The sequence of a stay: of its persona, else of all. */
function sequenceOf({ sequences }: Programme, { stage, persona }: LivedStay): string {
  const own = sequences.find((one) => one.stage === stage && one.persona === persona)
  const found = own ?? sequences.find((one) => one.stage === stage && one.persona === null)
  return found === undefined ? inNothing : sequenceValue(found)
}

function isOpen({ openDeals }: Colleagues, at: number): boolean {
  return openDeals.some(({ from, to }) => from <= at && at < to)
}

/** Which friction messages' signals hold, and which messages an event of the last day owes. */
function messageFields({ programme, person, now, horizon }: Scene): [string, string][] {
  const friction = programme.friction.map((message): [string, string] => {
    const inStage = now !== null && now.stay.stage === message.stage
    const shown = inStage ? triggersIn(message, now.stay, person).filter((at) => at <= horizon) : []
    const holds = shown.some((trigger) => !person.acts.some((act) => act > trigger && act <= horizon))
    return [messageField(programme, message.id), yesOrNo(holds)]
  })
  const owed = programme.transactional.map(({ id, rule }): [string, string] => {
    const met = person.met.get(ruleKey(rule)) ?? []
    return [messageField(programme, id), yesOrNo(met.some((at) => at <= horizon && at > horizon - dayMs))]
  })
  return [...friction, ...owed]
}

function yesOrNo(holds: boolean): string {
  return holds ? 'yes' : 'no'
}
