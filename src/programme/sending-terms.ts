import { isTimeZone } from '../model/local-day.ts'
import type { Programme } from '../model/programme.ts'
import { subjectPropertiesRead } from '../model/rule.ts'
import { consentSpans } from './consent-spans.ts'
import { valueAt } from './property-history.ts'
import type { Person } from './replay-people.ts'
import type { Reached } from './send-time.ts'

/** On what terms a programme may write to someone: when they consented, and how their days are lived. `zoneWrong`: a zone that nobody knows, whose place the programme's takes. */
export interface SendingTerms {
  consent: readonly { from: number; to: number }[]
  reached: Reached
  zoneWrong: string | null
}

/** The properties of contacts that a programme names: for consent, for the zone, and to be spared occasions. */
export function propertiesRead({ consent, zoneProperty, limits }: Programme): string[] {
  const ofConsent = consent.kind === 'rule' ? subjectPropertiesRead(consent.rule) : []
  return [...new Set([...ofConsent, ...(zoneProperty === null ? [] : [zoneProperty]), ...limits.sensitive.map(({ optOut }) => optOut)])]
}

/** A programme's terms for a person: consent as of each instant, zone and occasions as known at the end (rules R1, R6). */
export function sendingTerms({ consent, zoneProperty, timeZone, limits }: Programme, { known }: Person): SendingTerms {
  const latest = (name: string) => valueAt(known.get(name) ?? [], Number.POSITIVE_INFINITY)
  const said = zoneProperty === null ? null : latest(zoneProperty)
  const isKnown = said !== null && isKnownZone(said)
  const optedOut = limits.sensitive.map(({ optOut }) => optOut).filter((name) => isYes(latest(name)))
  return { consent: consentSpans(consent, known), reached: { zone: isKnown ? said : timeZone, optedOut }, zoneWrong: isKnown ? null : said }
}

const zones = new Map<string, boolean>()

function isKnownZone(zone: string): boolean {
  const known = zones.get(zone) ?? isTimeZone(zone)
  zones.set(zone, known)
  return known
}

/** Who is spared: a value that is not a plain no. */
function isYes(value: string | null): boolean {
  return value !== null && !['no', 'false', '0', 'n'].includes(value.trim().toLowerCase())
}
