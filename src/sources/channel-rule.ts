import { channelTable } from './channel-table.ts'

/** What a row tells of where a visit came from; "" where it tells nothing. */
export interface Origin {
  medium: string
  source: string
  referrer: string
}

/** The channel rule, in the words of the documentation. */
export const channelRuleText =
  'The medium decides where the table knows it. Else a source or referrer that the table knows gives its channel, ' +
  'a referrer that it does not know is "referral", and a medium or source that it does not know is "other". ' +
  'A row that tells nothing has no channel: "direct" is never inferred from silence.'

const channelOfMedium: ReadonlyMap<string, string> = new Map(
  Object.entries(channelTable.mediums).flatMap(([channel, names]) => names.map((name) => [name, channel] as const)),
)
const sites = Object.entries(channelTable.sites)
  .flatMap(([channel, names]) => names.map((name) => ({ name, channel })))
  .sort((a, b) => b.name.length - a.name.length)

/** The channel of a row by the published table; "" where the row tells nothing. */
export function channelOf({ medium, source, referrer }: Origin): string {
  const known = channelOfMedium.get(canonical(medium))
  const site = channelOfSite(canonical(source)) ?? channelOfSite(hostOf(referrer))
  if (known === 'social' || known === 'referral' || known === undefined) return site ?? known ?? fallback(medium, source, referrer)
  return known
}

function fallback(medium: string, source: string, referrer: string): string {
  if (medium === '' && source === '' && referrer !== '') return 'referral'
  return medium === '' && source === '' ? '' : 'other'
}

function channelOfSite(name: string): string | undefined {
  if (name === '') return undefined
  return sites.find((site) => isSite(name, site.name))?.channel
}

/** The site's name stands as whole labels of the host: "google" fits "google", "www.google.co.uk", not "notgoogle.com". */
function isSite(host: string, site: string): boolean {
  return `.${host}.`.includes(`.${site}.`)
}

function canonical(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-')
}

function hostOf(referrer: string): string {
  const match = /^(?:[a-z][a-z0-9+.-]*:)?(?:\/\/)?([^/?#:]+)/i.exec(referrer.trim())
  return match?.[1]?.toLowerCase() ?? ''
}
