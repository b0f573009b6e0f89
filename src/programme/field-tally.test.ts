import { describe, expect, it } from 'vitest'
import { dayMs } from '../model/duration.ts'
import type { Programme } from '../model/programme.ts'
import { fieldTally } from './field-tally.ts'
import { isHeldOut } from './holdout.ts'
import { sampleJourney, sampleProgramme } from './programme.test-support.ts'
import { replay } from './replay.ts'
import { type Colleagues, type LivedStay, type Person, ruleKey } from './replay-people.ts'
import { targetNamed } from './targets/target-registry.ts'

const horizon = Date.UTC(2026, 3, 1, 12)
const ever = (value: string) => [{ from: Number.NEGATIVE_INFINITY, value }]

function stay(stage: string, daysAgo: number, changes: Partial<LivedStay> = {}): LivedStay {
  const startedAt = horizon - daysAgo * dayMs
  const open = { startKnownAt: startedAt, endedAt: null, endKnownAt: null }
  return { stage, persona: 'unassigned', openedBy: 'first', startedAt, ...open, ...changes }
}

function person(contact: string, stays: LivedStay[], changes: Partial<Person> = {}): Person {
  return { contact, known: new Map([['email_consent', ever('yes')]]), stays, acts: [], met: new Map(), otherSends: [], ...changes }
}

/** The rows of people, each of no account, by column, by contact. */
function rowsOf(people: Person[], programme: Programme = sampleProgramme({ holdout: 0 }), openDeals: Colleagues['openDeals'] = []) {
  const tally = fieldTally(programme, targetNamed('hubspot'), horizon)
  const go = replay({ programmes: [programme], journey: sampleJourney(), horizon })
  for (const one of people) {
    const colleagues = { account: '', people: [one], openDeals }
    go(colleagues, tally.tell)
    tally.endOfPeople(colleagues)
  }
  const { columns, rows, ...counts } = tally.result()
  const named = rows.map((cells) => Object.fromEntries(columns.map((column, i) => [column.replace('nurture_', ''), cells[i]])))
  return { ...counts, order: named.map(({ contact }) => contact), of: (contact: string) => named.find((one) => one.contact === contact) }
}

describe('[R1] what a tool is told of a contact', () => {
  it('is the stage, the sequence of the persona, since when, what is next and who it is', () => {
    const { of } = rowsOf([person('a', [stay('consider', 2)]), person('b', [stay('consider', 1, { persona: 'buyer' })])])
    expect(of('a')).toMatchObject({ stage: 'consider', sequence: 'consider', since: '2026-03-30T12:00:00.000Z', days_in_stage: '2.0' })
    // Day 5 is 4 April, a Saturday; Monday is Easter's.
    expect(of('a')).toMatchObject({ next_message: 'c1', next_day: '2026-04-07', persona: 'unassigned', consent: 'yes', deal_open: 'no' })
    expect(of('b')).toMatchObject({ sequence: 'consider:buyer', persona: 'buyer', next_message: 'b1' })
  })

  it('takes out who has left, who took consent back, and who is kept without messages', () => {
    const gone = stay('consider', 20, { endedAt: horizon - dayMs, endKnownAt: horizon - dayMs })
    const back = [...ever('yes'), { from: horizon - 3 * dayMs, value: 'no' }]
    const programme = sampleProgramme({ holdout: 0.5 })
    const names = Array.from({ length: 40 }, (_, i) => `n${i}`)
    const held = names.find((contact) => isHeldOut('nurture', { account: '', contact }, 0.5)) as string
    const free = names.find((contact) => !isHeldOut('nurture', { account: '', contact }, 0.5)) as string
    const { of, inStage } = rowsOf(
      [
        person(`${free}`, [stay('consider', 2)]),
        person(held, [stay('consider', 2)]),
        person('gone', [gone]),
        person('back', [stay('consider', 2)], { known: new Map([['email_consent', back]]) }),
      ],
      programme,
    )
    expect(of(free)).toMatchObject({ sequence: 'consider', stage: 'consider' })
    expect(of(held)).toMatchObject({ sequence: '(none)', stage: '(none)', consent: 'yes', next_message: '' })
    expect(of('gone')).toMatchObject({ sequence: '(none)', stage: '(none)', since: '', days_in_stage: '', next_message: '' })
    expect(of('back')).toMatchObject({ sequence: '(none)', stage: '(none)', consent: 'no', next_message: '' })
    expect(inStage).toBe(3)
  })

  it('is of the stage whose message is due soonest, where someone is in several', () => {
    const { of, inSeveral } = rowsOf([person('both', [stay('consider', 1), stay('decide', 0.9)])])
    expect(of('both')).toMatchObject({ stage: 'decide', next_message: 'd1' })
    expect(inSeveral).toBe(1)
  })

  it('says that a signal holds from when it showed until they act, and that a message is owed for a day', () => {
    const rule = (id: string) => {
      const { friction, transactional } = sampleProgramme()
      const signal = friction.find((one) => one.id === id)?.signal
      return ruleKey(signal?.kind === 'event' ? signal.rule : (transactional[0]?.rule as never))
    }
    const met = (at: number) => new Map([[rule('f-event'), [at]]])
    const failed = person('failed', [stay('consider', 5)], { met: met(horizon - 2 * dayMs), acts: [horizon - 3 * dayMs] })
    const acted = { ...failed, contact: 'acted', acts: [horizon - dayMs] }
    const owed = (contact: string, ago: number) =>
      person(contact, [stay('consider', 5)], { met: new Map([[rule('order'), [horizon - ago]]]) })
    const silent = person('silent', [stay('consider', 11)])
    const { of } = rowsOf([failed, acted, silent, owed('new', dayMs - 1), owed('old', dayMs)])
    expect([of('failed')?.message_f_event, of('acted')?.message_f_event, of('silent')?.message_f_event]).toEqual(['yes', 'no', 'no'])
    expect([of('silent')?.message_f_silence, of('failed')?.message_f_silence]).toEqual(['yes', 'no'])
    expect([of('new')?.message_order, of('old')?.message_order]).toEqual(['yes', 'no'])
  })

  it('has the address that the data know, else an id that is one; an open deal; and comes in the order of ids', () => {
    const known = new Map([
      ['email_consent', ever('yes')],
      ['email', ever('ann@example.org')],
    ])
    const { of, order } = rowsOf(
      [person('b@example.org', [stay('consider', 2)]), person('a', [stay('consider', 2)], { known }), person('=c', [stay('consider', 2)])],
      sampleProgramme({ holdout: 0 }),
      [{ from: horizon - dayMs, to: Number.POSITIVE_INFINITY }],
    )
    expect(order).toEqual(['=c', 'a', 'b@example.org'])
    expect([of('a')?.Email, of('b@example.org')?.Email, of('=c')?.Email]).toEqual(['ann@example.org', 'b@example.org', ''])
    expect(of('a')).toMatchObject({ deal_open: 'yes', next_message: 'c1', next_day: '' })
  })
})
