import type { EventsSpec } from '../mapping-spec.ts'

type Meaning = NonNullable<EventsSpec['meanings']>[string]

/** What happens to an e-mail, by one name for all vendors. A send is the company's, an opening and a click the customer's (rule E6). */
export const mail = {
  sent: { name: 'E-mail sent', channel: 'email', initiator: 'company' },
  delivered: { name: 'E-mail delivered', channel: 'email', initiator: 'company' },
  opened: { name: 'E-mail opened', channel: 'email', initiator: 'customer' },
  clicked: { name: 'E-mail clicked', channel: 'email', initiator: 'customer' },
  replied: { name: 'E-mail replied', channel: 'email', initiator: 'customer' },
  forwarded: { name: 'E-mail forwarded', channel: 'email', initiator: 'customer' },
  bounced: { name: 'E-mail bounced', channel: 'email', initiator: 'company' },
  dropped: { name: 'E-mail dropped', channel: 'email', initiator: 'company' },
  unsubscribed: { name: 'Unsubscribed', channel: 'email', initiator: 'customer' },
  subscribed: { name: 'Subscribed', channel: 'email', initiator: 'customer' },
  complained: { name: 'Marked as spam', channel: 'email', initiator: 'customer' },
} as const satisfies Record<string, Meaning>

/**
 * Texts in the user agent of programs that fetch pictures and follow links before a person does: the picture proxies of Gmail and Yahoo, and scanners of
 * links. Proxies that hide (Apple's) cannot be told from a reader.
 */
export const mailRobots = ['GoogleImageProxy', 'YahooMailProxy', 'YahooCacheSystem', 'BarracudaCentral', 'Mimecast', 'Proofpoint', 'bot']

/** Said where an export does not tell who opened an e-mail. */
export const openingsUncertain =
  'This export does not tell openings by mail programs that load pictures by themselves from those by people: all count as the customer’s. To leave them out, give them initiator: machine.'
