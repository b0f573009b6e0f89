import { dayMs } from '../model/duration.ts'
import { emptyLanes, type Journey, type Stage } from '../model/journey.ts'
import type { Programme, SequenceMessage } from '../model/programme.ts'

/** A rule met by events of one name. */
const event = (name: string) => ({ kind: 'event' as const, names: [name], channels: [], touchpoints: [] })

/** A message of a sequence, due on a day, with what a test sets. */
export function sampleMessage(id: string, day: number, changes: Partial<SequenceMessage> = {}): SequenceMessage {
  const words = { name: `Message ${id}`, question: `What about ${id}?`, leadsTo: 'Pricing page', subjects: [`About ${id}`], language: 'en' }
  return { id, day, ...words, asset: null, body: `Hello {{ contact.first_name }},\n\nthis is ${id}.`, ...changes }
}

/** A programme with two stages, a persona, a friction message of each kind and an order confirmation. */
export function sampleProgramme(changes: Partial<Programme> = {}): Programme {
  const { day: _, ...content } = sampleMessage('content', 0)
  const friction = (id: string) => ({ ...content, id, name: `Message ${id}`, question: null, stage: 'consider', delayMs: 2 * dayMs })
  return {
    id: 'nurture',
    name: 'Nurture',
    journey: 'sales',
    timeZone: 'Europe/Berlin',
    zoneProperty: 'zone',
    consent: { kind: 'rule', rule: { kind: 'property', of: 'subject', name: 'email_consent', comparator: 'is', values: ['yes'] } },
    holdout: 0.1,
    priority: 5,
    sender: { name: 'Ada of Example', email: 'ada@example.org', replyTo: 'team@example.org' },
    unsubscribe: 'https://example.org/u?c={{ contact.id | url_encode }}',
    limits: {
      minGapDays: 7,
      perSequence: 5,
      perPerson: { messages: 2, days: 7 },
      weekdays: [1, 2, 3, 4, 5],
      hours: { from: 540, to: 1020 },
      country: 'DE',
      blackouts: [{ name: 'Stocktaking', from: { year: 2026, month: 1, day: 2 }, to: { year: 2026, month: 1, day: 5 } }],
      sensitive: [{ occasion: 'mothers-day', optOut: 'no_mothers_day', daysBefore: 14 }],
      oneAnAccountADay: true,
      pauseOnOpenDeal: true,
    },
    sequences: [
      {
        stage: 'consider',
        persona: null,
        messages: [sampleMessage('c1', 5), sampleMessage('c2', 12, { asset: 'guide' }), sampleMessage('c3', 21)],
      },
      { stage: 'consider', persona: 'buyer', messages: [sampleMessage('b1', 3)] },
      { stage: 'decide', persona: null, messages: [sampleMessage('d1', 1, { question: null, body: '', subjects: [] })] },
    ],
    friction: [
      { ...friction('f-event'), signal: { kind: 'event', rule: event('payment_failed') } },
      { ...friction('f-silence'), signal: { kind: 'silence', ms: 10 * dayMs } },
      { ...friction('f-long'), signal: { kind: 'longStay', ms: 30 * dayMs } },
      { ...friction('f-back'), signal: { kind: 'returned' } },
    ],
    transactional: [{ ...content, id: 'order', name: 'Order confirmation', rule: event('order_placed') }],
    assets: [
      {
        id: 'guide',
        title: 'Buyer’s guide & prices',
        stage: 'consider',
        question: 'What about c2?',
        format: 'PDF',
        language: 'en',
        url: 'https://example.org/guide?a=1&b="2"',
      },
    ],
    ...changes,
  }
}

/** The journey of the sample programme. */
export function sampleJourney(): Journey {
  const stage = (id: string, name: string, index: number): Stage => ({
    ...{ id, name, index, lifecycle: 'acquisition', entry: event(`${id}_entered`), completed: null, dropped: null },
    reentry: { kind: 'none' },
    ...{ dropAfterMs: 60 * dayMs, windowMs: 90 * dayMs, until: null, steps: [], lanes: { ...emptyLanes, goals: [`Goal of ${name}`] } },
    intended: { conversion: null, medianDays: null, emotion: null, conversionTolerance: 0, medianTolerance: 0 },
  })
  const none = { restartAfterMs: null, deadlines: [], handOffs: [], value: null }
  const personas = [{ id: 'buyer', name: 'Buyer', description: '', rule: null }]
  const stages = [stage('consider', 'Consideration', 1), stage('decide', 'Decision', 2)]
  return { id: 'sales', name: 'Sales', description: '', subjectType: 'contact', personas, stages, ...none }
}
