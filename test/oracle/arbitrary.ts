import fc from 'fast-check'
import { noSequence, type ObjectLink, type ObjectProperty } from '../../src/model/event.ts'
import type { Journey } from '../../src/model/journey.ts'
import type { CountTest, EventMatch, PropertyTest, Rule } from '../../src/model/rule.ts'
import type { OracleEvent, OracleFacts } from './facts.ts'
import { type StageParts, smallJourney } from './small-journey.ts'

/** Everything the engine or the oracle needs for one comparison. Times are UTC ms, multiples of the unit asked for. */
export interface OracleCase {
  journey: Journey
  events: OracleEvent[]
  facts: OracleFacts
  horizon: number
}

/** What to draw: `unitMs` is the length of one tick, so that gaps can be ms or parts of a day. */
export interface CaseOptions {
  unitMs: number
  maxEvents: number
  subjectTypes: readonly ('contact' | 'account' | 'deal')[]
}

const names = ['a', 'b', 'c', 'd', 'e'] as const
const channels = ['', 'email', 'ads'] as const
const touchpoints = ['', 'site', 'call'] as const
const contacts = ['c1', 'c2', 'c3'] as const
const accounts = ['A', 'B'] as const
const deals = ['d1', 'd2', 'd3'] as const
const tickets = ['t1', 't2'] as const
const sources = ['crm', 'web'] as const
/** Both dropAfter and gaps come from here, so that silences end exactly at an event. */
const spans = [3, 5, 8] as const
const propertyValues = ['free', 'pro', '9', '10', '-2.5', 'é'] as const

/** Random journey, history, facts and horizon; small enough to read, dense enough to meet every rule. */
export function caseArbitrary(options: Partial<CaseOptions> = {}): fc.Arbitrary<OracleCase> {
  const { unitMs = 1, maxEvents = 60, subjectTypes = ['contact', 'account', 'deal'] } = options
  return fc.record({
    journey: journeyArbitrary(unitMs, subjectTypes),
    events: historyArbitrary(unitMs, maxEvents),
    facts: factsArbitrary(unitMs),
    horizon: fc
      .oneof({ weight: 1, arbitrary: fc.integer({ min: 0, max: 40 }) }, { weight: 3, arbitrary: fc.integer({ min: 40, max: 160 }) })
      .map((tick) => tick * unitMs),
  })
}

/** Two to five stages whose rules overlap, with exits, re-entry, dropAfter and restartAfter (at least every dropAfter) or none. */
export function journeyArbitrary(unitMs: number, subjectTypes: readonly string[]): fc.Arbitrary<Journey> {
  const persona = (id: string, rule: Rule | null) => ({ id, name: id, description: '', rule })
  return fc
    .record({
      stages: fc.array(stageArbitrary(unitMs), { minLength: 2, maxLength: 5, size: 'max' }),
      subjectType: fc.constantFrom(...subjectTypes),
      restart: fc.option(fc.constantFrom(0, 2, 6), { freq: 4 }),
      personas: fc.array(fc.option(personaRuleArbitrary, { freq: 8 }), { maxLength: 2 }),
    })
    .map(({ stages, subjectType, restart, personas }) => {
      const longest = Math.max(1, ...stages.map((stage) => stage.dropAfterMs ?? 0))
      const restartAfterMs = restart === null ? null : longest + restart * unitMs
      return smallJourney(stages, { subjectType, restartAfterMs, personas: personas.map((rule, place) => persona(`p${place + 1}`, rule)) })
    })
}

function stageArbitrary(unitMs: number): fc.Arbitrary<StageParts> {
  const rule = ruleArbitrary(unitMs)
  return fc.record({
    entry: fc.option(rule, { freq: 8 }),
    completed: fc.option(rule, { freq: 2 }),
    dropped: fc.option(rule, { freq: 2 }),
    reentry: fc.oneof(
      fc.constant({ kind: 'none' as const }),
      fc.constant({ kind: 'entry' as const }),
      rule.map((own) => ({ kind: 'rule' as const, rule: own })),
    ),
    dropAfterMs: fc.option(fc.constantFrom(...spans.map((span) => span * unitMs)), { freq: 3 }),
    windowMs: fc.integer({ min: 1, max: 20 }).map((tick) => tick * unitMs),
  })
}

/** A rule of any kind that names at least one positive event. */
export function ruleArbitrary(unitMs: number): fc.Arbitrary<Rule> {
  const count = countArbitrary(unitMs)
  const one: fc.Arbitrary<Rule> = matchArbitrary
  return fc.oneof(
    { weight: 6, arbitrary: one },
    { weight: 2, arbitrary: fc.tuple(one, testArbitrary).map((rules) => ({ kind: 'all' as const, rules })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(one, testArbitrary)
        .map(([match, test]) => ({ kind: 'all' as const, rules: [match, { kind: 'not' as const, rule: test }] })),
    },
    { weight: 2, arbitrary: count },
    { weight: 1, arbitrary: fc.tuple(one, count).map((rules) => ({ kind: 'all' as const, rules })) },
    { weight: 1, arbitrary: fc.tuple(one, count).map((rules) => ({ kind: 'any' as const, rules })) },
    {
      weight: 1,
      arbitrary: fc.tuple(one, count).map(([match, rule]) => ({ kind: 'all' as const, rules: [match, { kind: 'not' as const, rule }] })),
    },
    { weight: 1, arbitrary: nestedArbitrary(one, count) },
  )
}

/** not (any of two), beside a match: unknown has to travel through several levels. */
function nestedArbitrary(one: fc.Arbitrary<Rule>, count: fc.Arbitrary<Rule>): fc.Arbitrary<Rule> {
  return fc.tuple(one, testArbitrary, fc.oneof(testArbitrary, count)).map(([match, left, right]) => ({
    kind: 'all' as const,
    rules: [match, { kind: 'not' as const, rule: { kind: 'any' as const, rules: [left, right] } }],
  }))
}

const matchArbitrary: fc.Arbitrary<EventMatch> = fc.oneof(
  { weight: 6, arbitrary: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 2 }).map((some) => match({ names: some })) },
  { weight: 1, arbitrary: fc.constantFrom(...channels.slice(1)).map((channel) => match({ channels: [channel] })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...names), fc.constantFrom(...touchpoints.slice(1)))
      .map(([name, touchpoint]) => match({ names: [name], touchpoints: [touchpoint] })),
  },
)

function match(parts: Partial<EventMatch>): EventMatch {
  return { kind: 'event', names: [], channels: [], touchpoints: [], ...parts }
}

const valueArbitrary = fc.oneof(fc.constantFrom<string | number>(...propertyValues), fc.constantFrom(9, 10, -2.5))
const comparisonArbitrary = fc.oneof(
  fc.record({
    comparator: fc.constantFrom('is' as const, 'isNot' as const, 'gt' as const, 'gte' as const, 'lt' as const, 'lte' as const),
    values: valueArbitrary.map((value) => [value]),
  }),
  fc.record({
    comparator: fc.constantFrom('in' as const, 'notIn' as const),
    values: fc.array(valueArbitrary, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ comparator: fc.constant('contains' as const), values: fc.constantFrom('r', '0', 'é').map((value) => [value]) }),
  fc.record({ comparator: fc.constant('exists' as const), values: fc.constant<string[]>([]) }),
)

const subjectTestArbitrary: fc.Arbitrary<PropertyTest> = fc
  .tuple(fc.constantFrom('tier', 'size', 'account.size'), comparisonArbitrary)
  .map(([name, comparison]) => ({ kind: 'property' as const, of: 'subject' as const, name, ...comparison }))
const eventTestArbitrary: fc.Arbitrary<PropertyTest> = comparisonArbitrary.map((comparison) => ({
  kind: 'property' as const,
  of: 'event' as const,
  name: 'plan',
  ...comparison,
}))
const testArbitrary = fc.oneof(subjectTestArbitrary, eventTestArbitrary)

const personaRuleArbitrary: fc.Arbitrary<Rule> = fc.oneof(
  subjectTestArbitrary,
  subjectTestArbitrary.map((rule) => ({ kind: 'not' as const, rule })),
  fc.tuple(subjectTestArbitrary, subjectTestArbitrary).map((rules) => ({ kind: 'any' as const, rules })),
)

function countArbitrary(unitMs: number): fc.Arbitrary<CountTest> {
  return fc.record({
    kind: fc.constant('count' as const),
    of: fc.oneof(
      matchArbitrary,
      fc.tuple(matchArbitrary, testArbitrary).map((rules) => ({ kind: 'all' as const, rules })),
    ),
    atLeast: fc.integer({ min: 1, max: 3 }),
    withinMs: fc.option(fc.constantFrom(1, 3, 5, 8, 20).map((span) => span * unitMs)),
  })
}

/** Events of three contacts, two accounts and three deals in time, with ties, silences as long as a dropAfter, company and machine events, with and without sequence. */
export function historyArbitrary(unitMs: number, maxEvents: number): fc.Arbitrary<OracleEvent[]> {
  const gap = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(0, 0, 1, 1, 2) },
    { weight: 2, arbitrary: fc.constantFrom(...spans) },
    { weight: 1, arbitrary: fc.constantFrom(4, 7, 16) },
  )
  return fc.array(fc.tuple(gap, eventArbitrary), { maxLength: maxEvents, size: 'max' }).map((drawn) => {
    let tick = 0
    return drawn.map(([ticks, event], place) => {
      tick += ticks
      // Ids in another order than times, so that no tie is broken by chance as it was drawn.
      return { ...event, id: `e${(place * 3701) % 10007}`, occurredAt: tick * unitMs, receivedAt: tick * unitMs }
    })
  })
}

const objectsArbitrary: fc.Arbitrary<Record<string, string[]>> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...contacts, 'c1', 'c1').map((id) => ({ contact: [id] })) },
  { weight: 1, arbitrary: fc.constantFrom(...accounts).map((id) => ({ account: [id] })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...contacts), fc.constantFrom(...accounts))
      .map(([id, account]) => ({ contact: [id], account: [account] })),
  },
  { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...contacts), { minLength: 2, maxLength: 2 }).map((ids) => ({ contact: ids })) },
  { weight: 2, arbitrary: fc.constantFrom(...deals).map((id) => ({ deal: [id] })) },
  { weight: 1, arbitrary: fc.constantFrom(...tickets).map((id) => ({ ticket: [id] })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...deals),
        fc.constantFrom<Record<string, string[]>>(...contacts.map((id) => ({ contact: [id] })), { account: ['A'] }),
      )
      .map(([id, others]) => ({ deal: [id], ...others })),
  },
)

const eventArbitrary: fc.Arbitrary<OracleEvent> = fc.record({
  source: fc.constantFrom(...sources),
  id: fc.constant(''),
  sequence: fc.oneof({ weight: 2, arbitrary: fc.constant(noSequence) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 }) }),
  occurredAt: fc.constant(0),
  receivedAt: fc.constant(0),
  name: fc.constantFrom(...names),
  channel: fc.constantFrom(...channels),
  touchpoint: fc.constantFrom(...touchpoints),
  initiator: fc.constantFrom('customer', 'customer', 'customer', 'customer', 'company', 'company', 'machine'),
  objects: objectsArbitrary,
  properties: fc.oneof(
    fc.constant<Record<string, string>>({}),
    fc.constantFrom(...propertyValues).map((plan) => ({ plan })),
  ),
})

/** Properties with and without history and memberships that change; never two values of one thing from one moment. */
export function factsArbitrary(unitMs: number): fc.Arbitrary<OracleFacts> {
  const from = fc.option(
    fc.integer({ min: 0, max: 50 }).map((tick) => tick * unitMs),
    { freq: 2 },
  )
  const property: fc.Arbitrary<ObjectProperty> = fc
    .record({
      object: fc.constantFrom(
        ...contacts.map((id) => ['contact', id] as const),
        ...accounts.map((id) => ['account', id] as const),
        ...deals.map((id) => ['deal', id] as const),
      ),
      name: fc.constantFrom('tier', 'size'),
      value: fc.constantFrom(...propertyValues),
      validFrom: from,
    })
    .map(({ object: [objectType, objectId], ...rest }) => ({ objectType, objectId, ...rest }))
  const link: fc.Arbitrary<ObjectLink> = fc
    .record({
      from: fc.constantFrom(
        ...contacts.map((id) => ['contact', id] as const),
        ...deals.map((id) => ['deal', id] as const),
        ...tickets.map((id) => ['ticket', id] as const),
      ),
      contact: fc.option(fc.constantFrom(...contacts)),
      account: fc.constantFrom(...accounts),
      since: from,
    })
    .map(({ from: [fromType, fromId], contact, account, since }) => {
      const isOfContact = contact !== null && (fromType === 'ticket' || (fromType === 'deal' && contact !== 'c3'))
      return { fromType, fromId, toType: isOfContact ? 'contact' : 'account', toId: isOfContact ? contact : account, since }
    })
  return fc.record({
    properties: fc.uniqueArray(property, { maxLength: 10, selector: (p) => `${p.objectType} ${p.objectId} ${p.name} ${p.validFrom}` }),
    links: fc.uniqueArray(link, { maxLength: 8, selector: (l) => `${l.fromId} ${l.toType} ${l.since}` }),
  })
}
