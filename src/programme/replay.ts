import { dayMs } from '../model/duration.ts'
import type { Journey } from '../model/journey.ts'
import type { FrictionMessage, MessageContent, Programme, SequenceMessage } from '../model/programme.ts'
import type { Fate, MovedBy } from '../model/programme-fate.ts'
import { zoneClock } from '../model/zone-clock.ts'
import { triggersIn } from './friction-triggers.ts'
import { isHeldOut } from './holdout.ts'
import { type Colleagues, chainsOf, type LivedStay, type Person, ruleKey, type StayChain } from './replay-people.ts'
import { type SendingCalendar, sendingCalendar } from './send-time.ts'
import { type SendingTerms, sendingTerms } from './sending-terms.ts'
import { type DueIn, dueIn } from './sequence-due.ts'

/** A message to a person in one stay, and what became of it. Times in UTC ms. */
export interface Told {
  programme: Programme
  kind: 'sequence' | 'friction' | 'transactional'
  message: MessageContent
  person: Person
  account: string
  /** The stay that it was last due in; null: of a transactional message. */
  stay: LivedStay | null
  fate: Fate
  /** When it was first due; null: it never was. */
  due: number | null
  /** When it went or would go; null: never. */
  at: number | null
  movedBy: readonly MovedBy[]
}

/** Programmes to replay together over a journey's stays, up to a horizon (UTC ms). */
export interface Replay {
  programmes: readonly Programme[]
  journey: Pick<Journey, 'stages' | 'restartAfterMs'>
  horizon: number
}

/** A programme made ready. */
interface Ready {
  programme: Programme
  calendar: SendingCalendar
  sequences: ReadonlyMap<string, readonly SequenceMessage[]>
  friction: ReadonlyMap<string, readonly FrictionMessage[]>
}

/** A person with what went to them so far, in order of time. */
interface Recipient {
  person: Person
  sends: number[]
  had: Map<string, number>
}

/** A message on its way; of a sequence `rest` are those after it, and `chain` counts what went. */
interface Task {
  ready: Ready
  terms: SendingTerms
  to: Recipient
  kind: 'sequence' | 'friction'
  message: MessageContent
  rest: readonly SequenceMessage[]
  day: number
  chain: { stays: readonly LivedStay[]; place: number; sent: number }
  trigger: number
  knownAt: number
  firstDue: number
  due: number
  at: number
  /** When it is dropped if it did not go by then: the stay's end is known, or the person acted. */
  stop: number
  movedBy: MovedBy[]
}

/** By which programme, on what terms, to whom. */
type Whom = Pick<Task, 'ready' | 'terms' | 'to'>

/** All that the messages of one account, or of one person alone, are decided by. */
interface Scene {
  asked: Replay
  dueIn: DueIn
  colleagues: Colleagues
  recipients: readonly Recipient[]
  tasks: Task[]
  accountSends: { at: number; contact: string }[]
  tell: (told: Told) => void
}

/**
 * What programmes would have sent to the people of an account (rules R1, R6, R7, R9), each message told once with what became of it. Messages go in the order of time; of those
 * that may go at one instant the higher priority first, then the earlier due, then by contact and message. One waits where, later on its local day, one of a higher priority is due to the same person.
 */
export function replay(asked: Replay): (colleagues: Colleagues, tell: (told: Told) => void) => void {
  const every = asked.programmes.map(makeReady)
  const due = dueIn(asked.journey, asked.horizon)
  return (colleagues, tell) => {
    const recipients = colleagues.people.map((person) => ({ person, sends: [...person.otherSends], had: new Map<string, number>() }))
    const scene: Scene = { asked, dueIn: due, colleagues, recipients, tasks: [], accountSends: [], tell }
    for (const ready of every) for (const to of recipients) begin(scene, ready, to)
    for (let task = takeNext(scene); task !== null; task = takeNext(scene)) decide(scene, task)
  }
}

function makeReady(programme: Programme): Ready {
  const sequences = new Map(
    programme.sequences.map(({ stage, persona, messages }) => [keyOf(stage, persona), [...messages].sort((a, b) => a.day - b.day)]),
  )
  const friction = new Map<string, FrictionMessage[]>()
  for (const message of programme.friction) friction.set(message.stage, [...(friction.get(message.stage) ?? []), message])
  return { programme, calendar: sendingCalendar(programme.limits), sequences, friction }
}

function keyOf(stage: string, persona: string | null): string {
  return `${stage}\n${persona ?? ''}`
}

/** Puts all that a programme may send to someone on its way. */
function begin(scene: Scene, ready: Ready, to: Recipient): void {
  const { programme } = ready
  tellTransactional(scene, ready, to)
  const terms = sendingTerms(programme, to.person)
  const unit = { account: scene.colleagues.account, contact: to.person.contact }
  const fate = terms.consent.length === 0 ? 'noConsent' : isHeldOut(programme.id, unit, programme.holdout) ? 'holdout' : null
  for (const chain of chainsOf(to.person.stays)) {
    const [first] = chain.stays as [LivedStay]
    const messages = ready.sequences.get(keyOf(first.stage, first.persona)) ?? ready.sequences.get(keyOf(first.stage, null)) ?? []
    if (fate === null) {
      startChain(scene, { ready, terms, to }, chain, messages)
      for (const stay of chain.stays)
        for (const message of ready.friction.get(stay.stage) ?? []) startFriction(scene, { ready, terms, to }, message, stay)
    } else if (messages[0] !== undefined) {
      const what = { programme, kind: 'sequence', message: messages[0], person: to.person } as const
      scene.tell({ ...what, account: scene.colleagues.account, stay: first, fate, due: null, at: null, movedBy: [] })
    }
  }
}

/** Owed by an event: at once, to everyone, and seen by no cap (rule R6). */
function tellTransactional({ asked, colleagues, tell }: Scene, { programme }: Ready, { person }: Recipient): void {
  for (const message of programme.transactional)
    for (const at of person.met.get(ruleKey(message.rule)) ?? []) {
      if (at > asked.horizon) continue
      const what = { programme, kind: 'transactional', message, person, account: colleagues.account } as const
      tell({ ...what, stay: null, fate: 'sent', due: at, at, movedBy: [] })
    }
}

function startChain(scene: Scene, whom: Whom, { stays }: StayChain, messages: readonly SequenceMessage[]): void {
  const [message, ...rest] = messages
  if (message === undefined) return
  startMessage(scene, { ...whom, chain: { stays, place: 0, sent: 0 } }, message, rest, 0)
}

/** The next message of a sequence, in the stay where the chain is; it may go from `from` on. */
function startMessage(
  scene: Scene,
  { ready, terms, to, chain }: Whom & Pick<Task, 'chain'>,
  message: SequenceMessage,
  rest: readonly SequenceMessage[],
  from: number,
): void {
  const stay = chain.stays[chain.place] as LivedStay
  const due = scene.dueIn(stay, livedBefore(chain), message.day)
  const task: Task = {
    ...{ ready, terms, to, kind: 'sequence', message, rest, day: message.day, chain, trigger: 0, knownAt: stay.startKnownAt, movedBy: [] },
    ...{ firstDue: due ?? 0, due: due ?? 0, at: Math.max(due ?? 0, stay.startKnownAt, from), stop: stay.endKnownAt ?? forever },
  }
  if (due === null) finish(scene, task, 'tooLate', from)
  else queue(scene, task)
}

const forever = Number.POSITIVE_INFINITY

function queue({ tasks }: Scene, task: Task): void {
  tasks.push({ ...task, at: Math.min(task.at, task.stop) })
}

function livedBefore({ stays, place }: Task['chain']): number {
  return stays.slice(0, place).reduce((sum, { startedAt, endedAt }) => sum + ((endedAt ?? startedAt) - startedAt), 0)
}

function startFriction(scene: Scene, whom: Whom, message: FrictionMessage, stay: LivedStay): void {
  const { to } = whom
  for (const trigger of triggersIn(message, stay, to.person)) {
    const due = trigger + message.delayMs
    const knownAt = Math.max(trigger, stay.startKnownAt)
    const acted = to.person.acts.find((act) => act > trigger) ?? forever
    queue(scene, {
      ...{ ...whom, kind: 'friction', message, rest: [], day: 0, chain: { stays: [stay], place: 0, sent: 0 }, trigger, knownAt },
      ...{ firstDue: due, due, at: Math.max(due, knownAt), stop: Math.min(stay.endKnownAt ?? forever, acted), movedBy: [] },
    })
  }
}

/** The message that is decided next: the earliest, by the order that `replay` says. */
function takeNext({ tasks }: Scene): Task | null {
  if (tasks.length === 0) return null
  let best = 0
  for (let i = 1; i < tasks.length; i++) if (goesBefore(tasks[i] as Task, tasks[best] as Task)) best = i
  const found = tasks[best] as Task
  tasks[best] = tasks.at(-1) as Task
  tasks.pop()
  return found
}

function goesBefore(a: Task, b: Task): boolean {
  if (a.at !== b.at) return a.at < b.at
  const [high, low] = [a.ready.programme.priority, b.ready.programme.priority]
  if (high !== low) return high > low
  if (a.due !== b.due) return a.due < b.due
  return orderText(a) < orderText(b)
}

function orderText({ to, message, ready }: Task): string {
  return `${to.person.contact}\n${message.id}\n${ready.programme.id}`
}

/** Sends a message whose time has come, moves it on, or says why it never goes. */
function decide(scene: Scene, task: Task): void {
  const { chain, at, ready } = task
  if (at >= task.stop) drop(scene, task)
  else if (!task.terms.consent.some(({ from, to }) => from <= at && at < to)) finish(scene, task, 'noConsent', at)
  else if (hadIt(scene, task)) finish(scene, task, 'hadIt', at)
  else if (task.kind === 'sequence' && chain.sent >= ready.programme.limits.perSequence) finish(scene, task, 'cap', at)
  else sendOrMove(scene, task, earliest(scene, task))
}

function sendOrMove(scene: Scene, task: Task, next: number | null): void {
  const { at } = task
  if (next === null) finish(scene, task, 'noTime', at)
  else if (next === forever && task.stop === forever) finish(scene, task, 'waiting', at)
  else if (next > at) queue(scene, { ...task, at: Math.min(next, consentEnd(task)) })
  else {
    const higher = higherDue(scene, task)
    if (higher === null) send(scene, task)
    else queue(scene, { ...task, at: higher, movedBy: added(task.movedBy, 'priority') })
  }
}

/** Until when the consent of now lasts: who takes it back while a message waits does not get it. */
function consentEnd({ terms, at }: Task): number {
  return terms.consent.find(({ from, to }) => from <= at && at < to)?.to ?? at
}

function added(movedBy: MovedBy[], by: MovedBy): MovedBy[] {
  return movedBy.includes(by) ? movedBy : [...movedBy, by]
}

/** A stay that was left for good ends the sequence; one that was resumed goes on with it (rule R9). */
function drop(scene: Scene, task: Task): void {
  const { chain, kind, stop } = task
  const left = (chain.stays[chain.place] as LivedStay).endKnownAt
  const resumed = chain.stays[chain.place + 1]
  if (kind === 'friction') finish(scene, task, left !== null && left <= stop ? 'left' : 'acted', stop)
  else if (resumed === undefined) finish(scene, task, 'left', stop)
  else goOn(scene, task, resumed)
}

function goOn(scene: Scene, task: Task, stay: LivedStay): void {
  const { chain, stop } = task
  chain.place++
  const due = scene.dueIn(stay, livedBefore(chain), task.day)
  if (due === null) finish(scene, task, 'tooLate', stop)
  else {
    const at = Math.max(due, stay.startKnownAt, stop)
    queue(scene, { ...task, due, knownAt: stay.startKnownAt, at, stop: stay.endKnownAt ?? forever, movedBy: [] })
  }
}

/** No message twice within restartAfter; without one never twice (rule R9). */
function hadIt({ asked }: Scene, { to, message, ready, at }: Task): boolean {
  const last = to.had.get(`${ready.programme.id}\n${message.id}`)
  return last !== undefined && at - last < (asked.journey.restartAfterMs ?? Number.POSITIVE_INFINITY)
}

function send(scene: Scene, task: Task): void {
  const { to, at, chain, message, ready } = task
  insertInOrder(to.sends, at)
  to.had.set(`${ready.programme.id}\n${message.id}`, at)
  scene.accountSends.push({ at, contact: to.person.contact })
  // Another signal of the same message waits no longer: they had it now.
  for (const other of scene.tasks) if (other.to === to && other.message === message && other.due <= at && other.knownAt <= at) other.at = at
  chain.sent++
  finish(scene, task, at <= scene.asked.horizon ? 'sent' : 'waiting', at, at)
}

/** Tells a message, decided at an instant, and puts the next one of its sequence on its way. */
function finish(scene: Scene, task: Task, fate: Fate, decidedAt: number, at: number | null = null): void {
  tellOf(scene, task, fate, at)
  const [next, ...rest] = task.rest
  if (next !== undefined) startMessage(scene, task, next, rest, decidedAt)
}

function tellOf({ colleagues, tell }: Scene, task: Task, fate: Fate, at: number | null): void {
  const { ready, kind, message, to, chain, movedBy } = task
  const due = fate === 'tooLate' ? null : task.firstDue
  const what = { programme: ready.programme, kind, message, person: to.person, account: colleagues.account }
  tell({ ...what, stay: chain.stays[chain.place] as LivedStay, fate, due, at, movedBy })
}

/** The first instant from a message's own on at which nothing known so far stands against it (rule R6): never, where a deal stays open; null: no allowed time. */
function earliest(scene: Scene, task: Task): number | null {
  const { ready, to } = task
  const { limits } = ready.programme
  let at = task.at
  const moved = (by: MovedBy, later: number): boolean => {
    if (later <= at) return false
    at = later
    task.movedBy = added(task.movedBy, by)
    return true
  }
  while (at < task.stop) {
    const open = ready.calendar.firstFrom(at, task.terms.reached)
    if (open === null) return null
    moved('calendar', open)
    if (moved('gap', gapEnd(to, at, limits.minGapDays * dayMs))) continue
    if (limits.perPerson !== null && moved('personCap', capEnd(to, at, limits.perPerson))) continue
    if (limits.pauseOnOpenDeal && moved('openDeal', dealEnd(scene, at))) continue
    if (limits.oneAnAccountADay && moved('colleague', colleagueEnd(scene, task, at))) continue
    return at
  }
  return at
}

/** The latest message by then, and the gap after it. */
function gapEnd({ sends }: Recipient, at: number, gapMs: number): number {
  for (let i = sends.length - 1; i >= 0; i--) if ((sends[i] as number) <= at) return (sends[i] as number) + gapMs
  return 0
}

/** When fewer than the cap went within its days, those days ending then. */
function capEnd({ sends }: Recipient, at: number, { messages, days }: { messages: number; days: number }): number {
  const within = sends.filter((sent) => sent <= at && sent > at - days * dayMs)
  if (within.length < messages) return 0
  if (messages === 0) return forever
  return (within[within.length - messages] as number) + days * dayMs
}

function dealEnd({ colleagues }: Scene, at: number): number {
  return colleagues.openDeals.find(({ from, to }) => from <= at && at < to)?.to ?? 0
}

/** The start of the next day, of the programme's zone, where a colleague has a message on this one (rule R9). */
function colleagueEnd({ accountSends, colleagues }: Scene, { to, ready }: Task, at: number): number {
  if (colleagues.people.length < 2) return 0
  const clock = zoneClock(ready.programme.timeZone)
  const day = clock.dayAt(at)
  const taken = accountSends.some((sent) => sent.contact !== to.person.contact && clock.dayAt(sent.at) === day)
  return taken ? startAfter(clock, day) : 0
}

function startAfter(clock: ReturnType<typeof zoneClock>, day: number): number {
  return Math.max(...clock.spansOf(day).map(({ to }) => to))
}

/** The next instant to look again where, later on this local day, one of a higher priority is due to the same person, as far as is known; null: none is. */
function higherDue({ tasks, asked }: Scene, { to, ready, terms, at }: Task): number | null {
  if (asked.programmes.length < 2) return null
  const { priority } = ready.programme
  const clock = zoneClock(terms.reached.zone)
  const day = clock.dayAt(at)
  const later = tasks.filter(
    (other) =>
      other.to === to &&
      other.ready.programme.priority > priority &&
      other.knownAt <= at &&
      Math.min(other.due, other.stop) > at &&
      clock.dayAt(other.due) === day,
  )
  return later.length === 0 ? null : Math.min(...later.map(({ due, stop }) => Math.min(due, stop)))
}

function insertInOrder(times: number[], at: number): void {
  let place = times.length
  while (place > 0 && (times[place - 1] as number) > at) place--
  times.splice(place, 0, at)
}
