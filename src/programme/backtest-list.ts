import type { BacktestRun } from '../map/backtest.ts'
import type { BacktestChoice, BacktestList, BacktestRow } from '../map/backtest-list.ts'
import { dayMs } from '../model/duration.ts'
import type { Programme } from '../model/programme.ts'
import { type ZoneClock, zoneClock } from '../model/zone-clock.ts'
import { backtestTally, weekOf } from './backtest.ts'
import type { Told } from './replay.ts'

/** Gathers the rows behind a figure of a backtest (rule M7): is told what a tally is told, and keeps one page of it. */
export interface BacktestListing {
  tell(told: Told): void
  endOfPeople(): void
  list(): BacktestList
}

/** An empty list of a programme's backtest. */
export function backtestListing(
  programme: Programme,
  horizon: number,
  { choice, limit, offset }: { choice: BacktestChoice; limit: number; offset: number },
): BacktestListing {
  const clock = zoneClock(programme.timeZone)
  let people = new Map<string, Told[]>()
  const rows: BacktestRow[] = []
  let total = 0
  const keep = (row: BacktestRow) => {
    if (total >= offset && rows.length < limit) rows.push(row)
    total++
  }
  const runOf = (told: readonly Told[]) => {
    const tally = backtestTally(programme, horizon)
    for (const one of told) tally.tell(one)
    tally.endOfPeople()
    return tally.run()
  }
  return {
    tell: (told) => {
      if (told.programme !== programme) return
      const own = people.get(told.person.contact)
      if (own === undefined) people.set(told.person.contact, [told])
      else own.push(told)
    },
    endOfPeople: () => {
      for (const told of people.values()) for (const row of rowsOf(told, choice, clock, runOf)) keep(row)
      people = new Map()
    },
    list: () => ({ unit: unitOf(choice), total, rows }),
  }
}

function unitOf(choice: BacktestChoice): BacktestList['unit'] {
  if (choice.set === 'perWeek') return 'weeks'
  if (choice.set === 'month') return choice.of === 'sends' ? 'messages' : 'people'
  return ['audience', 'heldOut', 'withoutConsent', 'reached', 'perPerson'].includes(choice.set) ? 'people' : 'messages'
}

/** The rows of one person. */
function rowsOf(
  told: readonly Told[],
  choice: BacktestChoice,
  clock: ZoneClock,
  runOf: (told: readonly Told[]) => BacktestRun,
): BacktestRow[] {
  const sent = told.filter(isSend)
  switch (choice.set) {
    case 'audience':
    case 'heldOut':
    case 'withoutConsent':
      return runOf(told)[choice.set] > 0 ? [personRow(told, sent.length)] : []
    case 'reached':
      return sent.length > 0 ? [personRow(told, sent.length)] : []
    case 'perPerson':
      return sent.length === choice.sends ? [personRow(told, sent.length)] : []
    case 'perWeek':
      return weekRows(told, sent, choice.sends, clock)
    case 'month':
      return monthRows(told, choice, runOf, (at) => new Date(clock.dayAt(at) * dayMs).toISOString().slice(0, 7))
    default:
      return told.filter((one) => isChosen(one, choice)).map(messageRow)
  }
}

function isSend({ kind, fate }: Told): boolean {
  return kind !== 'transactional' && fate === 'sent'
}

function isChosen(told: Told, choice: BacktestChoice): boolean {
  const { kind, fate, message, movedBy, at, stay } = told
  if (choice.set === 'transactional') return kind === 'transactional'
  if (choice.set === 'fate')
    return fate === choice.fate && (choice.message === null ? kind !== 'transactional' : message.id === choice.message)
  if (choice.set === 'moved') return movedBy.includes(choice.by)
  if (!isSend(told) || at === null || stay === null) return false
  const isKnown = stay.endKnownAt !== null && at >= stay.endKnownAt
  if (choice.set === 'afterKnownLeaving') return isKnown
  return choice.set === 'afterLeavingNotReceived' && !isKnown && stay.endedAt !== null && at >= stay.endedAt
}

function weekRows(told: readonly Told[], sent: readonly Told[], sends: number, clock: ZoneClock): BacktestRow[] {
  const weeks = Map.groupBy(sent, ({ at }) => weekOf(clock.dayAt(at as number)))
  return [...weeks].flatMap(([week, within]) =>
    within.length === sends ? [{ ...personRow(told, sends), at: (week * 7 - 3) * dayMs }] : [],
  )
}

function monthRows(
  told: readonly Told[],
  { month, of }: Extract<BacktestChoice, { set: 'month' }>,
  runOf: (told: readonly Told[]) => BacktestRun,
  monthOf: (at: number) => string,
): BacktestRow[] {
  if (of === 'sends') return told.filter((one) => isSend(one) && monthOf(one.at as number) === month).map(messageRow)
  const found = runOf(told).months.find((one) => one.month === month)
  return found === undefined || found[of] === 0 ? [] : [personRow(told, found.sends)]
}

function personRow(told: readonly Told[], sends: number): BacktestRow {
  const [first] = told as [Told]
  const none = { stage: null, message: null, name: null, fate: null, due: null, at: null }
  return { contact: first.person.contact, account: first.account, ...none, sends }
}

function messageRow({ person, account, stay, message, fate, due, at }: Told): BacktestRow {
  const { id, name } = message
  return { contact: person.contact, account, stage: stay?.stage ?? null, message: id, name, fate, due, at, sends: null }
}
