import type { Journey, Stage } from '../../src/model/journey.ts'
import type { Rule } from '../../src/model/rule.ts'
import { accountAt, compareText, type OracleEvent, type OracleFacts } from './facts.ts'
import { inReadingOrder, usableEvents } from './order.ts'
import { personaHolds, ruleHolds } from './rules.ts'
import { eventsBySubject } from './subjects.ts'

export type OpenedBy = 'first' | 'advanced' | 'returned' | 'resumed' | 'recovered'
export type Ending = 'open' | 'advanced' | 'returned' | 'completed' | 'droppedBySilence' | 'droppedByExit'

/**
 * A stay as the rules V give it. Times are UTC ms. `stage` and `nextStage` are indexes from 1; `nextStage` 0: none. `endedAt` null: open.
 * `lastActivityAt` is the clock of V5 while open, then the last activity before the instant of the end; `deadline` the clock + dropAfter while open, else null. `skipped`: stages jumped over to open it.
 * `account` '' : none. `instanceOver`: no event can continue its instance any more.
 */
export interface OracleStay {
  subject: string
  account: string
  persona: string
  instance: number
  position: number
  stage: number
  startedAt: number
  endedAt: number | null
  openedBy: OpenedBy
  ending: Ending
  nextStage: number
  lastActivityAt: number
  deadline: number | null
  skipped: number[]
  underWay: boolean
  instanceStartedAt: number
  instanceOver: boolean
}

/** An event with a touchpoint or a channel, in the stay it fell in (rule M14: an entry event stands in the stay it opens). */
export interface OracleTouch {
  subject: string
  instance: number
  position: number
  stage: number
  startedAt: number
  touchpoint: string
  channel: string
  at: number
}

/** What one subject's journey has come to, one event at a time. */
interface Walk {
  journey: Journey
  facts: OracleFacts
  subject: string
  history: readonly OracleEvent[]
  sourceStart: ReadonlyMap<string, number>
  stays: OracleStay[]
  touches: OracleTouch[]
  /** none: no instance is running; open: in the last stay; away: after a drop, in no stage. */
  state: 'none' | 'open' | 'away'
  /** Where in `history` the last stay was opened. */
  openedAtIndex: number
}

/**
 * All stays of a journey at a horizon (UTC ms), by the rules V1–V7, read literally; by subject, then in time. `sourceStarts`: the first event of each source
 * (UTC ms, rule M11) where these events are not all of them.
 */
export function oracleStays(
  journey: Journey,
  events: readonly OracleEvent[],
  facts: OracleFacts,
  horizon: number,
  sourceStarts?: ReadonlyMap<string, number>,
): OracleStay[] {
  return walks(journey, events, facts, horizon, sourceStarts).flatMap((walk) => walk.stays)
}

/** All touches placed in their stays, by subject, in the order read: customer and company events that have a touchpoint or a channel. */
export function oracleTouches(journey: Journey, events: readonly OracleEvent[], facts: OracleFacts, horizon: number): OracleTouch[] {
  return walks(journey, events, facts, horizon).flatMap((walk) => walk.touches)
}

function walks(
  journey: Journey,
  events: readonly OracleEvent[],
  facts: OracleFacts,
  horizon: number,
  sourceStarts?: ReadonlyMap<string, number>,
): Walk[] {
  const usable = usableEvents(events)
  const sourceStart = sourceStarts ?? startsOf(usable)
  const known = usable.filter((event) => event.occurredAt <= horizon)
  const bySubject = eventsBySubject(journey, known, facts)
  const subjects = [...bySubject.keys()].sort(compareText)
  return subjects.map((subject) => {
    const history = inReadingOrder(journey, subject, bySubject.get(subject) ?? [], facts)
    return walkSubject({ journey, facts, subject, history, sourceStart, ...atTheStart() }, horizon)
  })
}

/** The first event of each source, UTC ms. */
function startsOf(events: readonly OracleEvent[]): Map<string, number> {
  const starts = new Map<string, number>()
  for (const { source, occurredAt } of events) starts.set(source, Math.min(occurredAt, starts.get(source) ?? Number.POSITIVE_INFINITY))
  return starts
}

function atTheStart() {
  return { stays: [], touches: [], state: 'none', openedAtIndex: 0 } satisfies Partial<Walk>
}

function walkSubject(walk: Walk, horizon: number): Walk {
  for (let index = 0; index < walk.history.length; index += 1) {
    const event = walk.history[index] as OracleEvent
    dropIfSilent(walk, event.occurredAt)
    endInstanceIfStale(walk, event.occurredAt)
    applyEvent(walk, index)
    noteActivity(walk, event)
  }
  dropIfSilent(walk, horizon)
  for (const event of walk.history) placeTouch(walk, event)
  return walk
}

/** V5: the silence that ends by `now` drops the stay at its end. */
function dropIfSilent(walk: Walk, now: number): void {
  const stay = walk.stays.at(-1)
  if (walk.state !== 'open' || stay === undefined || stay.deadline === null || stay.deadline > now) return
  endStay(walk, 'droppedBySilence', stay.deadline, 0)
  walk.state = 'away'
}

/** V1: an event with no stay open, restartAfter or more after the last customer event of an earlier instant and the last stay's start, ends the instance. */
function endInstanceIfStale(walk: Walk, now: number): void {
  const stay = walk.stays.at(-1)
  const restartAfter = walk.journey.restartAfterMs
  if (walk.state !== 'away' || stay === undefined || restartAfter === null) return
  if (now - lastActivityBefore(walk, stay, now) >= restartAfter) endInstance(walk)
}

/** V2: one event, one effect, the first that applies. */
function applyEvent(walk: Walk, index: number): void {
  if (walk.state === 'none') {
    const entered = furthest(walk.journey.stages.filter((stage) => enters(walk, stage, index)))
    if (entered) openStay(walk, entered, 'first', index)
    return
  }
  const stay = walk.stays.at(-1) as OracleStay
  const here = walk.journey.stages.find((stage) => stage.index === stay.stage) as Stage
  if (enterLater(walk, here, index)) return
  if (exit(walk, here, index)) return
  if (enterHere(walk, here, index)) return
  if (reenterEarlier(walk, here, index)) return
  resumeByActivity(walk, here, index)
}

function enterLater(walk: Walk, here: Stage, index: number): boolean {
  const later = furthest(walk.journey.stages.filter((stage) => stage.index > here.index && enters(walk, stage, index)))
  if (later) moveTo(walk, later, 'advanced', index)
  return later !== undefined
}

function exit(walk: Walk, here: Stage, index: number): boolean {
  const now = (walk.history[index] as OracleEvent).occurredAt
  if (walk.state !== 'open') return false
  if (here.completed !== null && holds(walk, here.completed, index, 0)) {
    endStay(walk, 'completed', now, 0)
    endInstance(walk)
    return true
  }
  if (here.dropped !== null && holds(walk, here.dropped, index, 0)) {
    endStay(walk, 'droppedByExit', now, 0)
    walk.state = 'away'
    return true
  }
  return false
}

function enterHere(walk: Walk, here: Stage, index: number): boolean {
  if (!enters(walk, here, index)) return false
  if (walk.state === 'away') openStay(walk, here, 'resumed', index)
  return true
}

function reenterEarlier(walk: Walk, here: Stage, index: number): boolean {
  const earlier = furthest(walk.journey.stages.filter((stage) => stage.index < here.index && reenters(walk, stage, index)))
  if (earlier) moveTo(walk, earlier, 'returned', index)
  return earlier !== undefined
}

/** V5: after silence, not after an exit, a customer's activity resumes the stage left. */
function resumeByActivity(walk: Walk, here: Stage, index: number): void {
  const silent = walk.state === 'away' && walk.stays.at(-1)?.ending === 'droppedBySilence'
  if (silent && walk.history[index]?.initiator === 'customer') openStay(walk, here, 'resumed', index)
}

/** From an open stay to another stage; while away the new stay is recovered, and the drop stands. */
function moveTo(walk: Walk, stage: Stage, how: 'advanced' | 'returned', index: number): void {
  const open = walk.state === 'open'
  if (open) endStay(walk, how, (walk.history[index] as OracleEvent).occurredAt, stage.index)
  openStay(walk, stage, open ? how : 'recovered', index)
}

/** V5: only a customer's event moves the clock. */
function noteActivity(walk: Walk, event: OracleEvent): void {
  if (event.initiator !== 'customer') return
  if (walk.state === 'open') setClock(walk, walk.stays.at(-1) as OracleStay, event.occurredAt)
}

/** M14: an event stands in the stay it falls in, [start, end), whatever the order of reading; a stay of no length has none. */
function placeTouch(walk: Walk, event: OracleEvent): void {
  if (event.touchpoint === '' && event.channel === '') return
  const at = event.occurredAt
  const stay = walk.stays.find((one) => one.startedAt <= at && (one.endedAt === null || at < one.endedAt))
  if (stay === undefined) return
  const { subject, instance, position, stage, startedAt } = stay
  walk.touches.push({ subject, instance, position, stage, startedAt, touchpoint: event.touchpoint, channel: event.channel, at })
}

function openStay(walk: Walk, stage: Stage, openedBy: OpenedBy, index: number): void {
  const event = walk.history[index] as OracleEvent
  const last = walk.stays.at(-1)
  const first = openedBy === 'first'
  const instance = first ? (last?.instance ?? 0) + 1 : (last as OracleStay).instance
  const startedAt = event.occurredAt
  const stay: OracleStay = {
    subject: walk.subject,
    account: accountAt(walk.facts, walk.journey.subjectType, walk.subject, startedAt) ?? '',
    persona: first ? personaAt(walk, startedAt) : (last as OracleStay).persona,
    instance,
    position: first ? 1 : (last as OracleStay).position + 1,
    stage: stage.index,
    startedAt,
    endedAt: null,
    openedBy,
    ending: 'open',
    nextStage: 0,
    lastActivityAt: startedAt,
    deadline: null,
    skipped: first ? [] : jumpedOver(walk, (last as OracleStay).stage, stage.index, instance),
    underWay: first ? isUnderWay(walk, event) : (last as OracleStay).underWay,
    instanceStartedAt: first ? startedAt : (last as OracleStay).instanceStartedAt,
    instanceOver: false,
  }
  setClock(walk, stay, startedAt)
  walk.stays.push(stay)
  walk.state = 'open'
  walk.openedAtIndex = index
}

function endStay(walk: Walk, ending: Ending, endedAt: number, nextStage: number): void {
  const stay = walk.stays.at(-1) as OracleStay
  stay.ending = ending
  stay.endedAt = endedAt
  stay.nextStage = nextStage
  stay.lastActivityAt = lastActivityBefore(walk, stay, endedAt)
  stay.deadline = null
}

/** The later of a stay's start and the last customer event of an instant before this one (rules V1, M3). */
function lastActivityBefore(walk: Walk, stay: OracleStay, now: number): number {
  const times = walk.history.filter((event) => event.initiator === 'customer' && event.occurredAt < now).map((event) => event.occurredAt)
  return Math.max(stay.startedAt, ...times)
}

function endInstance(walk: Walk): void {
  const instance = walk.stays.at(-1)?.instance
  for (const stay of walk.stays) if (stay.instance === instance) stay.instanceOver = true
  walk.state = 'none'
}

function setClock(walk: Walk, stay: OracleStay, at: number): void {
  const dropAfter = walk.journey.stages.find((stage) => stage.index === stay.stage)?.dropAfterMs ?? null
  stay.lastActivityAt = at
  stay.deadline = dropAfter === null ? null : at + dropAfter
}

/** V3, J6: stages strictly between, going forward, that no stay of the instance was in; not those that nobody can enter. */
function jumpedOver(walk: Walk, from: number, to: number, instance: number): number[] {
  const entered = new Set(walk.stays.filter((stay) => stay.instance === instance).map((stay) => stay.stage))
  const measured = walk.journey.stages.filter((stage) => stage.entry !== null)
  return measured.map((stage) => stage.index).filter((index) => index > from && index < to && !entered.has(index))
}

function personaAt(walk: Walk, at: number): string {
  const holding = walk.journey.personas.find(
    (persona) => persona.rule !== null && personaHolds(persona.rule, walk.journey.subjectType, walk.subject, walk.facts, at),
  )
  return holding?.id ?? 'unassigned'
}

/** M11: first seen less than the largest dropAfter after the first event of the source of its first entry. */
function isUnderWay(walk: Walk, entry: OracleEvent): boolean {
  const largest = Math.max(0, ...walk.journey.stages.map((stage) => stage.dropAfterMs ?? 0))
  return entry.occurredAt - (walk.sourceStart.get(entry.source) as number) < largest
}

function enters(walk: Walk, stage: Stage, index: number): boolean {
  return stage.entry !== null && holds(walk, stage.entry, index, 0)
}

/** V2: by the entry rule, or by a rule of its own whose counts begin at the event that opened the stay. */
function reenters(walk: Walk, stage: Stage, index: number): boolean {
  if (stage.reentry.kind === 'none') return false
  if (stage.reentry.kind === 'entry') return enters(walk, stage, index)
  return holds(walk, stage.reentry.rule, index, walk.openedAtIndex)
}

function holds(walk: Walk, rule: Rule, index: number, countFrom: number): boolean {
  return ruleHolds(rule, {
    subjectType: walk.journey.subjectType,
    subject: walk.subject,
    facts: walk.facts,
    history: walk.history,
    index,
    countFrom,
  })
}

/** The one furthest along the journey. */
function furthest(stages: readonly Stage[]): Stage | undefined {
  return stages.reduce<Stage | undefined>((best, stage) => (best === undefined || stage.index > best.index ? stage : best), undefined)
}
