import { noSequence } from '../../src/model/event.ts'
import { emptyLanes, type Journey, type Stage } from '../../src/model/journey.ts'
import type { CountTest, EventMatch, PropertyTest, Rule } from '../../src/model/rule.ts'
import type { OracleEvent, OracleFacts } from './facts.ts'

/** An event match by name. */
export function on(...names: string[]): EventMatch {
  return { kind: 'event', names, channels: [], touchpoints: [] }
}

/** A comparison of a property of the subject. */
export function subjectIs(name: string, comparator: PropertyTest['comparator'], ...values: (string | number | boolean)[]): PropertyTest {
  return { kind: 'property', of: 'subject', name, comparator, values }
}

/** A comparison of a property of the event. */
export function eventIs(name: string, comparator: PropertyTest['comparator'], ...values: (string | number | boolean)[]): PropertyTest {
  return { kind: 'property', of: 'event', name, comparator, values }
}

/** At least so many events within so many ms; null: ever. */
export function atLeast(count: number, of: CountTest['of'], withinMs: number | null): CountTest {
  return { kind: 'count', of, atLeast: count, withinMs }
}

export function all(...rules: Rule[]): Rule {
  return { kind: 'all', rules }
}

export function any(...rules: Rule[]): Rule {
  return { kind: 'any', rules }
}

export function not(rule: Rule): Rule {
  return { kind: 'not', rule }
}

/** The parts of a stage that rules V read; everything else is filled in. */
export type StageParts = Pick<Stage, 'entry'> &
  Partial<Pick<Stage, 'completed' | 'dropped' | 'reentry' | 'dropAfterMs' | 'windowMs' | 'until'>>

/** A journey of unnamed stages in listed order, complete enough for every rule. */
export function smallJourney(stages: readonly StageParts[], parts: Partial<Journey> = {}): Journey {
  return {
    id: 'small',
    name: 'Small',
    description: '',
    subjectType: 'contact',
    personas: [],
    restartAfterMs: null,
    deadlines: [],
    handOffs: [],
    value: null,
    ...parts,
    stages: stages.map((stage, place) => ({
      id: `s${place + 1}`,
      name: `S${place + 1}`,
      index: place + 1,
      lifecycle: 'acquisition',
      completed: null,
      dropped: null,
      reentry: { kind: 'none' },
      dropAfterMs: null,
      windowMs: 30,
      until: null,
      intended: { conversion: null, medianDays: null, emotion: null, conversionTolerance: 0.05, medianTolerance: 0.1 },
      steps: [],
      lanes: emptyLanes,
      ...stage,
    })),
  }
}

/** An event of contact c1 by a customer, unless told otherwise. Ids repeat with (name, time): give one to tell such events apart. */
export function event(name: string, at: number, parts: Partial<OracleEvent> = {}): OracleEvent {
  return {
    source: 'web',
    id: `${name}@${at}`,
    sequence: noSequence,
    occurredAt: at,
    receivedAt: at,
    name,
    channel: '',
    touchpoint: '',
    initiator: 'customer',
    objects: { contact: ['c1'] },
    properties: {},
    ...parts,
  }
}

export const noFacts: OracleFacts = { properties: [], links: [] }
