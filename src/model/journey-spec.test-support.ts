import fc from 'fast-check'
import { lifecyclePhases } from './journey.ts'
import type { JourneySpec, StageSpec } from './journey-spec.ts'
import type { EventSpec, RuleSpec, SubjectRuleSpec } from './rule-spec.ts'

const word = fc.constantFrom('signed_up', 'Demo Requested', 'NA', 'null', 'prix: élevé', '7', '{x}', '# no', 'A, B', '日本')
const words = fc.oneof(word, fc.uniqueArray(word, { minLength: 1, maxLength: 3 }))
const scalar = fc.oneof(word, fc.integer({ min: -1e6, max: 1e6 }), fc.boolean(), fc.constant(0.5))
const duration = fc
  .tuple(fc.integer({ min: 1, max: 400 }), fc.constantFrom('d', ' weeks', 'h', ' min', 's'))
  .map(([n, unit]) => `${n}${unit}`)
const comparison = fc.oneof(
  scalar.map((is) => ({ is })),
  fc.array(scalar, { minLength: 1, maxLength: 3 }).map((list) => ({ notIn: list })),
  fc.tuple(fc.integer(), fc.integer()).map(([gte, lt]) => ({ gte, lt })),
  word.map((contains) => ({ contains })),
  fc.boolean().map((exists) => ({ exists })),
)
const where = fc.dictionary(fc.constantFrom('plan', 'utm source', 'a.b'), fc.oneof(scalar, comparison, fc.array(scalar, { minLength: 1 })))
const counting = fc.constantFrom({}, { atLeast: 3 }, { atLeast: 1, within: '14d' }, { within: '36h' })

const eventPart: fc.Arbitrary<EventSpec> = fc
  .tuple(
    fc.oneof(
      words.map((event) => ({ event })),
      words.map((touchpoint) => ({ touchpoint })),
      words.map((channel) => ({ channel })),
    ),
    counting,
  )
  .chain(([event, count]) =>
    fc.option(where, { nil: undefined }).map((tests) => ({ ...event, ...count, ...(tests ? { where: tests } : {}) })),
  )

const side: fc.Arbitrary<RuleSpec> = fc.letrec<{ rule: RuleSpec }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(word, comparison).map(([subject, tests]) => ({ subject, ...tests })),
    fc.tuple(word, comparison).map(([property, tests]) => ({ property, ...tests })),
    eventPart.map((event) => ({ not: event })),
    word.map((of) => ({ count: { of, fewerThan: 3 } })),
    tie('rule').map((not) => ({ not })),
    fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
  ),
})).rule

/** A rule that waits for an event: an event, alone, counted, or joined with what else must hold. */
const rule: fc.Arbitrary<RuleSpec> = fc.oneof(
  word,
  eventPart,
  fc.tuple(eventPart, fc.array(side, { maxLength: 2 })).map(([event, others]) => ({ all: [event, ...others] })),
  fc.array(eventPart, { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
)

const subjectRule: fc.Arbitrary<SubjectRuleSpec> = fc.letrec<{ rule: SubjectRuleSpec }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 2 },
    fc.tuple(fc.constantFrom('role', 'account.industry'), comparison).map(([subject, tests]) => ({ subject, ...tests })),
    tie('rule').map((not) => ({ not })),
    fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
  ),
})).rule

const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })
const until = fc.record({ until: fc.constantFrom('intake', 'open-day'), before: optional(fc.constantFrom('8w', '10 days')) })
const days = fc.uniqueArray(fc.constantFrom('2025-05-17', '2024-02-29', '2026-05-16'), { minLength: 1 })
const share = fc.oneof(fc.constantFrom('55%', '0%', '100 %', '12.5%'), fc.double({ min: 0, max: 1, noNaN: true }))
const lane = optional(fc.oneof(word, fc.array(word, { maxLength: 3 })))

function stage(position: number): fc.Arbitrary<StageSpec> {
  return fc
    .record({
      id: fc.constant(`stage-${position}`),
      name: optional(word),
      lifecycle: fc.constantFrom(...lifecyclePhases),
      entry: optional(
        fc.oneof(
          fc.constant<RuleSpec>(`enter_${position}`),
          fc.array(side, { minLength: 1, maxLength: 2 }).map((others) => ({ all: [`enter_${position}`, ...others] })),
        ),
      ),
      exit: optional(fc.record({ completed: optional(rule), dropped: optional(rule) })),
      reentry: optional(fc.oneof(fc.constantFrom<'none' | 'entry'>('none', 'entry'), rule)),
      dropAfter: optional(duration),
      window: optional(fc.oneof(duration, until)),
      intended: optional(
        fc.record({
          conversion: optional(share),
          median: optional(duration),
          emotion: optional(fc.double({ min: -2, max: 2, noNaN: true })),
          tolerance: optional(fc.record({ conversion: optional(share), median: optional(share) })),
        }),
      ),
      steps: optional(
        fc.array(rule, { maxLength: 2 }).map((rules) => rules.map((one, n) => ({ id: `step${n}`, rule: one, optional: n > 0 }))),
      ),
      goal: lane,
      questions: lane,
      emotions: lane,
      opportunities: lane,
    })
    .map((drawn) => (drawn.entry === undefined ? { ...drawn, reentry: undefined } : drawn))
}

/** Any definition that is sound: every stage has an event of its own, ids differ, times fit together. Keys may hold undefined. */
export const journeySpecs: fc.Arbitrary<JourneySpec> = fc.integer({ min: 1, max: 5 }).chain((count) =>
  fc.record({
    journey: fc.constantFrom('j', 'b2b-software', '0_x'),
    name: optional(word),
    subject: fc.constantFrom('contact', 'account', 'deal', 'case id'),
    personas: optional(
      fc.array(optional(subjectRule), { maxLength: 2 }).map((rules) => rules.map((when, n) => ({ id: `persona${n}`, when }))),
    ),
    deadlines: fc.tuple(fc.constantFrom('09-01', '02-29'), days).map(([yearly, dates]) => [
      { id: 'intake', name: 'Intake', yearly, timeZone: 'Europe/Zurich' },
      { id: 'open-day', dates },
    ]),
    stages: fc.tuple(...Array.from({ length: count }, (_, position) => stage(position))),
    restartAfter: optional(fc.constant('5000 weeks')),
    handOffs: optional(fc.constant(count > 1 ? [{ id: 'h', from: 'stage-0', to: 'stage-1', reason: 'why' }] : [])),
    value: optional(
      fc.record({
        amount: word,
        currency: fc.oneof(
          fc.constant('EUR'),
          word.map((property) => ({ property })),
        ),
        won: rule,
        lost: optional(rule),
      }),
    ),
  }),
)
