import { count, countOf, percent } from './format.ts'
import type { MailRole, SendAudit, SendCounts, SendEffect, SendMessage, SendQuarter } from './send-audit.ts'

const share = (part: number, whole: number) => percent(whole === 0 ? null : part / whole)

/** "61 % of the e-mails of 2025-Q4 (812 of 1331) reached people who were elsewhere." */
export function elsewhereSentence(counts: Pick<SendCounts, 'sends' | 'inStage'>, of: string): string {
  const elsewhere = counts.sends - counts.inStage
  return `${share(elsewhere, counts.sends)} of the e-mails ${of} (${count(elsewhere)} of ${count(counts.sends)}) reached people who were elsewhere.`
}

/** The quarter that people mean by "last": the latest that is over, else the latest. */
export function lastQuarter(quarters: readonly SendQuarter[]): SendQuarter | null {
  return quarters.findLast(({ isOver }) => isOver) ?? quarters.at(-1) ?? null
}

/** What an audit says in plain sentences, the most important first. */
export function auditSentences(audit: Pick<SendAudit, 'quarter' | 'quarters' | 'totals' | 'minGapDays' | 'country'>): string[] {
  const { totals, quarter, minGapDays, country } = audit
  if (totals.sends === 0)
    return [quarter === null ? 'No e-mail reached anyone of this journey.' : `No e-mail reached anyone in ${quarter}.`]
  const last = quarter === null ? lastQuarter(audit.quarters) : null
  const words: [number, string][] = [
    [totals.later, 'came after the person had moved on'],
    [totals.earlier, 'came before the person was there'],
    [totals.gone, 'went to people who had dropped out'],
    [totals.unseen, 'went to people who had not been in any stage yet'],
    [totals.afterUnsubscribe, 'went to people who had unsubscribed before'],
    [totals.tooSoon, `came less than ${countOf(minGapDays, 'day')} after another to the same person`],
    [totals.weekend, 'came on a Saturday or Sunday'],
    [totals.holiday, `came on a public holiday of ${country ?? ''}`],
  ]
  return [
    ...(last === null ? [] : [elsewhereSentence(last, `of ${last.quarter}${last.isOver ? '' : ', which is not over yet,'}`)]),
    elsewhereSentence(totals, quarter === null ? 'in all' : `of ${quarter}`),
    ...words.flatMap(([n, what]) => (n === 0 ? [] : [`${countOf(n, 'e-mail')} (${share(n, totals.sends)}) ${what}.`])),
  ]
}

/** A difference of shares in points of a hundred, with its sign: "−10". */
export function points(difference: number, digits = 0): string {
  return `${difference < 0 ? '−' : '+'}${Math.abs(difference * 100).toFixed(digits)}`
}

/** Differences with at most this share of false discoveries stand out (as in rule M15). */
export const standsOutAt = 0.05

/** What clicking goes with; empty where nothing could be compared. */
function effectSentence({ difference: { value, low, high }, landmarkDays, falseShare }: SendEffect): string {
  if (value === null || low === null || high === null) return ''
  const by = `${points(value)} points (${points(low)} to ${points(high)}) against others still there on day ${landmarkDays}`
  if (falseShare === null || falseShare > standsOutAt)
    return ` Whether those who clicked it move on more often or less cannot be told: ${by}.`
  return ` Those who clicked it moved on ${value > 0 ? 'more' : 'less'} often: ${by}, an association.`
}

/** What is most to be said of a message. */
export function messageSentence(message: Omit<SendMessage, 'sentence'>, stageName: string | null): string {
  if (stageName === null) return 'No e-mail or click of it fell in any stage: what it is for is not known.'
  const how = { inventory: 'as the inventory says', clicks: 'where most of its clicks are', sends: 'where most of it is sent' }
  const elsewhere = share(message.sends - message.inStage, message.sends)
  return `It serves ${stageName}, ${how[message.servedBy ?? 'sends']}; ${elsewhere} of it reached people elsewhere.${effectSentence(message.effect)}`
}

const roleWords: Record<MailRole, string> = {
  sent: 'sent',
  delivered: 'delivered',
  opened: 'opened',
  clicked: 'clicked',
  unsubscribed: 'unsubscribed',
}

/** What a reader must know of how an audit was made. */
export function auditNotes(
  audit: Pick<SendAudit, 'events' | 'guessed' | 'channels' | 'property' | 'country' | 'messages'>,
  read: { bySource: readonly { source: string; by: 'delivered' | 'sent' }[] },
): string[] {
  const { events, guessed } = audit
  const named = Object.entries(events).flatMap(([role, names]) =>
    names.length === 0
      ? []
      : [`${roleWords[role as MailRole]}: ${names.join(', ')}${guessed.includes(role as MailRole) ? ' (guessed)' : ''}`],
  )
  const missing = (['clicked', 'opened'] as const).filter((role) => events[role].length === 0)
  const onlySent = read.bySource.filter(({ by }) => by === 'sent').map(({ source }) => source)
  return [
    `Events read as e-mails: ${named.join('; ') || 'none were found: name them with the option events'}.`,
    ...(missing.length === 0 ? [] : [`No event says that an e-mail was ${missing.join(' or ')}.`]),
    ...(events.unsubscribed.length === 0 ? ['No event says that someone unsubscribed: who was written to after that is not known.'] : []),
    ...(onlySent.length === 0 ? [] : [`Of ${onlySent.join(', ')} no deliveries are told: what was sent counts as arrived.`]),
    audit.property === '' ? 'A message is known by the touchpoint of its events.' : `A message is known by the property ${audit.property}.`,
    ...(audit.country === null ? ['No country is given, so no public holidays are counted.'] : []),
    ...(audit.messages.some(({ servedBy }) => servedBy === 'sends')
      ? [
          'Where only the sends say which stage a message serves, most of them are there by definition: the share elsewhere is the least it can be.',
        ]
      : []),
    'Openings and clicks by machines count nowhere. Effects are associations: who clicks is keener than who does not.',
  ]
}
