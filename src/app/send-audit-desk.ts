import { AppError } from '../core/error.ts'
import type { SendAudit, SendAuditOptions, SendList, SendListQuery, SendMessage } from '../map/send-audit.ts'
import { sendSets } from '../map/send-audit.ts'
import { auditNotes, auditSentences, messageSentence } from '../map/send-audit-words.ts'
import type { ProductsRow } from '../measures/cluster-products-sql.ts'
import { readMailEvents, readMessageProperty } from '../measures/mail-events.ts'
import {
  eventNamesSql,
  type MailQuery,
  mailSourcesSql,
  messagesOfTouchpointsSql,
  pageOfRowsSql,
  responsesSql,
  type SendQuery,
  sendCountsSql,
  sendPropertiesSql,
  sendRowsSql,
  servedSql,
  totalsOfRowsSql,
} from '../measures/send-audit-sql.ts'
import { type SendCountsRow, sendCounts } from '../measures/send-counts.ts'
import { landmarkOf, noEffect, sendEffect, type UnweighedEffect, weighEffects } from '../measures/send-effect.ts'
import { effectRowsSql, firstClicksSql, type Served, sendEffectSql } from '../measures/send-effect-sql.ts'
import { type InventoryEntry, type ServedRow, type ServedStage, servedStages } from '../measures/served-stages.ts'
import { dayMs } from '../model/duration.ts'
import type { Journey } from '../model/journey.ts'
import { dayAt, dayText, isTimeZone, nearZones } from '../model/local-day.ts'
import { nearText } from '../model/near-match.ts'
import { holidayCountries, publicHolidays } from '../model/public-holidays.ts'
import type { EventStore } from '../store/event-store.ts'
import type { JourneyDesk } from './journey-desk.ts'

/** The audit of today's sends (rules R10, R11). */
export interface SendAuditDesk {
  programmeAudit(journeyId: string, options: SendAuditOptions): Promise<SendAudit>
  programmeAuditSends(journeyId: string, options: SendAuditOptions, list: SendListQuery): Promise<SendList>
}

/** What a programme says its messages and assets serve, by `inventoryKey` of their names. */
export type InventoryOf = (programme: string) => Promise<ReadonlyMap<string, InventoryEntry>>

/** How an audit reads the events, once all was guessed. */
interface Reading {
  query: SendQuery
  served: Map<string, ServedStage>
  bySource: { source: string; by: 'delivered' | 'sent' }[]
}

export function sendAuditDesk(journeys: JourneyDesk, openEvents: () => Promise<EventStore>, inventoryOf: InventoryOf): SendAuditDesk {
  async function read(journeyId: string, options: SendAuditOptions) {
    checkOptions(options)
    const inventory = options.programme === undefined ? new Map<string, InventoryEntry>() : await inventoryOf(options.programme)
    const { version, refresh } = await journeys.fresh(journeyId)
    const store = await openEvents()
    const of = { journey: version.journey, version: version.versionId, horizon: refresh.horizon ?? 0 }
    const reading = await readSends(store, of, options, inventory)
    return { store, version, horizon: refresh.horizon, reading }
  }
  return {
    programmeAudit: async (journeyId, options) => {
      const { store, version, horizon, reading } = await read(journeyId, options)
      return audit(store, version, horizon, reading, options)
    },
    programmeAuditSends: async (journeyId, options, list) => {
      const { store, version, reading } = await read(journeyId, options)
      const rows = await rowsOf(store, version.journey, reading, list)
      const [totals] = await store.rows<{ total: number; people: number }>(totalsOfRowsSql(rows))
      const page = await store.rows<Omit<SendList['rows'][number], 'stage'> & { stage: number }>(pageOfRowsSql(rows, list))
      const unit = list.set === 'withClick' || list.set === 'withoutClick' ? 'stays' : 'sends'
      const stageOf = (index: number) => version.journey.stages[index - 1]?.id ?? null
      return {
        total: totals?.total ?? 0,
        people: totals?.people ?? 0,
        unit,
        rows: page.map((row) => ({ ...row, stage: stageOf(row.stage) })),
      }
    },
  }
}

function checkOptions({ timeZone, country }: SendAuditOptions): void {
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    const near = nearZones(timeZone)
    throw new AppError(
      'usage',
      `"${timeZone}" is no time zone.${near.length === 0 ? ' It is written like Europe/Berlin.' : ` Did you mean ${near.join(', ')}?`}`,
    )
  }
  if (country !== undefined && !holidayCountries.includes(country.toUpperCase())) {
    throw new AppError('usage', `The public holidays of "${country}" are not known. Known: ${holidayCountries.join(', ')}.`)
  }
}

/** Guesses what the options leave open, and decides which stage each message serves. */
async function readSends(
  store: EventStore,
  of: Pick<MailQuery, 'journey' | 'version' | 'horizon'>,
  options: SendAuditOptions,
  inventory: ReadonlyMap<string, InventoryEntry>,
): Promise<Reading> {
  const names = await store.rows<Parameters<typeof readMailEvents>[0][number]>(eventNamesSql(of))
  checkNames(
    names.map(({ name }) => name),
    options,
  )
  const mail = readMailEvents(names, options)
  const sources = await store.rows<{ source: string; delivered: number; sent: number }>(mailSourcesSql({ ...of, mail }))
  const delivering = sources.filter(({ delivered }) => delivered > 0).map(({ source }) => source)
  const having = await store.rows<{ property: string; sends: number; values: number }>(sendPropertiesSql({ ...of, mail, delivering }))
  const sends = sources.reduce((sum, { delivered, sent }) => sum + (delivered > 0 ? delivered : sent), 0)
  const property = options.property ?? readMessageProperty(sends, having)
  const touchpoints = await store.rows<{ touchpoint: string; message: string }>(messagesOfTouchpointsSql({ ...of, mail, property }))
  const ofTouchpoint = new Map(touchpoints.map(({ touchpoint, message }) => [touchpoint, message]))
  const query: MailQuery = { ...of, mail, property, delivering, ofTouchpoint }
  const served = servedStages(await store.rows<ServedRow>(servedSql(query)), inventory, of.journey)
  const timeZone = options.timeZone ?? 'UTC'
  return {
    query: {
      ...query,
      serves: new Map([...served].map(([message, { stage }]) => [message, stage])),
      minGapMs: (options.minGapDays ?? defaultGapDays) * dayMs,
      timeZone,
      holidays: options.country === undefined ? [] : holidaysUntil(of.horizon, options.country.toUpperCase(), timeZone),
      quarter: options.quarter ?? null,
    },
    served,
    bySource: sources
      .filter(({ delivered, sent }) => delivered + sent > 0)
      .map(({ source, delivered }) => ({ source, by: delivered > 0 ? 'delivered' : 'sent' })),
  }
}

/** The gap of the worked examples of rule R3. */
const defaultGapDays = 7

function checkNames(known: readonly string[], { events }: SendAuditOptions): void {
  for (const name of Object.values(events ?? {}).flat()) {
    if (!known.includes(name))
      throw new AppError('notFound', `No event of this journey's people is called "${name}".${nearText(name, known)}`)
  }
}

/** Public holidays from 1990, before which no event can lie (rule E4), to the horizon's year. */
function holidaysUntil(horizon: number, country: string, timeZone: string): string[] {
  const last = dayAt(horizon, timeZone).year
  const years = Array.from({ length: Math.max(0, last - 1989) }, (_, i) => 1990 + i)
  return [...new Set(years.flatMap((year) => publicHolidays(country, year).map(({ day }) => dayText(day))))]
}

interface VersionOf {
  number: number
  journey: Journey
}

async function audit(
  store: EventStore,
  { number, journey }: VersionOf,
  horizon: number | null,
  { query, served, bySource }: Reading,
  options: SendAuditOptions,
): Promise<SendAudit> {
  const rows = await store.rows<SendCountsRow>(sendCountsSql(query))
  const responses = await store.rows<ResponseRow>(responsesSql(query))
  const messages = rows.filter(({ kind }) => kind === 'message').sort((a, b) => b.trials - a.trials || (a.name < b.name ? -1 : 1))
  const unweighed: UnweighedEffect[] = []
  for (const { name } of messages) unweighed.push(await effectOf(store, query, servedOf(journey, served, name)))
  const { effects, comparisons } = weighEffects(unweighed)
  const totals = sendCounts(rows.find(({ kind }) => kind === 'total'))
  const current = horizon === null ? '' : quarterOf(horizon + 1, query.timeZone)
  const found = {
    journey: { id: journey.id, name: journey.name, version: number, subjectType: journey.subjectType },
    stages: journey.stages.map(({ id, name }) => ({ id, name })),
    horizon,
    minGapDays: query.minGapMs / dayMs,
    country: options.country?.toUpperCase() ?? null,
    timeZone: query.timeZone,
    quarter: query.quarter,
    events: query.mail.names,
    guessed: query.mail.guessed,
    channels: query.mail.channels,
    property: query.property,
    totals,
    quarters: rows
      .filter(({ kind }) => kind === 'quarter')
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((row) => ({ quarter: row.name, isOver: row.name < current, ...sendCounts(row) })),
    messages: messages.map((row, i) => messageOf(row, journey, served.get(row.name), responses, effects[i] as SendMessage['effect'])),
    comparisons,
    unsubscribed: responses.reduce((sum, { unsubscribed }) => sum + unsubscribed, 0),
  }
  return { ...found, sentences: auditSentences(found), notes: auditNotes(found, { bySource }) }
}

interface ResponseRow {
  message: string
  opened: number
  clicked: number
  byMachines: number
  unsubscribed: number
}

function messageOf(
  row: SendCountsRow,
  { stages }: Journey,
  served: ServedStage | undefined,
  responses: readonly ResponseRow[],
  effect: SendMessage['effect'],
): SendMessage {
  const stage = stages[(served?.stage ?? 0) - 1] ?? null
  const response = responses.find(({ message }) => message === row.name)
  const message = {
    ...sendCounts(row),
    message: row.name,
    stage: stage?.id ?? null,
    servedBy: served?.by ?? null,
    question: served?.question ?? null,
    opened: response?.opened ?? 0,
    clicked: response?.clicked ?? 0,
    byMachines: response?.byMachines ?? 0,
    effect,
  }
  return { ...message, sentence: messageSentence(message, stage?.name ?? null) }
}

function quarterOf(instant: number, timeZone: string): string {
  const { year, month } = dayAt(instant, timeZone)
  return `${year}-Q${Math.ceil(month / 3)}`
}

function servedOf(journey: Journey, served: Reading['served'], message: string): Served | null {
  const stage = journey.stages[(served.get(message)?.stage ?? 0) - 1]
  return stage === undefined ? null : { message, stage }
}

async function effectOf(store: EventStore, query: SendQuery, served: Served | null): Promise<UnweighedEffect> {
  if (served === null) return noEffect('it serves no stage that is known')
  const landmark = await landmarkFor(store, query, served)
  if (typeof landmark === 'string') return noEffect(landmark)
  const [row] = await store.rows<ProductsRow>(sendEffectSql(query, served, landmark))
  return sendEffect(row, landmark)
}

async function landmarkFor(store: EventStore, query: SendQuery, served: Served): Promise<number | string> {
  if (query.mail.names.clicked.length === 0) return 'no event says that an e-mail was clicked'
  const [first] = await store.rows<{ clicked: number; half: number }>(firstClicksSql(query, served))
  return landmarkOf(first ?? { clicked: 0, half: 0 }, served.stage.windowMs)
}

async function rowsOf(store: EventStore, journey: Journey, { query, served }: Reading, { set, message }: SendListQuery): Promise<string> {
  if (message !== null && !served.has(message)) {
    const known = [...served.keys()]
    throw new AppError('notFound', `No e-mail is known by the name "${message}".${nearText(message, known)}`)
  }
  if (set !== 'withClick' && set !== 'withoutClick') return sendRowsSql(query, set, message)
  if (message === null)
    throw new AppError('usage', `The set "${set}" is of one message: name it. Sets of all: ${sendSets.slice(0, -2).join(', ')}.`)
  const of = servedOf(journey, served, message)
  const landmark = of === null ? 'it serves no stage that is known' : await landmarkFor(store, query, of)
  if (of === null || typeof landmark === 'string') throw new AppError('usage', `Nothing is compared of "${message}": ${landmark}.`)
  return effectRowsSql(query, of, landmark, set === 'withClick')
}
