import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendAuditDesk } from '../src/app/send-audit-desk.ts'
import { contactFacts, readDemoJourney, storedEvents } from '../src/demo/demo.test-support.ts'
import { lastInstant } from '../src/demo/demo-files.ts'
import { plannedContacts } from '../src/demo/generate.ts'
import { demoPlan } from '../src/demo/plan.ts'
import type { MailRole, SendAudit, SendAuditOptions, SendCounts, SendListQuery } from '../src/map/send-audit.ts'
import type { Journey } from '../src/model/journey.ts'
import { dayText } from '../src/model/local-day.ts'
import { publicHolidays } from '../src/model/public-holidays.ts'
import type { EventStore } from '../src/store/event-store.ts'
import type { OracleEvent, OracleFacts } from './oracle/facts.ts'
import { type AuditCase, type OracleSend, oracleEffect, oracleHalfWidth, oracleSends, oracleServes } from './oracle/send-audit.ts'
import { event, on, smallJourney } from './oracle/small-journey.ts'
import { sourceStartsOf } from './random-world.ts'
import { engineStays, fillStore, temporaryEventStore } from './stays-on-engine.ts'

let store: EventStore
let remove: () => Promise<void>
beforeAll(async () => {
  ;({ store, remove } = await temporaryEventStore())
})
afterAll(() => remove())

const dayMs = 86_400_000
type DeskGiven = Parameters<typeof sendAuditDesk>

/** The desk over a store whose stays were assigned as version 1. */
function deskOf(journey: Journey, horizon: number, inventory: Awaited<ReturnType<DeskGiven[2]>> = new Map()) {
  const journeys = { fresh: async () => ({ version: { number: 1, versionId: 1, journey }, refresh: { horizon } }) }
  return sendAuditDesk(
    journeys as unknown as DeskGiven[0],
    async () => store,
    async () => inventory,
  )
}

interface World {
  journey: Journey
  events: OracleEvent[]
  facts: OracleFacts
  horizon: number
}

async function laid({ journey, events, facts, horizon }: World) {
  await fillStore(store, events, facts)
  return engineStays(store, journey, horizon, sourceStartsOf(events))
}

const counted = (sends: readonly OracleSend[]) => ({
  sends: sends.length,
  people: new Set(sends.map(({ subject }) => subject)).size,
  inStage: sends.filter(({ place }) => place === 'inStage').length,
  earlier: sends.filter(({ place }) => place === 'earlier').length,
  later: sends.filter(({ place }) => place === 'later').length,
  gone: sends.filter(({ place }) => place === 'gone').length,
  unseen: sends.filter(({ place }) => place === 'unseen').length,
  afterUnsubscribe: sends.filter(({ afterUnsubscribe }) => afterUnsubscribe).length,
  tooSoon: sends.filter(({ tooSoon }) => tooSoon).length,
  weekend: sends.filter(({ weekend }) => weekend).length,
  holiday: sends.filter(({ holiday }) => holiday).length,
})

const numbersOf = ({ elsewhere: _, ...counts }: SendCounts) => counts
const onlyCounts = (found: SendCounts) => {
  const names = Object.keys(counted([])) as (keyof ReturnType<typeof counted>)[]
  return Object.fromEntries(names.map((name) => [name, numbersOf(found)[name]]))
}

const noList = { message: null, limit: 3, offset: 0 }

/** Every count of an audit against the recount, and each list against its count. */
async function expectAsCounted(desk: ReturnType<typeof deskOf>, options: SendAuditOptions, audit: SendAudit, sends: readonly OracleSend[]) {
  const inside = sends.filter(({ quarter }) => options.quarter === undefined || quarter === options.quarter)
  expect(onlyCounts(audit.totals)).toEqual(counted(inside))
  const quarters = Map.groupBy(sends, ({ quarter }) => quarter)
  expect(audit.quarters.map(({ quarter }) => quarter)).toEqual([...quarters.keys()].sort())
  for (const found of audit.quarters) expect(onlyCounts(found), found.quarter).toEqual(counted(quarters.get(found.quarter) ?? []))
  const messages = Map.groupBy(inside, ({ message }) => message)
  expect(audit.messages.map(({ message }) => message).sort()).toEqual([...messages.keys()].sort())
  for (const found of audit.messages) expect(onlyCounts(found), found.message).toEqual(counted(messages.get(found.message) ?? []))
  const wanted = counted(inside)
  const sets = {
    afterUnsubscribe: wanted.afterUnsubscribe,
    all: wanted.sends,
    elsewhere: wanted.sends - wanted.inStage,
    tooSoon: wanted.tooSoon,
    later: wanted.later,
    weekend: wanted.weekend,
  }
  for (const [set, total] of Object.entries(sets)) {
    const list = await desk.programmeAuditSends('j', options, { ...noList, set: set as SendListQuery['set'] })
    expect(list.total, set).toBe(total)
    expect(list.rows).toHaveLength(Math.min(3, total))
  }
}

describe('an audit of the small demo', () => {
  const plan = demoPlan('small')
  const journey = readDemoJourney(plan)
  const contacts = [...plannedContacts(plan)]
  const facts = contacts.map((contact) => contactFacts(plan, contact))
  const world: World = {
    journey,
    events: contacts.flatMap((contact) => storedEvents(plan, contact).map((one) => ({ ...one, id: `${contact.index}-${one.id}` }))),
    facts: { properties: facts.flatMap(({ properties }) => properties), links: facts.flatMap(({ links }) => links) },
    horizon: lastInstant(plan),
  }
  const roles: Record<string, MailRole> = {
    'E-mail sent': 'sent',
    'E-mail delivered': 'delivered',
    'E-mail opened': 'opened',
    'E-mail clicked': 'clicked',
    Unsubscribed: 'unsubscribed',
  }
  const holidays = [2023, 2024, 2025, 2026].flatMap((year) => publicHolidays('DE', year).map(({ day }) => dayText(day)))
  let of: AuditCase
  beforeAll(async () => {
    const stays = await laid(world)
    of = { ...world, stays, roles, property: 'campaign', gapDays: 10, timeZone: 'Europe/Berlin', holidays }
  })
  const options: SendAuditOptions = { minGapDays: 10, timeZone: 'Europe/Berlin', country: 'de' }

  it('[R10] reads its events by their names, and finds what a recount finds, in all, by quarter and by message', async () => {
    const desk = deskOf(journey, world.horizon)
    const audit = await desk.programmeAudit('j', options)
    expect(audit.property).toBe('campaign')
    expect(audit.events).toEqual({
      sent: ['E-mail sent'],
      delivered: ['E-mail delivered'],
      opened: ['E-mail opened'],
      clicked: ['E-mail clicked'],
      unsubscribed: ['Unsubscribed'],
    })
    const sends = oracleSends(of)
    expect(sends.length).toBeGreaterThan(2000)
    for (const part of ['tooSoon', 'holiday', 'weekend'] as const) expect(counted(sends)[part], part).toBeGreaterThan(20)
    await expectAsCounted(desk, options, audit, sends)
    for (const [message, stage] of oracleServes(of)) {
      const found = audit.messages.find((one) => one.message === message)
      if (found !== undefined) expect(found.stage, message).toBe(journey.stages[stage - 1]?.id ?? null)
    }
    expect(audit.sentences[0]).toMatch(/^\d+.% of the e-mails of 20\d\d-Q\d \(\d.* of .*\) reached people who were elsewhere\.$/u)
  })

  it('[R10] of one quarter counts that alone', async () => {
    const desk = deskOf(journey, world.horizon)
    const sends = oracleSends(of)
    const quarter = [...new Set(sends.map((send) => send.quarter))].sort().at(-2) as string
    const narrow = { ...options, quarter }
    await expectAsCounted(desk, narrow, await desk.programmeAudit('j', narrow), sends)
  })

  it('[R10] gives the share elsewhere an interval by account', async () => {
    const audit = await deskOf(journey, world.horizon).programmeAudit('j', options)
    const sends = oracleSends(of)
    const { elsewhere } = audit.totals
    expect(elsewhere.clusters).toBe(new Set(sends.map(({ cluster }) => cluster)).size)
    expect(elsewhere.value).toBeCloseTo(sends.filter(({ place }) => place !== 'inStage').length / sends.length, 12)
    expect((elsewhere.high ?? 0) - (elsewhere.low ?? 0)).toBeGreaterThan(0)
  })

  it('[R10] leaves openings and clicks by machines out of every figure, and says how many there are', async () => {
    const audit = await deskOf(journey, world.horizon).programmeAudit('j', options)
    const of = (initiator: string, ...names: string[]) =>
      world.events.filter((one) => one.initiator === initiator && names.includes(one.name) && one.occurredAt <= world.horizon).length
    const sum = (part: 'opened' | 'clicked' | 'byMachines') => audit.messages.reduce((all, message) => all + message[part], 0)
    expect(sum('opened')).toBe(0)
    expect(sum('clicked')).toBe(of('customer', 'E-mail clicked'))
    expect(sum('byMachines')).toBe(of('machine', 'E-mail opened', 'E-mail clicked'))
    expect(sum('byMachines')).toBeGreaterThan(100)
  })

  it('[R11] compares those who clicked by the landmark with the others still there, as a recount does', async () => {
    const desk = deskOf(journey, world.horizon)
    const audit = await desk.programmeAudit('j', options)
    const serves = oracleServes(of)
    let compared = 0
    for (const { message, effect } of audit.messages) {
      const groups = oracleEffect(of, message, serves.get(message) ?? 0)
      if (groups === null) {
        expect(effect.difference, message).toMatchObject({ value: null, note: expect.stringMatching(/too few clicks/) })
        continue
      }
      const hits = (rows: readonly { converted: boolean }[]) => rows.filter(({ converted }) => converted).length
      expect(effect.landmarkDays, message).toBe(groups.landmarkDays)
      expect(effect.withClick, message).toMatchObject({ numerator: hits(groups.with), denominator: groups.with.length })
      expect(effect.withoutClick, message).toMatchObject({ numerator: hits(groups.without), denominator: groups.without.length })
      const lists = await Promise.all(
        (['withClick', 'withoutClick'] as const).map((set) => desk.programmeAuditSends('j', options, { ...noList, message, set })),
      )
      expect(lists.map(({ total, unit }) => [total, unit])).toEqual([
        [groups.with.length, 'stays'],
        [groups.without.length, 'stays'],
      ])
      if (effect.difference.low === null) continue
      compared += 1
      const difference = hits(groups.with) / groups.with.length - hits(groups.without) / groups.without.length
      expect(effect.difference.value).toBeCloseTo(difference, 10)
      expect(difference - effect.difference.low).toBeCloseTo(oracleHalfWidth(groups), 8)
      expect(effect.chance).toBeGreaterThan(0)
      expect(effect.falseShare).toBeGreaterThanOrEqual(effect.chance as number)
    }
    expect(compared).toBeGreaterThan(1)
    expect(audit.comparisons).toBe(compared)
  })
})

describe('a small world', () => {
  const journey = smallJourney([
    { entry: on('visit'), windowMs: 10 * dayMs, dropAfterMs: 20 * dayMs },
    { entry: on('buy'), windowMs: 10 * dayMs, dropAfterMs: 20 * dayMs, completed: on('review') },
  ])
  const at = (day: number) => Date.UTC(2026, 0, 5) + day * dayMs
  const mail = (name: string, day: number, parts: Partial<OracleEvent> = {}) =>
    event(name, at(day), { source: 'mail', channel: 'email', initiator: 'company', properties: { campaign: 'A' }, ...parts })
  const horizon = at(60)
  const base = [event('visit', at(1)), event('buy', at(5)), event('review', at(8))]

  async function auditOf(events: OracleEvent[], options: SendAuditOptions = {}, inventory?: Parameters<typeof deskOf>[2], of = journey) {
    await laid({ journey: of, events, facts: { properties: [], links: [] }, horizon })
    return deskOf(of, horizon, inventory).programmeAudit('j', options)
  }

  it('[R10] puts each send at one place: before, inside, at the border, after completion', async () => {
    const sends = [0, 1, 3, 4, 5, 7, 8, 9].map((day) => mail('Mail delivered', day))
    const audit = await auditOf([...base, ...sends])
    expect(audit.messages[0]).toMatchObject({ message: 'A', stage: 's1', servedBy: 'sends' })
    expect(audit.totals).toMatchObject({ sends: 8, unseen: 1, inStage: 3, later: 4, earlier: 0, gone: 0, people: 1 })
  })

  it('[R10] tells those gone after a silence from those who moved on', async () => {
    const audit = await auditOf([
      event('visit', at(1)),
      mail('Mail delivered', 2),
      mail('Mail delivered', 20.99),
      mail('Mail delivered', 21),
    ])
    expect(audit.totals).toMatchObject({ sends: 3, inStage: 2, gone: 1, later: 0 })
  })

  it('[R10] takes the stage from the inventory before anything else, and the question with it', async () => {
    const inventory = new Map([['a', { stage: 's2', question: 'What does it cost?' }]])
    const audit = await auditOf([...base, mail('Mail delivered', 3)], { programme: 'p' }, inventory)
    expect(audit.messages[0]).toMatchObject({ stage: 's2', servedBy: 'inventory', question: 'What does it cost?', earlier: 1 })
  })

  it('[R10] lets clicks decide from ten on, and gives a click without a name the message of its touchpoint', async () => {
    const sends = [2, 3, 4].map((day) => mail('Mail delivered', day, { touchpoint: 'Letter' }))
    const clicks = (n: number) =>
      Array.from({ length: n }, (_, i) => mail('Mail clicked', 6 + i / 20, { touchpoint: 'Letter', initiator: 'customer', properties: {} }))
    expect((await auditOf([...base, ...sends, ...clicks(9)])).messages[0]).toMatchObject({ stage: 's1', servedBy: 'sends', clicked: 9 })
    expect((await auditOf([...base, ...sends, ...clicks(10)])).messages[0]).toMatchObject({ stage: 's2', servedBy: 'clicks', clicked: 10 })
  })

  it('[R10] counts a delivery once where the sending is told too, and what was sent where no delivery is', async () => {
    const twice = [mail('Mail sent', 2), mail('Mail delivered', 2.001)]
    const other = mail('Mail sent', 3, { source: 'other' })
    expect((await auditOf([...base, ...twice, other])).totals.sends).toBe(2)
    expect((await auditOf([...base, ...twice, other])).notes.join(' ')).toMatch(/Of other no deliveries are told/)
  })

  it('[R10] holds the gap to the hour, and days to the time zone', async () => {
    const sends = [
      mail('Mail delivered', 2),
      mail('Mail delivered', 4.999),
      mail('Mail delivered', 7.999),
      mail('Mail delivered', 7.999, { id: 'twin' }),
    ]
    expect((await auditOf([...base, ...sends], { minGapDays: 3 })).totals.tooSoon).toBe(2)
    // Friday 9 January 2026, 23:30 in London is Saturday in Berlin.
    const late = [event('visit', at(1)), mail('Mail delivered', 4 + 23.5 / 24)]
    expect((await auditOf(late)).totals.weekend).toBe(0)
    expect((await auditOf(late, { timeZone: 'Europe/Berlin' })).totals.weekend).toBe(1)
    const newYear = [event('visit', Date.UTC(2025, 11, 30)), mail('Mail delivered', -4)]
    expect((await auditOf(newYear, { country: 'DE' })).totals.holiday).toBe(1)
    expect((await auditOf(newYear)).totals.holiday).toBe(0)
  })

  it('[R10] of accounts holds the gap for each contact, by the first that the send names', async () => {
    const accounts = { ...journey, subjectType: 'account' }
    const objects = (contact: string) => ({ objects: { contact: [contact], account: ['a1'] } })
    const events = [
      event('visit', at(1), { objects: { account: ['a1'] } }),
      mail('Mail delivered', 2, objects('c1')),
      mail('Mail delivered', 3, objects('c2')),
      mail('Mail delivered', 4, objects('c1')),
    ]
    const audit = await auditOf(events, { minGapDays: 3 }, undefined, accounts)
    expect(audit.totals).toMatchObject({ sends: 3, tooSoon: 1, people: 2 })
  })

  it('[R10] counts what goes to those who had unsubscribed, of accounts for each contact; a machine unsubscribes nobody', async () => {
    const said = (day: number, parts: Partial<OracleEvent> = {}) => mail('Mail unsubscribed', day, { initiator: 'customer', ...parts })
    const sends = [mail('Mail delivered', 2), mail('Mail delivered', 3), mail('Mail delivered', 3.5)]
    expect((await auditOf([...base, ...sends, said(3)])).totals).toMatchObject({ sends: 3, afterUnsubscribe: 1 })
    expect((await auditOf([...base, ...sends, said(2.5, { initiator: 'machine' })])).totals.afterUnsubscribe).toBe(0)
    const objects = (contact: string) => ({ objects: { contact: [contact], account: ['a1'] } })
    const events = [
      event('visit', at(1), { objects: { account: ['a1'] } }),
      said(1.5, objects('c1')),
      mail('Mail delivered', 2, objects('c1')),
      mail('Mail delivered', 3, objects('c2')),
    ]
    expect((await auditOf(events, {}, undefined, { ...journey, subjectType: 'account' })).totals.afterUnsubscribe).toBe(1)
  })

  it('[R10] reads events as told, of any channel, and refuses names that no event has', async () => {
    const bulletin = event('bulletin out', at(2), { initiator: 'company', touchpoint: 'Bulletin' })
    const told = await auditOf([...base, bulletin], { events: { delivered: ['bulletin out'] } })
    expect(told.totals.sends).toBe(1)
    expect(told.messages[0]?.message).toBe('Bulletin')
    const desk = deskOf(journey, horizon)
    await expect(desk.programmeAudit('j', { events: { sent: ['bulletin oat'] } })).rejects.toThrow(/"bulletin oat".*bulletin out/)
    await expect(desk.programmeAudit('j', { timeZone: 'Berlin' })).rejects.toThrow(/"Berlin" is no time zone.*Europe\/Berlin/)
    await expect(desk.programmeAudit('j', { country: 'XX' })).rejects.toThrow(/"XX" are not known/)
  })

  it('[R10] says in words that nobody was written to, and what it looked for', async () => {
    const audit = await auditOf(base)
    expect(audit.sentences).toEqual(['No e-mail reached anyone of this journey.'])
    expect(audit.totals.elsewhere.value).toBeNull()
    expect(audit.notes[0]).toMatch(/none were found/)
  })
})
