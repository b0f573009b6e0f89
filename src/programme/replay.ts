import { dayMs } from '../model/duration.ts'
import type { Journey } from '../model/journey.ts'
import type { FrictionMessage, MessageContent, Programme, SequenceMessage } from '../model/programme.ts'
import type { Fate, MovedBy } from '../model/programme-fate.ts'
import { type ClockSpan, type ZoneClock, zoneClock } from '../model/zone-clock.ts'
import { triggersIn } from './friction-triggers.ts'
import { isHeldOut } from './holdout.ts'
import { type Colleagues, chainsOf, type LivedStay, type Person, ruleKey } from './replay-people.ts'
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
  clock: ZoneClock
  /** By stage, then by persona; null: whoever has none of their own. */
  sequences: ReadonlyMap<string, ReadonlyMap<string | null, readonly Numbered<SequenceMessage>[]>>
  friction: ReadonlyMap<string, readonly Numbered<FrictionMessage>[]>
}

/** A message with a number of its own in a replay; those of one programme with one id are the same message. */
interface Numbered<Message extends MessageContent> {
  message: Message
  number: number
}

/** A person with what went to them so far, in order of time; `had`: when each message last did, by its number. */
interface Recipient {
  person: Person
  sends: number[]
  had: number[]
}

/** By which programme, on what terms, to whom. */
interface Whom {
  ready: Ready
  terms: SendingTerms
  to: Recipient
}

/** Where a message of a sequence stands: the stays that its sequence goes through, in which of them it is, and how many went. */
interface Chain {
  stays: readonly LivedStay[]
  place: number
  sent: number
  messages: readonly Numbered<SequenceMessage>[]
}

/** A message on its way: of a sequence `place` is which of its messages this is. */
interface Task {
  whom: Whom
  kind: 'sequence' | 'friction'
  message: MessageContent
  number: number
  place: number
  chain: Chain
  knownAt: number
  firstDue: number
  due: number
  at: number
  /** When it is dropped if it did not go by then: the stay's end is known, or the person acted. */
  stop: number
  movedBy: readonly MovedBy[]
}

/** All that the messages of one account, or of one person alone, are decided by. */
interface Scene {
  asked: Replay
  dueIn: DueIn
  colleagues: Colleagues
  tasks: Task[]
  /** In order of time, since messages go in it. */
  accountSends: { at: number; contact: string }[]
  tell: (told: Told) => void
}

/**
 * What programmes would have sent to the people of an account (rules R1, R6, R7, R9), each message told once with what became of it. Messages go in the order of time; of those
 * that may go at one instant the higher priority first, then the earlier due, then by contact and message. One waits where, later on its local day, one of a higher priority is due to the same person.
 */
export function replay(asked: Replay): (colleagues: Colleagues, tell: (told: Told) => void) => void {
  const numbers = new Map<string, number>()
  const every = asked.programmes.map((programme) => makeReady(programme, numbers))
  const due = dueIn(asked.journey, asked.horizon)
  return (colleagues, tell) => {
    const scene: Scene = { asked, dueIn: due, colleagues, tasks: [], accountSends: [], tell }
    const recipients = colleagues.people.map((person) => ({
      person,
      sends: person.otherSends.slice(),
      had: new Array<number>(numbers.size).fill(Number.NEGATIVE_INFINITY),
    }))
    for (const ready of every) for (const to of recipients) begin(scene, ready, to)
    for (let task = takeNext(scene); task !== null; task = takeNext(scene)) decide(scene, task)
  }
}

function makeReady(programme: Programme, numbers: Map<string, number>): Ready {
  const numbered = <Message extends MessageContent>(message: Message): Numbered<Message> => {
    const key = `${programme.id}\n${message.id}`
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    return { message, number }
  }
  const sequences = new Map<string, Map<string | null, readonly Numbered<SequenceMessage>[]>>()
  for (const { stage, persona, messages } of programme.sequences) {
    const inOrder = [...messages].sort((a, b) => a.day - b.day).map(numbered)
    sequences.set(stage, (sequences.get(stage) ?? new Map<string | null, typeof inOrder>()).set(persona, inOrder))
  }
  const friction = new Map<string, Numbered<FrictionMessage>[]>()
  for (const message of programme.friction) friction.set(message.stage, [...(friction.get(message.stage) ?? []), numbered(message)])
  return { programme, calendar: sendingCalendar(programme.limits), clock: zoneClock(programme.timeZone), sequences, friction }
}

/** Puts all that a programme may send to someone on its way. */
function begin(scene: Scene, ready: Ready, to: Recipient): void {
  const { programme } = ready
  const { account } = scene.colleagues
  tellTransactional(scene, ready, to)
  const terms = sendingTerms(programme, to.person)
  const whom = { ready, terms, to }
  const fate = terms.consent.length === 0 ? 'noConsent' : heldOut(scene, programme, to) ? 'holdout' : null
  for (const { stays } of chainsOf(to.person.stays)) {
    const [first] = stays as [LivedStay]
    const ofStage = ready.sequences.get(first.stage)
    const messages = ofStage?.get(first.persona) ?? ofStage?.get(null) ?? noMessages
    if (fate === null) {
      startMessage(scene, whom, { stays, place: 0, sent: 0, messages }, 0, 0)
      if (ready.friction.size > 0) for (const stay of stays) startFriction(scene, whom, stay)
    } else if (messages[0] !== undefined) {
      const what = { programme, kind: 'sequence', message: messages[0].message, person: to.person, account } as const
      scene.tell({ ...what, stay: first, fate, due: null, at: null, movedBy: notMoved })
    }
  }
}

const noMessages: readonly never[] = []
const notMoved: readonly never[] = []

function heldOut({ colleagues }: Scene, { id, holdout }: Programme, { person }: Recipient): boolean {
  return isHeldOut(id, { account: colleagues.account, contact: person.contact }, holdout)
}

/** Owed by an event: at once, to everyone, and seen by no cap (rule R6). */
function tellTransactional({ asked, colleagues, tell }: Scene, { programme }: Ready, { person }: Recipient): void {
  for (const message of programme.transactional)
    for (const at of person.met.get(ruleKey(message.rule)) ?? []) {
      if (at > asked.horizon) continue
      const what = { programme, kind: 'transactional', message, person, account: colleagues.account } as const
      tell({ ...what, stay: null, fate: 'sent', due: at, at, movedBy: notMoved })
    }
}

/** Message `place` of a sequence, in the stay where the chain is; it may go from `from` on. None: the sequence is over. */
function startMessage(scene: Scene, whom: Whom, chain: Chain, place: number, from: number): void {
  const next = chain.messages[place]
  if (next === undefined) return
  const { message, number } = next
  const stay = chain.stays[chain.place] as LivedStay
  const found = scene.dueIn(stay, livedBefore(chain), message.day)
  const due = found ?? 0
  const knownAt = stay.startKnownAt
  const at = Math.max(due, knownAt, from)
  const stop = stay.endKnownAt ?? forever
  const task: Task = { whom, kind: 'sequence', message, number, place, chain, knownAt, firstDue: due, due, at, stop, movedBy: notMoved }
  if (found === null) finish(scene, task, 'tooLate', from)
  else queue(scene, task, at)
}

const forever = Number.POSITIVE_INFINITY

function queue({ tasks }: Scene, task: Task, at: number): void {
  task.at = Math.min(at, task.stop)
  tasks.push(task)
}

function livedBefore({ stays, place }: Chain): number {
  let lived = 0
  for (let i = 0; i < place; i++) {
    const { startedAt, endedAt } = stays[i] as LivedStay
    lived += (endedAt ?? startedAt) - startedAt
  }
  return lived
}

function startFriction(scene: Scene, whom: Whom, stay: LivedStay): void {
  const { person } = whom.to
  for (const { message, number } of whom.ready.friction.get(stay.stage) ?? [])
    for (const trigger of triggersIn(message, stay, person)) {
      const due = trigger + message.delayMs
      const knownAt = Math.max(trigger, stay.startKnownAt)
      const acted = person.acts.find((act) => act > trigger) ?? forever
      const stop = Math.min(stay.endKnownAt ?? forever, acted)
      const chain = { stays: [stay], place: 0, sent: 0, messages: noMessages }
      const at = Math.max(due, knownAt)
      queue(
        scene,
        { whom, kind: 'friction', message, number, place: 0, chain, knownAt, firstDue: due, due, at, stop, movedBy: notMoved },
        at,
      )
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
  const [high, low] = [a.whom.ready.programme.priority, b.whom.ready.programme.priority]
  if (high !== low) return high > low
  if (a.due !== b.due) return a.due < b.due
  return orderText(a) < orderText(b)
}

function orderText({ whom: { to, ready }, message }: Task): string {
  return `${to.person.contact}\n${message.id}\n${ready.programme.id}`
}

/** Sends a message whose time has come, moves it on, or says why it never goes. */
function decide(scene: Scene, task: Task): void {
  const { chain, at, whom } = task
  if (at >= task.stop) drop(scene, task)
  else if (consentEnd(task) === null) finish(scene, task, 'noConsent', at)
  else if (hadIt(scene, task)) finish(scene, task, 'hadIt', at)
  else if (task.kind === 'sequence' && chain.sent >= whom.ready.programme.limits.perSequence) finish(scene, task, 'cap', at)
  else sendOrMove(scene, task, earliest(scene, task))
}

function sendOrMove(scene: Scene, task: Task, next: number | null): void {
  const { at } = task
  if (next === null) finish(scene, task, 'noTime', at)
  else if (next === forever && task.stop === forever) finish(scene, task, 'waiting', at)
  else if (next > at) queue(scene, task, Math.min(next, consentEnd(task) ?? at))
  else {
    const higher = higherDue(scene, task)
    if (higher === null) send(scene, task)
    else queue(scene, task, moved(task, 'priority', higher))
  }
}

/** Until when the consent of now lasts, since who takes it back while a message waits does not get it; null: there is none. */
function consentEnd({ whom, at }: Task): number | null {
  for (const { from, to } of whom.terms.consent) if (from <= at && at < to) return to
  return null
}

/** The later time to which something moves a message, which is noted. */
function moved(task: Task, by: MovedBy, later: number): number {
  if (!task.movedBy.includes(by)) task.movedBy = [...task.movedBy, by]
  return later
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
  const { chain, stop, place } = task
  chain.place++
  const due = scene.dueIn(stay, livedBefore(chain), (chain.messages[place] as Numbered<SequenceMessage>).message.day)
  if (due === null) finish(scene, task, 'tooLate', stop)
  else {
    task.due = due
    task.knownAt = stay.startKnownAt
    task.stop = stay.endKnownAt ?? forever
    task.movedBy = notMoved
    queue(scene, task, Math.max(due, stay.startKnownAt, stop))
  }
}

/** No message twice within restartAfter; without one never twice (rule R9). */
function hadIt({ asked }: Scene, { whom, number, at }: Task): boolean {
  return at - (whom.to.had[number] as number) < (asked.journey.restartAfterMs ?? forever)
}

function send(scene: Scene, task: Task): void {
  const { at, chain, message, number } = task
  const { to } = task.whom
  insertInOrder(to.sends, at)
  to.had[number] = at
  scene.accountSends.push({ at, contact: to.person.contact })
  // Another signal of the same message waits no longer: they had it now.
  for (const other of scene.tasks)
    if (other.message === message && other.whom.to === to && other.due <= at && other.knownAt <= at) other.at = at
  chain.sent++
  finish(scene, task, at <= scene.asked.horizon ? 'sent' : 'waiting', at, at)
}

/** Tells a message, decided at an instant, and puts the next one of its sequence on its way. */
function finish(scene: Scene, task: Task, fate: Fate, decidedAt: number, at: number | null = null): void {
  tellOf(scene, task, fate, at)
  startMessage(scene, task.whom, task.chain, task.place + 1, decidedAt)
}

function tellOf({ colleagues, tell }: Scene, task: Task, fate: Fate, at: number | null): void {
  const { kind, message, chain, movedBy } = task
  const { ready, to } = task.whom
  const due = fate === 'tooLate' ? null : task.firstDue
  const stay = chain.stays[chain.place] as LivedStay
  tell({ programme: ready.programme, kind, message, person: to.person, account: colleagues.account, stay, fate, due, at, movedBy })
}

/** The first instant from a message's own on at which nothing known so far stands against it (rule R6): never, where a deal stays open; null: no allowed time. */
function earliest(scene: Scene, task: Task): number | null {
  const { ready, terms } = task.whom
  let at = task.at
  while (at < task.stop) {
    const open = ready.calendar.firstFrom(at, terms.reached)
    if (open === null) return null
    at = open > at ? moved(task, 'calendar', open) : at
    const later = waitsUntil(scene, task, at)
    if (later <= at) return at
    at = later
  }
  return at
}

/** Until when the first of gap, cap, open deal and colleague that stands against a time does, which the message is moved by; not later than that time: none does. */
function waitsUntil(scene: Scene, task: Task, at: number): number {
  const { ready, to } = task.whom
  const { minGapDays, perPerson, pauseOnOpenDeal, oneAnAccountADay } = ready.programme.limits
  const gap = gapEnd(to, at, minGapDays * dayMs)
  if (gap > at) return moved(task, 'gap', gap)
  const cap = perPerson === null ? at : capEnd(to, at, perPerson)
  if (cap > at) return moved(task, 'personCap', cap)
  const deal = pauseOnOpenDeal ? dealEnd(scene, at) : at
  if (deal > at) return moved(task, 'openDeal', deal)
  const day = oneAnAccountADay ? colleagueEnd(scene, task, at) : at
  return day > at ? moved(task, 'colleague', day) : at
}

/** The latest message by then, and the gap after it. */
function gapEnd({ sends }: Recipient, at: number, gapMs: number): number {
  const last = lastBy(sends, at)
  return last < 0 ? 0 : (sends[last] as number) + gapMs
}

/** The place of the latest of times in order by an instant; less than 0: none. */
function lastBy(times: readonly number[], at: number): number {
  let place = times.length - 1
  while (place >= 0 && (times[place] as number) > at) place--
  return place
}

/** When fewer than the cap went within its days, those days ending then. */
function capEnd({ sends }: Recipient, at: number, { messages, days }: { messages: number; days: number }): number {
  if (messages === 0) return forever
  const first = lastBy(sends, at) - messages + 1
  if (first < 0) return 0
  const sent = sends[first] as number
  return sent > at - days * dayMs ? sent + days * dayMs : 0
}

function dealEnd({ colleagues }: Scene, at: number): number {
  for (const { from, to } of colleagues.openDeals) if (from <= at && at < to) return to
  return 0
}

/** The start of the next day, of the programme's zone, where a colleague has a message on this one (rule R9). */
function colleagueEnd({ accountSends, colleagues }: Scene, { whom }: Task, at: number): number {
  if (colleagues.people.length < 2) return 0
  const { clock } = whom.ready
  const day = clock.dayAt(at)
  const spans = clock.spansOf(day)
  const begin = (spans[0] as ClockSpan).from
  for (let i = accountSends.length - 1; i >= 0; i--) {
    const sent = accountSends[i] as Scene['accountSends'][number]
    if (sent.at < begin) return 0
    if (sent.contact !== whom.to.person.contact && clock.dayAt(sent.at) === day) return (spans.at(-1) as ClockSpan).to
  }
  return 0
}

/** The next instant to look again where, later on this local day, one of a higher priority is due to the same person, as far as is known; null: none is. */
function higherDue({ tasks, asked }: Scene, { whom: { to, ready, terms }, at }: Task): number | null {
  if (asked.programmes.length < 2) return null
  const { priority } = ready.programme
  const clock = zoneClock(terms.reached.zone)
  const day = clock.dayAt(at)
  const later = tasks.filter(
    (other) =>
      other.whom.to === to &&
      other.whom.ready.programme.priority > priority &&
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
