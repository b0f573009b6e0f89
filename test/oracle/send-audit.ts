import type { MailRole } from '../../src/map/send-audit.ts'
import type { Journey } from '../../src/model/journey.ts'
import type { OracleEvent, OracleFacts } from './facts.ts'
import { compareEvents } from './order.ts'
import type { OracleStay } from './stays.ts'
import { eventsBySubject } from './subjects.ts'

const dayMs = 86_400_000

/** Everything an audit is made of, read literally by rules R10 and R11. */
export interface AuditCase {
  journey: Journey
  events: readonly OracleEvent[]
  facts: OracleFacts
  stays: readonly Omit<OracleStay, 'instanceOver'>[]
  horizon: number
  roles: Readonly<Record<string, MailRole>>
  property: string
  gapDays: number
  timeZone: string
  holidays: readonly string[]
}

/** One send, judged. */
export interface OracleSend {
  subject: string
  cluster: string
  message: string
  at: number
  place: 'inStage' | 'earlier' | 'later' | 'gone' | 'unseen'
  afterUnsubscribe: boolean
  tooSoon: boolean
  weekend: boolean
  holiday: boolean
  quarter: string
}

type Mail = OracleEvent & { subject: string; account: string; role: MailRole; message: string }
type Stay = AuditCase['stays'][number]

/** E-mail events of the journey's subjects, each with its message. */
function mailsOf(of: AuditCase): Mail[] {
  const rows = [...eventsBySubject(of.journey, of.events, of.facts)].flatMap(([subject, events]) =>
    events.filter(({ name, occurredAt }) => of.roles[name] !== undefined && occurredAt <= of.horizon).map((event) => ({ subject, event })),
  )
  const named = (event: OracleEvent) => event.properties[of.property] ?? ''
  const votes = new Map<string, Map<string, number>>()
  for (const { event } of rows) {
    if (event.touchpoint === '' || named(event) === '') continue
    const at = votes.get(event.touchpoint) ?? new Map<string, number>()
    votes.set(event.touchpoint, at.set(named(event), (at.get(named(event)) ?? 0) + 1))
  }
  const most = (touchpoint: string) =>
    [...(votes.get(touchpoint) ?? new Map([[touchpoint, 0]]))].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0] ?? ''
  return rows.map(({ subject, event }) => ({
    ...event,
    subject,
    account: accountOf(of, subject),
    role: of.roles[event.name] as MailRole,
    message: named(event) || most(event.touchpoint),
  }))
}

/** One account a subject for all time is enough for these tests. */
function accountOf({ journey, facts }: AuditCase, subject: string): string {
  if (journey.subjectType === 'account') return subject
  return facts.links.find((link) => link.fromId === subject && link.toType === 'account')?.toId ?? ''
}

const byPeople = (mail: Mail) => mail.initiator !== 'machine'

function sendsOf(mails: readonly Mail[]): Mail[] {
  const telling = new Set(mails.filter((mail) => mail.role === 'delivered' && byPeople(mail)).map(({ source }) => source))
  return mails.filter((mail) => byPeople(mail) && (mail.role === 'delivered' || (mail.role === 'sent' && !telling.has(mail.source))))
}

function stayAt(stays: readonly Stay[], at: number): Stay | undefined {
  return stays.find(({ startedAt, endedAt }) => startedAt <= at && at < (endedAt ?? Number.POSITIVE_INFINITY))
}

const staysBySubject = (of: AuditCase) => Map.groupBy(of.stays, ({ subject }) => subject)

/** The stage (index; 0: none) that each message serves. */
export function oracleServes(of: AuditCase): Map<string, number> {
  const mails = mailsOf(of)
  const stays = staysBySubject(of)
  const stageOf = (mail: Mail) => stayAt(stays.get(mail.subject) ?? [], mail.occurredAt)?.stage ?? 0
  const clicks = mails.filter((mail) => mail.role === 'clicked' && byPeople(mail))
  const sends = sendsOf(mails)
  const serves = new Map<string, number>()
  for (const message of new Set([...sends, ...clicks].map((mail) => mail.message))) {
    const stagesOf = (some: readonly Mail[]) =>
      some
        .filter((mail) => mail.message === message)
        .map(stageOf)
        .filter((stage) => stage > 0)
    const deciding = stagesOf(clicks).length >= 10 ? stagesOf(clicks) : stagesOf(sends)
    const votes = of.journey.stages.map(({ index }) => deciding.filter((stage) => stage === index).length)
    const top = Math.max(0, ...votes)
    serves.set(message, top === 0 ? 0 : votes.indexOf(top) + 1)
  }
  return serves
}

/** Every send with its place and its flags. */
export function oracleSends(of: AuditCase, serves = oracleServes(of)): OracleSend[] {
  const stays = staysBySubject(of)
  const mails = mailsOf(of)
  const sends = sendsOf(mails).sort(compareEvents)
  const said = mails.filter((mail) => mail.role === 'unsubscribed' && byPeople(mail))
  const recipientOf = (mail: Mail) => `${mail.subject} ${mail.objects.contact?.[0] ?? mail.subject}`
  const last = new Map<string, number>()
  return sends.map((mail) => {
    const recipient = recipientOf(mail)
    const before = last.get(recipient)
    last.set(recipient, mail.occurredAt)
    const local = localDay(mail.occurredAt, of.timeZone)
    return {
      subject: mail.subject,
      cluster: mail.account || mail.subject,
      message: mail.message,
      at: mail.occurredAt,
      place: placeOf(stays.get(mail.subject) ?? [], mail.occurredAt, serves.get(mail.message) ?? 0),
      afterUnsubscribe: said.some((one) => recipientOf(one) === recipient && one.occurredAt < mail.occurredAt),
      tooSoon: before !== undefined && mail.occurredAt - before < of.gapDays * dayMs,
      weekend: ['Sat', 'Sun'].includes(local.weekday),
      holiday: of.holidays.includes(local.text),
      quarter: `${local.text.slice(0, 4)}-Q${Math.ceil(Number(local.text.slice(5, 7)) / 3)}`,
    }
  })
}

function placeOf(stays: readonly Stay[], at: number, served: number): OracleSend['place'] {
  const here = stayAt(stays, at)
  if (here !== undefined) return here.stage === served ? 'inStage' : here.stage < served ? 'earlier' : 'later'
  const begun = stays.filter(({ startedAt }) => startedAt <= at)
  const last = begun.sort((a, b) => a.instance - b.instance || a.position - b.position).at(-1)
  if (last === undefined) return 'unseen'
  return last.ending === 'completed' ? 'later' : 'gone'
}

function localDay(at: number, timeZone: string): { text: string; weekday: string } {
  const text = new Date(at).toLocaleDateString('sv-SE', { timeZone })
  return { text, weekday: new Date(at).toLocaleDateString('en-US', { timeZone, weekday: 'short' }) }
}

/** What rule R11 counts of a message: the landmark, and of both groups stays and converted by cluster. */
export function oracleEffect(of: AuditCase, message: string, served: number) {
  const stage = of.journey.stages[served - 1]
  const clicks = mailsOf(of).filter((mail) => mail.message === message && mail.role === 'clicked' && byPeople(mail))
  const clicksOf = Map.groupBy(clicks, ({ subject }) => subject)
  const windowMs = stage?.windowMs ?? 0
  const followed = of.stays
    .filter((stay) => stay.stage === served && !stay.underWay && stay.startedAt + windowMs <= of.horizon)
    .map((stay) => {
      const inside = (clicksOf.get(stay.subject) ?? []).map(({ occurredAt }) => occurredAt).filter((at) => stayAt([stay], at) !== undefined)
      return { ...stay, first: inside.length === 0 ? null : Math.min(...inside) }
    })
  const waits = followed.flatMap(({ first, startedAt }) => (first === null ? [] : [first - startedAt])).sort((a, b) => a - b)
  if (waits.length < 10) return null
  const half = waits[Math.ceil(waits.length / 2) - 1] ?? 0
  const landmarkDays = Math.max(1, Math.ceil(half / dayMs))
  const groups = { with: [] as { cluster: string; converted: boolean }[], without: [] as { cluster: string; converted: boolean }[] }
  for (const stay of followed) {
    const landmark = stay.startedAt + landmarkDays * dayMs
    if ((stay.endedAt ?? Number.POSITIVE_INFINITY) <= landmark || stay.startedAt + windowMs <= landmark) continue
    const converted =
      ['advanced', 'completed'].includes(stay.ending) && (stay.endedAt ?? Number.POSITIVE_INFINITY) <= stay.startedAt + windowMs
    groups[stay.first !== null && stay.first <= landmark ? 'with' : 'without'].push({ cluster: stay.account || stay.subject, converted })
  }
  return { landmarkDays, ...groups }
}

/** The 95 % half-width of the difference of two shares, each cluster left out once: the sum over clusters of the squared change, by the ratio's derivative. */
export function oracleHalfWidth(groups: NonNullable<ReturnType<typeof oracleEffect>>): number {
  const clusters = new Set([...groups.with, ...groups.without].map(({ cluster }) => cluster))
  const share = (rows: readonly { converted: boolean }[]) => rows.filter(({ converted }) => converted).length / rows.length
  const pull = (rows: readonly { cluster: string; converted: boolean }[], cluster: string) =>
    rows.filter((row) => row.cluster === cluster).reduce((sum, { converted }) => sum + (Number(converted) - share(rows)) / rows.length, 0)
  let variance = 0
  for (const cluster of clusters) variance += (pull(groups.with, cluster) - pull(groups.without, cluster)) ** 2
  return 1.959963984540054 * Math.sqrt(variance)
}
