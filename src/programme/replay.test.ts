import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { literalReplay } from '../../test/oracle/programme-replay.ts'
import type { Programme, SendingLimits } from '../model/programme.ts'
import { sampleJourney, sampleMessage, sampleProgramme } from './programme.test-support.ts'
import { type Replay, replay, type Told } from './replay.ts'
import { type Colleagues, type LivedStay, type Opening, type Person, ruleKey } from './replay-people.ts'

const hour = 3_600_000
const day = 24 * hour
/** A Monday, 9:00 in Berlin. */
const t0 = Date.UTC(2026, 1, 2, 8)
const journey = { ...sampleJourney(), restartAfterMs: 365 * day }
const open: SendingLimits = {
  ...{ minGapDays: 0, perSequence: 99, perPerson: null, weekdays: [1, 2, 3, 4, 5, 6, 7], hours: { from: 0, to: 1440 }, country: null },
  ...{ blackouts: [], sensitive: [], oneAnAccountADay: false, pauseOnOpenDeal: false },
}
const programmeOf = (limits: Partial<SendingLimits>, changes: Partial<Programme> = {}): Programme => ({
  ...sampleProgramme({ holdout: 0, friction: [], transactional: [], sequences: [], timeZone: 'Europe/Berlin', ...changes }),
  limits: { ...open, ...limits },
})
const sequence = (...days: number[]) => [{ stage: 'consider', persona: null, messages: days.map((on) => sampleMessage(`d${on}`, on)) }]
const stay = (from: number, to: number | null, changes: Partial<LivedStay> = {}): LivedStay => ({
  ...{ stage: 'consider', persona: 'unassigned', openedBy: 'first' },
  ...{ startedAt: from, startKnownAt: from, endedAt: to, endKnownAt: to, ...changes },
})
const ever = (value: string) => [{ from: Number.NEGATIVE_INFINITY, value }]
const consents = new Map([['email_consent', ever('yes')]])
const person = (contact: string, stays: LivedStay[], changes: Partial<Person> = {}): Person => ({
  ...{ contact, known: consents, stays, acts: [], met: new Map(), otherSends: [], ...changes },
})
const alone = (one: Person, openDeals: Colleagues['openDeals'] = []): Colleagues => ({ account: '', people: [one], openDeals })

function run(asked: Partial<Replay> & Pick<Replay, 'programmes'>, colleagues: Colleagues): Told[] {
  const told: Told[] = []
  replay({ journey, horizon: t0 + 300 * day, ...asked })(colleagues, (one) => told.push(one))
  return told
}
/** "d5 sent 5", in days since the first stay began. */
const words = (told: readonly Told[]) =>
  told.map(({ message, fate, at }) => `${message.id} ${fate}${at === null ? '' : ` ${(at - t0) / day}`}`)

describe('[R6] what becomes of a message', () => {
  it('is sent on its day, and leaving the stage ends the sequence', () => {
    const programmes = [programmeOf({}, { sequences: sequence(5, 12, 21) })]
    expect(words(run({ programmes }, alone(person('a', [stay(t0, t0 + 15 * day)]))))).toEqual(['d5 sent 5', 'd12 sent 12', 'd21 left'])
    // At the instant of leaving it is left.
    expect(words(run({ programmes }, alone(person('a', [stay(t0, t0 + 12 * day)]))))).toEqual(['d5 sent 5', 'd12 left', 'd21 left'])
  })

  it('[R7] goes after a leaving that is not received yet, and never after a known one', () => {
    const programmes = [programmeOf({}, { sequences: sequence(5, 12, 21) })]
    const late = stay(t0, t0 + 4 * day, { endKnownAt: t0 + 13 * day })
    expect(words(run({ programmes }, alone(person('a', [late]))))).toEqual(['d5 sent 5', 'd12 sent 12', 'd21 left'])
    const unknown = stay(t0, null, { startKnownAt: t0 + 8 * day })
    expect(words(run({ programmes }, alone(person('a', [unknown]))))).toEqual(['d5 sent 8', 'd12 sent 12', 'd21 sent 21'])
  })

  it('waits for the gap, the caps, quiet hours; who leaves meanwhile gets nothing', () => {
    const of = (limits: Partial<SendingLimits>, to: number | null = null, changes: Partial<Person> = {}) =>
      run({ programmes: [programmeOf(limits, { sequences: sequence(5, 6, 7) })] }, alone(person('a', [stay(t0, to)], changes)))
    expect(words(of({ minGapDays: 7 }))).toEqual(['d5 sent 5', 'd6 sent 12', 'd7 sent 19'])
    expect(words(of({ minGapDays: 7 }, t0 + 14 * day))).toEqual(['d5 sent 5', 'd6 sent 12', 'd7 left'])
    expect(of({ minGapDays: 7 }, t0 + 14 * day).at(-1)?.movedBy).toEqual(['gap'])
    expect(words(of({ perSequence: 2 }))).toEqual(['d5 sent 5', 'd6 sent 6', 'd7 cap'])
    expect(words(of({ perPerson: { messages: 2, days: 30 } }))).toEqual(['d5 sent 5', 'd6 sent 6', 'd7 sent 35'])
    expect(words(of({ minGapDays: 3 }, null, { otherSends: [t0 + 4 * day] }))).toEqual(['d5 sent 7', 'd6 sent 10', 'd7 sent 13'])
    // Day 5 is a Saturday: Monday 9:00.
    const quiet = { weekdays: [1, 2, 3, 4, 5] as const, hours: { from: 540, to: 1020 } }
    expect(words(of(quiet))).toEqual(['d5 sent 7', 'd6 sent 7', 'd7 sent 7'])
    expect(of(quiet, t0 + 6 * day).map(({ fate, movedBy }) => [fate, ...movedBy])).toEqual([['left', 'calendar'], ['left'], ['left']])
    const closed = { blackouts: [{ name: 'Stop', from: { year: 2026, month: 1, day: 1 }, to: { year: 2027, month: 1, day: 1 } }] }
    expect(words(of(closed))).toEqual(['d5 noTime', 'd6 noTime', 'd7 noTime'])
  })

  it('[R1] is nothing without consent or in the holdout, but for what is owed', () => {
    const rule = { kind: 'event', names: ['order_placed'], channels: [], touchpoints: [] } as const
    const { day: _, ...confirmation } = sampleMessage('order', 0)
    const changes = { sequences: sequence(5), transactional: [{ ...confirmation, rule }] }
    const met = new Map([[ruleKey(rule), [t0 + day, t0 + day + hour]]])
    const of = (holdout: number, consent: boolean) =>
      words(
        run(
          { programmes: [programmeOf({ minGapDays: 7 }, { ...changes, holdout })] },
          alone(person('a', [stay(t0, null)], { known: consent ? consents : new Map(), met })),
        ),
      )
    const owed = ['order sent 1', `order sent ${25 / 24}`]
    expect(of(0, true)).toEqual([...owed, 'd5 sent 5'])
    expect(of(0, false)).toEqual([...owed, 'd5 noConsent'])
    expect(of(1, true)).toEqual([...owed, 'd5 holdout'])
  })

  it('ends with consent, and comes back with it', () => {
    const programmes = [programmeOf({}, { sequences: sequence(5, 12, 21) })]
    const history = [...ever('yes'), { from: t0 + 6 * day, value: 'no' }, { from: t0 + 20 * day, value: 'yes' }]
    const known = new Map([['email_consent', history]])
    expect(words(run({ programmes }, alone(person('a', [stay(t0, null)], { known }))))).toEqual([
      'd5 sent 5',
      'd12 noConsent',
      'd21 sent 21',
    ])
  })

  it('[R9] reaches one colleague of an account a day, and waits while a deal is open', () => {
    const programmes = [programmeOf({ minGapDays: 2, oneAnAccountADay: true, pauseOnOpenDeal: true }, { sequences: sequence(5, 6) })]
    const people = ['a', 'b', 'c'].map((id) => person(id, [stay(t0, null)]))
    const days = (told: Told[]) =>
      told.map(({ person: { contact }, at }) => `${contact} ${Math.floor(((at as number) - t0) / day + 9 / 24)}`).sort()
    expect(days(run({ programmes }, { account: 'acme', people, openDeals: [] }))).toEqual(['a 5', 'a 8', 'b 6', 'b 9', 'c 10', 'c 7'])
    const deals = [{ from: t0 + 4 * day, to: t0 + 9 * day }]
    expect(words(run({ programmes }, alone(person('a', [stay(t0, null)]), deals)))).toEqual(['d5 sent 9', 'd6 sent 11'])
    const never = [{ from: t0 + 4 * day, to: Number.POSITIVE_INFINITY }]
    expect(words(run({ programmes }, alone(person('a', [stay(t0, null)]), never)))).toEqual(['d5 waiting', 'd6 waiting'])
    expect(words(run({ programmes }, alone(person('a', [stay(t0, t0 + 50 * day)]), never)))).toEqual(['d5 left', 'd6 left'])
  })

  it('[R9] goes on in a resumed stay, and comes not twice within restartAfter', () => {
    const programmes = [programmeOf({}, { sequences: sequence(5, 12, 40) })]
    const resumed = [stay(t0, t0 + 30 * day), stay(t0 + 50 * day, null, { openedBy: 'resumed' })]
    expect(words(run({ programmes }, alone(person('a', resumed))))).toEqual(['d5 sent 5', 'd12 sent 12', 'd40 sent 60'])
    const again = [stay(t0, t0 + 8 * day), stay(t0 + 50 * day, null, { openedBy: 'returned' })]
    expect(words(run({ programmes }, alone(person('a', again))))).toEqual([
      'd5 sent 5',
      'd12 left',
      'd40 left',
      'd5 hadIt',
      'd12 sent 62',
      'd40 sent 90',
    ])
    const later = { journey: { ...journey, restartAfterMs: 50 * day } }
    expect(words(run({ programmes, ...later }, alone(person('a', again))))).toContain('d5 sent 55')
  })

  it('[R6] gives the room that caps leave to the higher priority', () => {
    const limits = { perPerson: { messages: 1, days: 7 } }
    const low = programmeOf(limits, { id: 'low', priority: 1, sequences: sequence(5) })
    const message = {
      ...sampleMessage('urgent', 0),
      stage: 'consider',
      signal: { kind: 'longStay', ms: 4 * day },
      delayMs: 34 * hour,
    } as const
    const high = programmeOf(limits, { id: 'high', priority: 9, friction: [message] })
    const told = words(run({ programmes: [low, high] }, alone(person('a', [stay(t0, null)]))))
    expect(told).toEqual([`urgent sent ${5 + 10 / 24}`, `d5 sent ${12 + 10 / 24}`])
    // A signal that has not shown by then holds nothing back.
    const unseen = { ...high, friction: [{ ...message, signal: { kind: 'longStay', ms: 130 * hour }, delayMs: 0 }] } as const
    expect(words(run({ programmes: [low, unseen] }, alone(person('a', [stay(t0, null)]))))).toEqual(['d5 sent 5', 'urgent sent 12'])
  })

  it('[R6] answers a signal, unless the person acted or left by then', () => {
    const of = (
      signal: Programme['friction'][number]['signal'],
      changes: Partial<Person> = {},
      to: number | null = null,
      opened: Opening = 'first',
    ) => {
      const message = { ...sampleMessage('f', 0), stage: 'consider', signal, delayMs: 2 * day }
      const lived = [stay(t0, to, { openedBy: opened })]
      return words(run({ programmes: [programmeOf({}, { friction: [message] })] }, alone(person('a', lived, changes))))
    }
    expect(of({ kind: 'silence', ms: 10 * day })).toEqual(['f sent 12'])
    expect(of({ kind: 'silence', ms: 10 * day }, { acts: [t0, t0 + 11 * day] })).toEqual(['f acted', 'f sent 23'])
    expect(of({ kind: 'silence', ms: 10 * day }, {}, t0 + 11 * day)).toEqual(['f left'])
    expect(of({ kind: 'longStay', ms: 30 * day })).toEqual(['f sent 32'])
    expect(of({ kind: 'returned' })).toEqual([])
    expect(of({ kind: 'returned' }, {}, null, 'returned')).toEqual(['f sent 2'])
    const rule = { kind: 'event', names: ['payment_failed'], channels: [], touchpoints: [] } as const
    expect(of({ kind: 'event', rule }, { met: new Map([[ruleKey(rule), [t0 - day, t0 + 3 * day]]]), acts: [t0 + 3 * day] })).toEqual([
      'f sent 5',
    ])
  })

  it('[R3] counts back from a deadline by days of the calendar', () => {
    const deadline = { id: 'fair', name: 'Fair', dates: [{ year: 2026, month: 4, day: 10 }], yearly: null, timeZone: 'Europe/Berlin' }
    const [consider, decide] = journey.stages
    const stages = [{ ...consider, windowMs: null, until: { deadline, beforeDays: 0 } }, decide] as typeof journey.stages
    const programmes = [programmeOf({}, { sequences: sequence(-90, -14, -7) })]
    const told = run({ programmes, journey: { ...journey, stages } }, alone(person('a', [stay(t0, null)])))
    expect(told.map(({ fate, at }) => `${fate} ${at === null ? '' : new Date(at).toISOString()}`)).toEqual([
      ...['tooLate ', 'sent 2026-03-26T23:00:00.000Z', 'sent 2026-04-02T22:00:00.000Z'],
    ])
  })
})

const hours = (most: number) => fc.integer({ min: 0, max: most })
const knownOf = (zone: string | null, unsubscribed: number | null) =>
  new Map([
    ['email_consent', [...ever('yes'), ...(unsubscribed === null ? [] : [{ from: t0 + unsubscribed * hour, value: 'no' }])]],
    ...(zone === null ? [] : [['zone', ever(zone)] as const]),
  ])

const staysGiven = fc.array(
  fc.record({ length: hours(500), away: hours(150), late: hours(60), stage: fc.constantFrom('consider', 'decide'), again: fc.boolean() }),
  { minLength: 1, maxLength: 4 },
)

function staysOf(given: { length: number; away: number; late: number; stage: string; again: boolean }[], isOpen: boolean): LivedStay[] {
  const made: LivedStay[] = []
  let at = t0
  given.forEach(({ length, away, late, stage, again }, i) => {
    const before = made.at(-1)
    const resumes = again && before !== undefined
    if (resumes) at += away * hour
    const end = i === given.length - 1 && isOpen ? null : at + length * hour
    const openedBy = resumes ? 'resumed' : before === undefined ? 'first' : 'returned'
    // What opens a stay is known when what ended the one before is.
    const startKnownAt = resumes || before?.endKnownAt == null ? at : before.endKnownAt
    made.push({
      stage: resumes ? before.stage : stage,
      persona: 'unassigned',
      openedBy,
      startedAt: at,
      startKnownAt,
      endedAt: end,
      endKnownAt: end === null ? null : Math.max(startKnownAt, end) + late * hour,
    })
    at = end ?? at
    // Where an end came late nothing after it was known sooner.
    if (resumes || late > 0) at = Math.max(at, made.at(-1)?.endKnownAt ?? at)
  })
  return made
}

describe('[R6] [R9] the replay, hour by hour', () => {
  it('is what a literal reading of the rules gives', () => {
    const limitsGiven = fc.record({
      minGapDays: fc.constantFrom(0, 1, 3),
      perSequence: fc.constantFrom(1, 2, 9),
      perPerson: fc.constantFrom(null, { messages: 1, days: 2 }, { messages: 2, days: 7 }),
      hours: fc.constantFrom({ from: 0, to: 1440 }, { from: 540, to: 1020 }),
      weekdays: fc.constantFrom([1, 2, 3, 4, 5, 6, 7] as const, [1, 2, 4] as const),
      oneAnAccountADay: fc.boolean(),
      pauseOnOpenDeal: fc.boolean(),
    })
    const signals = [{ kind: 'silence', ms: 40 * hour }, { kind: 'longStay', ms: 50 * hour }, { kind: 'returned' }] as const
    const programmeGiven = fc.record({
      limits: limitsGiven,
      priority: fc.integer({ min: 1, max: 2 }),
      days: fc.uniqueArray(fc.integer({ min: 0, max: 18 }), { maxLength: 4 }),
      decide: fc.boolean(),
      signal: fc.constantFrom(null, ...signals),
      delay: hours(60),
    })
    const personGiven = fc.record({
      stays: staysGiven,
      isOpen: fc.boolean(),
      acts: fc.array(hours(900), { maxLength: 4 }),
      other: fc.array(hours(700), { maxLength: 2 }),
      zone: fc.constantFrom(null, 'America/New_York'),
      unsubscribed: fc.option(hours(900)),
    })
    let compared = 0
    fc.assert(
      fc.property(
        fc.array(programmeGiven, { minLength: 1, maxLength: 2 }),
        fc.array(personGiven, { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(hours(700), hours(200)), { maxLength: 1 }),
        fc.constantFrom(40 * day, 90 * day, 1e3 * day),
        (given, whom, deals, restartAfterMs) => {
          const programmes = given.map(({ limits, priority, days, decide, signal, delay }, i) =>
            programmeOf(limits, {
              ...{
                id: `p${i}`,
                priority,
                sequences: [
                  ...sequence(...days),
                  ...(decide ? [{ stage: 'decide', persona: null, messages: [sampleMessage('x', 2)] }] : []),
                ],
              },
              friction: signal === null ? [] : [{ ...sampleMessage('f', 0), stage: 'consider', signal, delayMs: delay * hour }],
            }),
          )
          const inOrder = (times: number[]) => times.map((at) => t0 + at * hour).sort((a, b) => a - b)
          const people = whom.map(({ stays, isOpen, acts, other, zone, unsubscribed }, i) =>
            person(`c${i}`, staysOf(stays, isOpen), {
              known: knownOf(zone, unsubscribed),
              acts: inOrder(acts),
              otherSends: inOrder(other),
            }),
          )
          const colleagues = {
            account: 'acme',
            people,
            openDeals: deals.map(([from, length]) => ({ from: t0 + from * hour, to: t0 + (from + length) * hour })),
          }
          const asked = { programmes, journey: { ...journey, restartAfterMs }, horizon: t0 + 40 * day }
          const told: string[] = []
          replay(asked)(colleagues, (one) =>
            told.push(`${one.programme.id} ${one.message.id} ${one.person.contact} ${one.stay?.startedAt} ${one.fate} ${one.at}`),
          )
          const isOpen = ({ limits: { weekdays, hours: open }, timeZone }: Programme, { known }: Person, at: number) => {
            const local = new Date(
              `${new Intl.DateTimeFormat('sv-SE', { timeZone: known.get('zone')?.[0]?.value ?? timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at).replace(' ', 'T')}Z`,
            )
            const minute = local.getUTCHours() * 60
            return weekdays.includes((local.getUTCDay() || 7) as 1) && minute >= open.from && minute < open.to
          }
          const literal = literalReplay(asked, colleagues, t0, t0 + 130 * day, isOpen)
          compared += literal.length
          expect(told.sort()).toEqual(
            literal
              .map(({ programme, message, contact, stay: from, fate, at }) => `${programme} ${message} ${contact} ${from} ${fate} ${at}`)
              .sort(),
          )
        },
      ),
      { numRuns: 60 },
    )
    expect(compared).toBeGreaterThan(200)
  })
})
