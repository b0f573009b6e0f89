import { describe, expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { proportion } from '../core/statistics/proportion.ts'
import type { BacktestChoice, BacktestList } from '../map/backtest-list.ts'
import { programmeFates, programmeMoves } from '../model/programme-fate.ts'
import { backtestTally } from './backtest.ts'
import { backtestListing } from './backtest-list.ts'
import { sampleJourney, sampleMessage, sampleProgramme } from './programme.test-support.ts'
import { replay, type Told } from './replay.ts'
import { type Colleagues, type LivedStay, type Person, ruleKey } from './replay-people.ts'

const day = 86_400_000
const t0 = Date.UTC(2026, 1, 2)
const horizon = t0 + 150 * day
const order = { kind: 'event' as const, names: ['ordered'], channels: [], touchpoints: [] }
const base = sampleProgramme()
const programme = {
  ...base,
  limits: { ...base.limits, minGapDays: 4, perSequence: 2, perPerson: { messages: 2, days: 14 } },
  sequences: [
    { stage: 'consider', persona: null, messages: [2, 5, 9, 20].map((on) => sampleMessage(`c${on}`, on)) },
    { stage: 'decide', persona: null, messages: [sampleMessage('d1', 1)] },
  ],
  friction: base.friction.filter(({ signal }) => signal.kind === 'silence' || signal.kind === 'returned'),
  transactional: [{ ...sampleMessage('order', 0), rule: order }],
}

/** Forty accounts of one to three people with one or two stays each; some leavings were heard of late. */
function drawWorld(): Colleagues[] {
  const random = createRandom('lists')
  const whole = (most: number) => Math.floor(random.uniform() * most)
  return Array.from({ length: 40 }, (_, i) => ({
    account: i % 5 === 0 ? '' : `a${i}`,
    people: Array.from({ length: i % 5 === 0 ? 1 : 1 + whole(3) }, (_, n): Person => {
      const from = t0 + whole(100 * 24) * 3_600_000
      const to = from + whole(40) * day
      const stay = (stage: string, startedAt: number, endedAt: number | null): LivedStay => ({
        ...{ stage, persona: 'unassigned', instance: 1, openedBy: 'first', startedAt, startKnownAt: startedAt, endedAt },
        endKnownAt: endedAt === null ? null : endedAt + whole(2) * whole(9) * day,
      })
      const stays = whole(3) === 0 ? [stay('consider', from, null)] : [stay('consider', from, to), stay('decide', to, to + whole(9) * day)]
      const consent = whole(6) === 0 ? 'no' : 'yes'
      return {
        ...{ contact: `c${i} ${n}`, known: new Map([['email_consent', [{ from: Number.NEGATIVE_INFINITY, value: consent }]]]), stays },
        ...{ acts: [from + day, from + 12 * day], met: new Map([[ruleKey(order), whole(2) === 0 ? [from + day] : []]]), otherSends: [] },
      }
    }),
    openDeals: i % 7 === 0 ? [{ from: t0 + 10 * day, to: t0 + 40 * day }] : [],
  }))
}

/** What became of every message, account by account. */
const toldByAccount: Told[][] = drawWorld().map((colleagues) => {
  const told: Told[] = []
  replay({ programmes: [programme], journey: { ...sampleJourney(), restartAfterMs: null }, horizon })(colleagues, (one) => told.push(one))
  return told
})

function eachTold({ tell, endOfPeople }: { tell(told: Told): void; endOfPeople(): void }): void {
  for (const told of toldByAccount) {
    for (const one of told) tell(one)
    endOfPeople()
  }
}

const tally = backtestTally(programme, horizon)
eachTold(tally)
const run = tally.run()

function listOf(choice: BacktestChoice, limit = 1000, offset = 0): BacktestList {
  const listing = backtestListing(programme, horizon, { choice, limit, offset })
  eachTold(listing)
  return listing.list()
}

describe('[M7] the list behind each figure of a backtest is as long as the figure', () => {
  const wanted: [BacktestChoice, number][] = [
    ...(['audience', 'heldOut', 'withoutConsent', 'reached'] as const).map((set): [BacktestChoice, number] => [{ set }, run[set]]),
    ...run.perPerson.map(({ sends, people }): [BacktestChoice, number] => [{ set: 'perPerson', sends }, people]),
    ...run.perWeek.map(({ sends, personWeeks }): [BacktestChoice, number] => [{ set: 'perWeek', sends }, personWeeks]),
    ...run.months.flatMap((month) =>
      (['audience', 'reached', 'sends'] as const).map((of): [BacktestChoice, number] => [
        { set: 'month', month: month.month, of },
        month[of],
      ]),
    ),
    ...programmeFates.map((fate): [BacktestChoice, number] => [{ set: 'fate', fate, message: null }, run.fates[fate]]),
    ...run.messages.flatMap(({ id, sent, left, waiting }): [BacktestChoice, number][] => [
      [{ set: 'fate', fate: 'sent', message: id }, sent],
      [{ set: 'fate', fate: 'left', message: id }, left],
      [{ set: 'fate', fate: 'waiting', message: id }, waiting],
    ]),
    ...programmeMoves.map((by): [BacktestChoice, number] => [{ set: 'moved', by }, run.moved[by]]),
    ...(['transactional', 'afterKnownLeaving', 'afterLeavingNotReceived'] as const).map((set): [BacktestChoice, number] => [
      { set },
      run[set],
    ]),
  ]

  it('for every figure', () => {
    for (const [choice, value] of wanted) {
      const { total, rows } = listOf(choice)
      expect([total, rows.length], JSON.stringify(choice)).toEqual([value, value])
    }
    // The world is one that can tell: nearly every figure is of someone.
    expect(wanted.filter(([, value]) => value > 0).length).toBeGreaterThan(40)
    expect(Object.values(run.fates).filter((times) => times > 0).length).toBeGreaterThan(5)
    expect(run.afterLeavingNotReceived).toBeGreaterThan(0)
  })

  it('page by page, in one order', () => {
    const { rows } = listOf({ set: 'fate', fate: 'sent', message: null })
    expect(listOf({ set: 'fate', fate: 'sent', message: null }, 7, 10)).toEqual({
      unit: 'messages',
      total: run.sends,
      rows: rows.slice(10, 17),
    })
    expect(rows.every(({ at, contact, fate }) => at !== null && contact !== '' && fate === 'sent')).toBe(true)
    const weeks = listOf({ set: 'perWeek', sends: 1 })
    expect(weeks.unit).toBe('weeks')
    expect(weeks.rows.every(({ at }) => new Date(at ?? 0).getUTCDay() === 1)).toBe(true)
  })
})

describe('[R7] the share reached', () => {
  it('[M5] has the interval of a proportion whose clusters are accounts, or people without one', () => {
    const decided: { cluster: string; message: string; isSent: boolean }[] = []
    eachTold({
      endOfPeople: () => {},
      tell: ({ account, person, message, kind, fate }) => {
        if (kind === 'transactional' || fate === 'holdout' || fate === 'noConsent' || fate === 'waiting') return
        decided.push({ cluster: account || person.contact, message: message.id, isSent: fate === 'sent' })
      },
    })
    const shareOf = (rows: typeof decided) => {
      const { value, low, high, trials } = proportion(rows.map(({ cluster, isSent }) => ({ cluster, hits: isSent ? 1 : 0, trials: 1 })))
      return { share: value, low, high, decided: trials }
    }
    const rounded = (of: { share: number | null; low: number | null; high: number | null; decided: number }) =>
      [of.share, of.low, of.high].map((value) => value?.toFixed(9)).concat(String(of.decided))
    expect(rounded(run)).toEqual(rounded(shareOf(decided)))
    expect(run.clusters).toBe(new Set(decided.map(({ cluster }) => cluster)).size)
    expect(run.low).toBeLessThan(run.share ?? 0)
    for (const message of run.messages.filter(({ kind }) => kind !== 'transactional'))
      expect(rounded(message), message.id).toEqual(rounded(shareOf(decided.filter((one) => one.message === message.id))))
  })
})
