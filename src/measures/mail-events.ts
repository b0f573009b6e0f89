import { type MailRole, mailRoles, type SendAuditOptions } from '../map/send-audit.ts'

/** How often events of a name came on a channel. */
export interface EventNameRow {
  name: string
  channel: string
  events: number
}

/** Which events are of e-mails and what they say (rule R10); `channels` empty: any. */
export interface MailEvents {
  names: Record<MailRole, string[]>
  guessed: MailRole[]
  channels: string[]
}

/** Words that tell what an event says, the first that fits; the words of several languages, as senders and people write them. */
const wordsOfRoles: readonly (readonly [MailRole | null, RegExp])[] = [
  [null, /bounc|spam|complain|dropped|defer|delay|fail|reject|block|undeliver|unzustellbar/],
  ['unsubscribed', /unsubscri|opt(ed)?[\s_-]*out|abgemeldet|abmeldung|désabonn/],
  ['clicked', /click|geklickt|klick|cliqu/],
  ['opened', /open|geöffnet|geoeffnet|ouvert/],
  ['delivered', /deliver|^received e-?mail|zugestellt|délivr/],
  ['sent', /\bsent\b|\bsend\b|(^|[\s_.-])(sent|send)($|[\s_.-])|gesendet|versendet|verschickt|envoy/],
]

const isMail = (text: string) => /(^|[^a-z])(e-?mails?|mails?|mailings?|newsletters?)($|[^a-z])/i.test(text)

/** Guesses the names of e-mail events from their names and channels, where the options do not say them. */
export function readMailEvents(rows: readonly EventNameRow[], options: Pick<SendAuditOptions, 'events' | 'channels'>): MailEvents {
  const mailChannels = [...new Set(rows.map(({ channel }) => channel).filter((channel) => isMail(channel)))].sort()
  const ofMail = rows.filter(({ name, channel }) => isMail(channel) || (channel === '' && isMail(name)))
  const guess = (role: MailRole) =>
    [...new Set(ofMail.filter(({ name }) => roleOf(name) === role).map(({ name }) => name))].sort((a, b) => (a < b ? -1 : 1))
  const guessed = mailRoles.filter((role) => options.events?.[role] === undefined)
  const names = Object.fromEntries(mailRoles.map((role) => [role, options.events?.[role] ?? guess(role)])) as MailEvents['names']
  return { names, guessed, channels: options.channels ?? channelsOf(rows, names, guessed, mailChannels) }
}

/** The e-mail channels, and no channel where a guessed name comes without one; any, where people name the events and said no channel. */
function channelsOf(rows: readonly EventNameRow[], names: MailEvents['names'], guessed: readonly MailRole[], mail: readonly string[]) {
  const told = mailRoles.filter((role) => !guessed.includes(role)).flatMap((role) => names[role])
  const elsewhere = rows.some(({ name, channel }) => told.includes(name) && !mail.includes(channel))
  if (elsewhere || mail.length === 0) return []
  const bare = rows.some(({ name, channel }) => channel === '' && isMail(name) && Object.values(names).some((some) => some.includes(name)))
  return bare ? ['', ...mail] : [...mail]
}

function roleOf(name: string): MailRole | null {
  return wordsOfRoles.find(([, words]) => words.test(name.toLowerCase()))?.[0] ?? null
}

/** Properties that name a message, the surest first, as letters alone. */
const naming = [
  ...['messagename', 'emailname', 'mailname', 'campaignname', 'emailcampaignname', 'templatename', 'message', 'campaign', 'newsletter'],
  ...['template', 'subject', 'subjectline', 'messageid', 'campaignid', 'templateid'],
]

/** The property that names the message of a send: the surest that at least half of them have; empty: none, the touchpoint does (rule R10). */
export function readMessageProperty(sends: number, having: readonly { property: string; sends: number; values: number }[]): string {
  const place = (property: string) => naming.indexOf(property.toLowerCase().replaceAll(/[^a-z]/g, ''))
  const fitting = having
    .filter(({ property, sends: with_, values }) => place(property) >= 0 && with_ * 2 >= sends && values * 2 <= Math.max(2, with_))
    .sort((a, b) => place(a.property) - place(b.property) || (a.property < b.property ? -1 : 1))
  return fitting[0]?.property ?? ''
}
