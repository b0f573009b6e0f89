import type { PicturedProgramme } from '../map/automation-picture.ts'
import type { Journey } from '../model/journey.ts'
import type { MessageContent, Programme, SendingLimits } from '../model/programme.ts'
import { type Rule, subjectPropertiesRead, triggersOf } from '../model/rule.ts'
import { liquidNames } from './message-liquid.ts'
import { messageRows } from './message-rows.ts'
import { audienceTexts, limitTexts, personaName, stageName } from './programme-words.ts'

/** A programme with its journey; null: the journey is not there any more. `paused` is the reason why nothing is sent; null: it is not paused. */
export interface AutomatedProgramme {
  programme: Programme
  journey: Journey | null
  paused: string | null
}

/** One programme of all, with what the document beside the picture says of it. */
export interface AutomationRow extends PicturedProgramme {
  caps: readonly string[]
  suppression: readonly string[]
  data: readonly string[]
}

/** Where one person can be in several programmes at once; `first` goes first where a cap leaves room for one. */
export interface Overlap {
  stage: string
  journey: string
  programmes: readonly string[]
  /** Null: they have the same priority, so nothing says which goes first. */
  first: string | null
}

/** All programmes on one page: who can be in which, what goes first, what holds back, what they need. */
export interface AutomationPlan {
  /** Highest priority first, then by id. */
  rows: readonly AutomationRow[]
  overlaps: readonly Overlap[]
  notes: readonly string[]
}

/** All programmes as one plan. */
export function automationPlan(all: readonly AutomatedProgramme[]): AutomationPlan {
  const sorted = [...all].sort((a, b) => b.programme.priority - a.programme.priority || (a.programme.id < b.programme.id ? -1 : 1))
  return { rows: sorted.map(rowOf), overlaps: overlapsOf(sorted), notes: notesOf(sorted) }
}

function rowOf({ programme, journey, paused }: AutomatedProgramme): AutomationRow {
  const { id, name, priority } = programme
  const audience = audienceTexts(programme, journey)
  const limits = limitTexts(programme)
  const isCap = (text: string): boolean => text.startsWith('At ')
  const unsubscribing = programme.unsubscribe === null ? 'There is no address to unsubscribe yet.' : 'Not to those who unsubscribed.'
  return {
    ...{ id, name, priority, paused, journey: journey?.name ?? programme.journey },
    messages: messageRows(programme).length,
    who: whoOf(programme, journey),
    caps: limits.filter(isCap),
    suppression: [...audience, unsubscribing, ...limits.filter((text) => !isCap(text))],
    data: dataOf(programme, journey),
    systems: systemsOf(programme),
  }
}

function whoOf({ sequences, friction, transactional }: Programme, journey: Journey | null): string[] {
  const named = { stages: journey?.stages ?? [], personas: journey?.personas ?? [] }
  return [
    ...sequences.map(({ stage, persona }) => `${stageName(named, stage)}: ${personaName(named, persona)}`),
    ...new Set(friction.map(({ stage }) => `${stageName(named, stage)}: those who stumble`)),
    ...transactional.map(({ name }) => `Whoever an event owes "${name}"`),
  ]
}

/** Properties and events without which the programme does not do what it says. */
function dataOf(programme: Programme, journey: Journey | null): string[] {
  const { consent, zoneProperty, limits, friction, transactional } = programme
  const stages = new Set([...programme.sequences.map(({ stage }) => stage), ...friction.map(({ stage }) => stage)])
  const entries = (journey?.stages ?? []).flatMap(({ id, entry }) => (stages.has(id) && entry !== null ? [entry] : []))
  const signals = friction.flatMap(({ signal }) => (signal.kind === 'event' ? [signal.rule] : []))
  const owed = transactional.map(({ rule }) => rule)
  const events = new Set([...entries, ...signals, ...owed].flatMap(eventsOf))
  const properties = new Set([
    ...(consent.kind === 'rule' ? subjectPropertiesRead(consent.rule) : []),
    ...(zoneProperty === null ? [] : [zoneProperty]),
    ...limits.sensitive.map(({ optOut }) => optOut),
    ...messageRows(programme).flatMap(({ message }) => propertiesPrinted(message)),
  ])
  return [
    ...[...events].sort().map((name) => `event ${name}`),
    ...[...properties].sort().map((name) => `property ${name}`),
    ...(limits.oneAnAccountADay ? ['the account of each contact'] : []),
    ...(limits.pauseOnOpenDeal ? ['deals and whether they are open'] : []),
  ]
}

function eventsOf(rule: Rule): string[] {
  return triggersOf(rule).flatMap(({ names, touchpoints, channels }) => (names.length > 0 ? names : [...touchpoints, ...channels]))
}

function propertiesPrinted({ id, subjects, body }: MessageContent): string[] {
  const asked = [...subjects.slice(0, 1), body].flatMap((text) => liquidNames(text, `message "${id}"`))
  return asked.flatMap(([holder, ...rest]) => {
    if (holder === 'contact' && rest[0] !== undefined && rest[0] !== 'id') return [rest[0]]
    return holder === 'account' && rest[0] !== undefined ? [`account.${rest[0]}`] : []
  })
}

function systemsOf({ sender, unsubscribe, limits, transactional }: Programme): string[] {
  return [
    'Desirepath: who is in which stage, and since when',
    sender === null ? 'The tool that sends: nobody said who the sender is' : `The tool that sends, as ${sender.email}`,
    ...(unsubscribe === null ? [] : [`${hostOf(unsubscribe)}: takes those who unsubscribe`]),
    ...(limits.pauseOnOpenDeal ? ['CRM: open deals, and the task that tells sales'] : []),
    ...(transactional.length > 0 ? ['The shop or the product: events that owe a message'] : []),
  ]
}

function hostOf(url: string): string {
  return /^https?:\/\/([^/?#]+)/.exec(url)?.[1] ?? url
}

/** Stages in which several programmes write to people. What events owe is never held back, so it is in no overlap. */
function overlapsOf(all: readonly AutomatedProgramme[]): Overlap[] {
  const byStage = new Map<string, AutomatedProgramme[]>()
  for (const one of all) {
    for (const stage of new Set([...one.programme.sequences, ...one.programme.friction].map((part) => part.stage))) {
      const key = JSON.stringify([one.programme.journey, stage])
      byStage.set(key, [...(byStage.get(key) ?? []), one])
    }
  }
  return [...byStage].flatMap(([key, several]) => {
    const [first, second] = several
    if (first === undefined || second === undefined) return []
    const [, stage = ''] = JSON.parse(key) as string[]
    const named = { stages: first.journey?.stages ?? [] }
    const tied = first.programme.priority === second.programme.priority
    return [
      {
        stage: stageName(named, stage),
        journey: first.journey?.name ?? first.programme.journey,
        programmes: several.map(({ programme }) => programme.id),
        first: tied ? null : first.programme.id,
      },
    ]
  })
}

function notesOf(all: readonly AutomatedProgramme[]): string[] {
  const caps = new Set(all.map(({ programme }) => capKey(programme.limits)))
  return [
    ...(all.length === 0 ? ['There is no programme yet.'] : []),
    ...(caps.size > 1 ? ['The programmes have different caps across programmes: for each message those of its own programme hold.'] : []),
    ...all.flatMap(({ programme, journey }) =>
      journey === null ? [`The journey "${programme.journey}" of the programme "${programme.id}" is not there.`] : [],
    ),
  ]
}

function capKey({ perPerson }: SendingLimits): string {
  return JSON.stringify(perPerson)
}
