import { describe, expect, it } from 'vitest'
import { csvText } from '../src/api/csv.ts'
import { createRandom } from '../src/core/random.ts'
import type { Programme } from '../src/model/programme.ts'
import { exportProgramme, type ProgrammeExport } from '../src/programme/export-programme.ts'
import { fieldTally } from '../src/programme/field-tally.ts'
import { sampleJourney, sampleProgramme } from '../src/programme/programme.test-support.ts'
import { replay, type Told } from '../src/programme/replay.ts'
import { type LivedStay, type Person, ruleKey } from '../src/programme/replay-people.ts'
import type { ProgrammePart } from '../src/programme/targets/programme-parts.ts'
import type { ExportFile } from '../src/programme/targets/target.ts'
import { targetNamed } from '../src/programme/targets/target-registry.ts'
import { runDittofeed } from './oracle/executors/dittofeed.ts'
import { runHubspot } from './oracle/executors/hubspot.ts'
import type { MadeUpContact, Sent } from './oracle/executors/made-up-contact.ts'
import { runMautic } from './oracle/executors/mautic.ts'
import { wallAt } from './oracle/executors/wall-clock.ts'
import { programmeSends, type ToolWays } from './oracle/programme-sends.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const sample = sampleProgramme()
const programme: Programme = { ...sample, limits: { ...sample.limits, country: null, blackouts: [] } }

/** Each tool that is simulated: in which ways it departs from the programme, and the parts by which its loss report says so. */
const tools: {
  id: string
  run: (programme: Programme, files: readonly ExportFile[], contact: MadeUpContact) => Sent[]
  ways: ToolWays
  told: ProgrammePart[]
}[] = [
  { id: 'dittofeed', run: runDittofeed, ways: { atMinute: 600 }, told: ['hours', 'weekdays', 'timeZone'] },
  { id: 'hubspot', run: runHubspot, ways: { counts: 'from the message before', zone: 'Europe/Berlin' }, told: ['days', 'timeZone'] },
  { id: 'mautic', run: runMautic, ways: { counts: 'from the message before', keepsTimeOfDay: true }, told: ['days', 'weekdays'] },
]

const at = (text: string): number => Date.parse(`${text}:00Z`)

function contact(name: string, changes: Partial<MadeUpContact> = {}): MadeUpContact {
  const start = at('2026-02-02T12:20')
  const stays = [{ stage: 'consider', from: start, to: start + 40 * dayMs }]
  return { name, zone: 'Europe/Berlin', persona: null, stays, unsubscribedAt: null, silent: false, signals: {}, ...changes }
}

/** In the stage so many days from an instant on. */
const there = (from: string, days: number, stage = 'consider') => ({ stage, from: at(from), to: at(from) + days * dayMs })

const contacts: MadeUpContact[] = [
  contact('stays'),
  contact('leaves between two messages', { stays: [there('2026-02-02T12:20', 11)] }),
  contact('leaves on a Sunday while a message waits for Monday', { stays: [there('2026-02-02T12:20', 6.2)] }),
  contact('unsubscribes in the middle', { unsubscribedAt: at('2026-02-10T09:00') }),
  contact('unsubscribes while a message waits for Monday', { unsubscribedAt: at('2026-02-08T09:00') }),
  contact('may not be written to', { silent: true }),
  contact('is a buyer', { persona: 'buyer' }),
  contact('is another persona', { persona: 'seller' }),
  contact('goes on to decide', { stays: [there('2026-02-02T12:20', 10), there('2026-02-12T12:20', 10, 'decide')] }),
  contact('stumbles', { signals: { 'f-event': { from: at('2026-02-03T08:05'), to: at('2026-03-03T08:05') } } }),
  contact('stumbles and acts', { signals: { 'f-silence': { from: at('2026-02-03T08:05'), to: at('2026-02-04T08:05') } } }),
  contact('stumbles and leaves', {
    stays: [there('2026-02-02T12:20', 2)],
    signals: { 'f-back': { from: at('2026-02-03T08:05'), to: at('2026-03-04T08:05') } },
  }),
  contact('orders, though silent, at night', {
    silent: true,
    signals: { order: { from: at('2026-02-07T02:05'), to: at('2026-02-08T02:05') } },
  }),
  contact('lives in New York', { zone: 'America/New_York' }),
]

/** Clocks change while a message waits: on 29 March 2026 in Berlin, on 8 March in New York, on 25 October in Berlin. */
const changing: MadeUpContact[] = [
  contact('spring in Berlin', { stays: [there('2026-03-23T13:00', 60)] }),
  contact('spring in New York', { zone: 'America/New_York', stays: [there('2026-03-02T15:00', 60)] }),
  contact('autumn in Berlin', { stays: [there('2026-10-19T13:00', 60)] }),
]

/** Contacts by chance: of any persona and zone, entering at any five minutes of winter, staying any time. */
function random(count: number): MadeUpContact[] {
  const draw = createRandom('executors')
  return Array.from({ length: count }, (_, index) => {
    const from = at('2026-01-06T00:00') + draw.integer(12 * 24 * 14) * 300_000
    const to = from + Math.ceil(draw.exponential(25) * 288) * 300_000
    const next = draw.chance(0.4) ? [{ stage: 'decide', from: to, to: to + 6 * dayMs }] : []
    return contact(`number ${index}`, {
      zone: draw.pick(['Europe/Berlin', 'Europe/London', 'America/New_York']),
      persona: draw.pick([null, 'buyer', 'seller']),
      stays: [{ stage: 'consider', from, to }, ...next],
      unsubscribedAt: draw.chance(0.2) ? from + draw.integer(288 * 30) * 300_000 : null,
      silent: draw.chance(0.1),
    })
  })
}

const exported = (id: string, of = programme): Promise<ProgrammeExport> =>
  exportProgramme({
    programme: of,
    journey: sampleJourney(),
    design: null,
    target: targetNamed(id),
    date: { year: 2026, month: 1, day: 5 },
  })

const shown = (sent: readonly Sent[]): string[] => sent.map(({ at: instant, message }) => `${new Date(instant).toISOString()} ${message}`)

describe.each(tools)('what is exported for $id, run with a simulated clock', ({ id, run, ways, told }) => {
  it('sends exactly what the programme says, but for what the loss report names', async () => {
    const { files, losses } = await exported(id)
    for (const one of [...contacts, ...random(60)])
      expect(shown(run(programme, files, one)), one.name).toEqual(shown(programmeSends(programme, one, ways)))
    expect(losses.map(({ part }) => part)).toEqual(expect.arrayContaining(told))
  })

  it('keeps the day when clocks change, and the hours or what the loss report says of them', async () => {
    const { files, losses } = await exported(id)
    for (const one of changing) {
      const [ran, said] = [run(programme, files, one), programmeSends(programme, one, ways)]
      expect(
        ran.map(({ message }) => message),
        one.name,
      ).toEqual(said.map(({ message }) => message))
      const off = ran.map(({ at: instant }, index) => instant - (said[index]?.at ?? 0))
      const hourOff = off.findIndex((ms) => Math.abs(ms) === hourMs)
      // Only Dittofeed is off, by an hour, and then later by a working day at most: a weekend lies between.
      for (const [index, ms] of off.entries()) {
        if (id !== 'dittofeed' || index < hourOff || hourOff < 0) expect(ms, one.name).toBe(0)
        else if (index > hourOff) expect(ms >= 0 && ms <= 3 * dayMs, one.name).toBe(true)
      }
      const gaps = ran.slice(1).map(({ at: instant }, index) => instant - (ran[index]?.at ?? 0))
      for (const ms of gaps) expect(ms, one.name).toBeGreaterThan(7 * dayMs - 2000)
      for (const { at: instant } of ran) {
        const { minute } = wallAt(ways.zone ?? one.zone, instant)
        expect(minute >= 540 && minute < 1020, one.name).toBe(true)
      }
    }
    if (id === 'dittofeed') expect(losses.find(({ part }) => part === 'hours')?.text).toContain('while clocks change')
  })

  it('is not the same when a wait is changed', async () => {
    const other: Programme = {
      ...programme,
      sequences: programme.sequences.map((one) => ({
        ...one,
        messages: one.messages.map((message) => ({ ...message, day: message.day + 4 })),
      })),
    }
    const { files } = await exported(id, other)
    const [stays] = contacts
    if (stays === undefined) throw new Error('there are contacts')
    expect(shown(run(programme, files, stays))).not.toEqual(shown(programmeSends(programme, stays, ways)))
  })

  it('sends nothing where every field is empty', async () => {
    const { files } = await exported(id)
    expect(run(programme, files, contact('nobody', { stays: [] }))).toEqual([])
  })
})

/** A contact as a replay reads it at an instant: what comes later is not known yet. */
function personAt({ name, zone, persona, stays, unsubscribedAt, silent, signals }: MadeUpContact, now: number): Person {
  const lived = stays
    .filter(({ from }) => from <= now)
    .map(({ stage, from, to }): LivedStay => {
      const ended = to <= now ? to : null
      const known = { startKnownAt: from, endKnownAt: ended }
      return { stage, persona: persona ?? 'unassigned', openedBy: 'first', startedAt: from, endedAt: ended, ...known }
    })
  const ever = (value: string) => ({ from: Number.NEGATIVE_INFINITY, value })
  const consent = [ever('yes'), ...(unsubscribedAt === null || unsubscribedAt > now ? [] : [{ from: unsubscribedAt, value: 'no' }])]
  const met = [...programme.friction, ...programme.transactional].flatMap((message): [string, number[]][] => {
    const rule = 'rule' in message ? message.rule : message.signal.kind === 'event' ? message.signal.rule : null
    const signal = signals[message.id]
    return rule === null || signal === undefined || signal.from > now ? [] : [[ruleKey(rule), [signal.from]]]
  })
  const known = new Map([['zone', [ever(zone)]], ...(silent ? [] : [['email_consent', consent] as const])])
  const acts = Object.values(signals).map(({ to }) => to)
  return {
    contact: name.replaceAll(',', ''),
    known,
    stays: lived,
    acts: acts.filter((act) => act <= now),
    met: new Map(met),
    otherSends: [],
  }
}

/** The file of fields for a tool, made at an instant, and read as the tool would. */
function fileAt(of: Programme, one: MadeUpContact, target: string, now: number): Record<string, string> {
  const tally = fieldTally(of, targetNamed(target), now)
  const colleagues = { account: '', people: [personAt(one, now)], openDeals: [] }
  replay({ programmes: [of], journey: { ...sampleJourney(), restartAfterMs: 999 * dayMs }, horizon: now })(colleagues, tally.tell)
  tally.endOfPeople(colleagues)
  const { columns, rows } = tally.result()
  const [head = [], cells = []] = csvText(columns, rows)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','))
  expect(cells).toHaveLength(head.length)
  return Object.fromEntries(head.map((column, index) => [column, cells[index] ?? '']))
}

describe('[R6] the file of contact fields, fed to what is exported', () => {
  const kept: Programme = { ...programme, holdout: 0, friction: programme.friction.filter(({ signal }) => signal.kind === 'event') }
  const fed = [...contacts, ...random(25)].filter(({ signals }) => !('f-silence' in signals || 'f-back' in signals))

  it.each(tools)('makes $id send what the programme says', async ({ id, run, ways }) => {
    const { files } = await exported(id, kept)
    let sent = 0
    for (const one of fed) {
      const told = (now: number) => fileAt(kept, one, id, now)
      const ran = run(kept, files, { ...one, told })
      expect(shown(ran), one.name).toEqual(shown(programmeSends(kept, one, ways)))
      sent += ran.length
    }
    expect(sent).toBeGreaterThan(fed.length)
  })

  it.each(['hubspot', 'klaviyo', 'mautic', 'dittofeed'])(
    'has for %s exactly the fields that its export names, in their order',
    async (id) => {
      const { files } = await exported(id, kept)
      const named = String(files.find(({ path }) => path === 'contact-fields.csv')?.content)
      const fields = [...named.matchAll(/^"([^"]+)","/gm)].map(([, field]) => field).slice(1)
      const [stays] = contacts as [MadeUpContact]
      expect(Object.keys(fileAt(kept, stays, id, stays.stays[0]?.from ?? 0)).slice(2)).toEqual(fields)
    },
  )

  it('has for resend a column for each event that begins something, yes where it holds', async () => {
    const { files } = await exported('resend', kept)
    const events = JSON.parse(String(files.find(({ path }) => path === 'events.json')?.content)) as { event: string; flow: string }[]
    const begins = events.filter(
      ({ event }, index) => events.findIndex(({ flow }) => flow === events[index]?.flow) === index && !event.endsWith('.left'),
    )
    const buyer = contact('is a buyer', { persona: 'buyer' })
    const row = fileAt(kept, buyer, 'resend', at('2026-02-03T12:00'))
    expect(Object.keys(row).slice(2, 2 + begins.length)).toEqual(begins.map(({ event }) => event))
    expect(begins.map(({ event, flow }) => [flow, row[event]])).toEqual([
      ['sequence-consider', 'no'],
      ['sequence-consider.buyer', 'yes'],
      ['sequence-decide', 'no'],
      ['friction-f-event', 'no'],
      ['owed-order', 'no'],
    ])
  })
})

describe('public holidays and blackouts in what is exported for HubSpot', () => {
  it('are days on which nothing is sent', async () => {
    const kept: Programme = {
      ...programme,
      limits: {
        ...sample.limits,
        blackouts: [{ name: 'Fair', from: { year: 2026, month: 4, day: 7 }, to: { year: 2026, month: 4, day: 8 } }],
      },
    }
    const { files } = await exported('hubspot', kept)
    // Day 5 is Good Friday; after Easter Monday come the two days of the blackout.
    const days = runHubspot(kept, files, contact('Easter', { stays: [there('2026-03-29T10:00', 12)] })).map(({ at: instant }) =>
      new Date(instant).toISOString().slice(0, 10),
    )
    expect(days).toEqual(['2026-04-09'])
  })
})

describe('[R6] the plain reading of a programme that exports are held against', () => {
  it('sends what the replay sends to people of one stage', () => {
    const ever = (value: string) => ({ from: Number.NEGATIVE_INFINITY, value })
    const alone: Programme = {
      ...programme,
      holdout: 0,
      friction: [],
      transactional: [],
      limits: { ...programme.limits, perPerson: null, sensitive: [] },
    }
    for (const one of [...contacts, ...changing, ...random(60)].filter(({ stays }) => stays.length === 1)) {
      const stays = one.stays.map(({ stage, from, to }): LivedStay => {
        const known = { startKnownAt: from, endKnownAt: to }
        return { stage, persona: one.persona ?? 'unassigned', openedBy: 'first', startedAt: from, endedAt: to, ...known }
      })
      const consent = [ever('yes'), ...(one.unsubscribedAt === null ? [] : [{ from: one.unsubscribedAt, value: 'no' }])]
      const known = new Map<string, { from: number; value: string }[]>()
      if (!one.silent) known.set('email_consent', consent)
      if (one.zone !== null) known.set('zone', [ever(one.zone)])
      const person: Person = { contact: one.name, known, stays, acts: [], met: new Map(), otherSends: [] }
      const told: Told[] = []
      replay({ programmes: [alone], journey: { ...sampleJourney(), restartAfterMs: 999 * dayMs }, horizon: at('2027-06-01T00:00') })(
        { account: '', people: [person], openDeals: [] },
        (what) => told.push(what),
      )
      const sent = told.flatMap(({ fate, at: instant, message }): Sent[] =>
        fate === 'sent' && instant !== null ? [{ at: instant, message: message.id }] : [],
      )
      expect(shown(sent), one.name).toEqual(shown(programmeSends(alone, { ...one, signals: {} })))
    }
  })
})
