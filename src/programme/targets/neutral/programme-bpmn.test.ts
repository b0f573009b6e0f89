import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runBpmn, type SimulatedPerson, type SimulatedSend } from '../../../../test/oracle/executors/run-bpmn.ts'
import { dayMs } from '../../../model/duration.ts'
import type { Programme, SequenceMessage } from '../../../model/programme.ts'
import { sampleJourney, sampleMessage, sampleProgramme } from '../../programme.test-support.ts'
import { flowPlans } from './flow-plan.ts'
import { programmeBpmn } from './programme-bpmn.ts'

const journey = sampleJourney()
const entered = Date.UTC(2026, 2, 27, 10)
const bpmn = (programme: Programme) => programmeBpmn(programme.name, flowPlans(programme, journey))
const anyone: SimulatedPerson = {
  happens: [{ name: 'stage.entered.consider', at: entered }],
  facts: { entered, persona: 'none', mayBeWrittenTo: true, keptWithoutMessages: false },
  allowedFrom: (at) => at,
  hasRoom: () => true,
}
const days = (sends: readonly SimulatedSend[]) => sends.map(({ message, at }) => [message, (at - entered) / dayMs])
const also = (...happens: [name: string, day: number][]): SimulatedPerson => ({
  ...anyone,
  happens: [...anyone.happens, ...happens.map(([name, day]) => ({ name, at: entered + day * dayMs }))],
})

describe('the BPMN of a programme, run with a simulated clock', () => {
  it('sends each message on its day', async () => {
    const { sends } = await runBpmn(await bpmn(sampleProgramme()), anyone)
    expect(days(sends)).toEqual([
      ['c1', 5],
      ['c2', 12],
      ['c3', 21],
    ])
  })

  it('sends a persona what is for it, and nobody both', async () => {
    const buyer = { ...anyone, facts: { ...anyone.facts, persona: 'buyer' } }
    expect(days((await runBpmn(await bpmn(sampleProgramme()), buyer)).sends)).toEqual([['b1', 3]])
  })

  it('stops when the stage is left, at that instant already, and when someone unsubscribes', async () => {
    const xml = await bpmn(sampleProgramme())
    const sent = async (person: SimulatedPerson) => days((await runBpmn(xml, person)).sends).map(([id]) => id)
    expect(await sent(also(['stage.left.consider', 12]))).toEqual(['c1'])
    expect(await sent(also(['stage.left.consider', 12.01]))).toEqual(['c1', 'c2'])
    expect(await sent(also(['contact.unsubscribed', 6]))).toEqual(['c1'])
    expect(await sent(also(['stage.left.decide', 6]))).toEqual(['c1', 'c2', 'c3'])
  })

  it('sends nothing without consent, and nothing to those kept without messages', async () => {
    const xml = await bpmn(sampleProgramme())
    for (const [name, value] of [
      ['mayBeWrittenTo', false],
      ['keptWithoutMessages', true],
    ] as const) {
      expect((await runBpmn(xml, { ...anyone, facts: { ...anyone.facts, [name]: value } })).sends).toEqual([])
    }
  })

  it('leaves out what has no room, and tells sales when a deal opens', async () => {
    const person = { ...also(['deal.opened', 7]), hasRoom: (message: string) => message !== 'c2' }
    const { sends, tasks } = await runBpmn(await bpmn(sampleProgramme()), person)
    expect(days(sends)).toEqual([
      ['c1', 5],
      ['c3', 21],
    ])
    expect(tasks).toEqual([{ name: 'Tell sales: messages pause', at: entered + 7 * dayMs }])
  })

  it('sends a friction message after its delay, unless they act or move on by then', async () => {
    const xml = await bpmn(sampleProgramme({ sequences: [] }))
    const sent = async (person: SimulatedPerson) => days((await runBpmn(xml, person)).sends)
    expect(await sent(also(['signal.f-event', 3]))).toEqual([['f-event', 5]])
    expect(await sent(also(['signal.f-event', 3], ['customer.acted', 4]))).toEqual([])
    expect(await sent(also(['signal.f-event', 3], ['stage.left.consider', 5]))).toEqual([])
    expect(await sent(also(['when stage = "consider" and silence >= duration("P10D")', 10]))).toEqual([['f-silence', 12]])
  })

  it('sends what an event owes at once, whatever holds others back', async () => {
    const person = {
      ...also(['event.order', 2]),
      facts: { ...anyone.facts, mayBeWrittenTo: false, keptWithoutMessages: true },
      hasRoom: () => false,
    }
    expect(days((await runBpmn(await bpmn(sampleProgramme()), person)).sends)).toEqual([['order', 2]])
  })

  it('counts back from a deadline', async () => {
    const messages = [sampleMessage('last', -7), sampleMessage('first', -21)]
    const xml = await bpmn(sampleProgramme({ sequences: [{ stage: 'consider', persona: null, messages }] }))
    const { sends } = await runBpmn(xml, { ...anyone, facts: { ...anyone.facts, windowEnd: entered + 30 * dayMs } })
    expect(days(sends)).toEqual([
      ['first', 9],
      ['last', 23],
    ])
  })

  it('sends exactly what the days say, whoever it is', async () => {
    const person = fc.record({
      days: fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 6 }),
      leaves: fc.option(fc.integer({ min: 0, max: 70 * 24 })),
      unsubscribes: fc.option(fc.integer({ min: 0, max: 70 * 24 })),
      closed: fc.integer({ min: 0, max: 3 }),
      noRoom: fc.subarray([0, 1, 2, 3, 4, 5]),
    })
    await fc.assert(
      fc.asyncProperty(person, async ({ days: due, leaves, unsubscribes, closed, noRoom }) => {
        const messages = due.map((day, index) => sampleMessage(`m${index}`, day))
        // Nothing is allowed on the first days of each week of the person.
        const allowedFrom = (at: number): number => {
          const inWeek = (at - entered) % (7 * dayMs)
          return inWeek < closed * dayMs ? at - inWeek + closed * dayMs : at
        }
        const programme = sampleProgramme({ sequences: [{ stage: 'consider', persona: null, messages }], friction: [], transactional: [] })
        const hours = (name: string, at: number | null): [string, number][] => (at === null ? [] : [[name, at / 24]])
        const simulated = {
          ...also(...hours('stage.left.consider', leaves), ...hours('contact.unsubscribed', unsubscribes)),
          allowedFrom,
          hasRoom: (message: string) => !noRoom.includes(Number(message.slice(1))),
        }
        const stop = entered + Math.min(leaves ?? Number.POSITIVE_INFINITY, unsubscribes ?? Number.POSITIVE_INFINITY) * 3_600_000
        const { sends } = await runBpmn(await bpmn(programme), simulated)
        expect(sends).toEqual(expected(messages, simulated, stop))
      }),
      { numRuns: 60 },
    )
  })
})

/** What the days say: each at its day, moved to where it is allowed, not before the one before it, until the stop. */
function expected(messages: readonly SequenceMessage[], { allowedFrom, hasRoom }: SimulatedPerson, stop: number): SimulatedSend[] {
  const sends: SimulatedSend[] = []
  let clock = entered
  for (const { id, day } of [...messages].sort((a, b) => a.day - b.day)) {
    clock = allowedFrom(Math.max(clock, entered + day * dayMs))
    if (clock >= stop) return sends
    if (hasRoom(id, clock)) sends.push({ message: id, at: clock })
  }
  return sends
}
