import { createRandom, type Random } from '../src/core/random.ts'
import type { OracleEvent, OracleFacts } from './oracle/facts.ts'
import { event, on, smallJourney } from './oracle/small-journey.ts'

const dayMs = 86_400_000

/** One row of the planted world. */
export interface PlantedRow {
  at: number
  contact: string
  account: string
  name: string
  country: string
}

/** The campaign of the planted world, and what is true of it. */
export const planted = {
  begin: Date.UTC(2025, 0, 1),
  end: Date.UTC(2026, 7, 1),
  from: '2026-03-01',
  to: '2026-03-30',
  /** Entries a day, and share that converts within 20 days: in Germany during the campaign, and otherwise. */
  during: { perDay: 12, share: 0.5 },
  otherwise: { perDay: 6, share: 0.3 },
}

/** Those who look and then buy. */
export const plantedJourney = smallJourney([{ entry: on('visit'), windowMs: 30 * dayMs }, { entry: on('buy') }])

/** A company whose campaign in Germany doubles entries there and makes more of them buy; in France nothing ever changes. One to five contacts an account, alike in what they do. */
export function plantedWorld(seed: string | number = 11, { begin, end } = { begin: planted.begin, end: planted.end }): PlantedRow[] {
  const random = createRandom(seed)
  const [first, last] = [Date.parse(planted.from), Date.parse(planted.to) + dayMs]
  const rows: PlantedRow[] = []
  for (let day = begin; day < end; day += dayMs) {
    for (const country of ['DE', 'FR']) {
      const law = country === 'DE' && day >= first && day < last ? planted.during : planted.otherwise
      const accounts = poisson(random, law.perDay / 3)
      for (let i = 0; i < accounts; i++) rows.push(...accountRows(random, `${country}${day / dayMs}-${i}`, country, day, law.share))
    }
  }
  return rows.filter(({ at }) => at < end)
}

/** One account's contacts: its own leaning moves their share up or down by a fifth. */
function accountRows(random: Random, account: string, country: string, day: number, share: number): PlantedRow[] {
  const size = 1 + random.integer(5)
  const own = share + (random.chance(0.5) ? 0.2 : -0.2)
  return Array.from({ length: size }, (_, i) => i).flatMap((i) => {
    const row = { contact: `${account}-${i}`, account, country }
    const at = day + random.integer(dayMs)
    const visit = { ...row, at, name: 'visit' }
    return random.chance(own) ? [visit, { ...row, at: at + random.integer(20 * dayMs), name: 'buy' }] : [visit]
  })
}

/** The same as events and facts. */
export function plantedEvents(rows: readonly PlantedRow[]): { events: OracleEvent[]; facts: OracleFacts } {
  const events = rows.map(({ at, contact, account, name }, i) => {
    return event(name, at, { id: String(i), objects: { contact: [contact], account: [account] } })
  })
  const contacts = new Map(rows.map((row) => [row.contact, row]))
  const about = [...contacts.values()]
  return {
    events,
    facts: {
      properties: about.map(({ contact, country }) => ({
        objectType: 'contact',
        objectId: contact,
        name: 'country',
        value: country,
        validFrom: null,
      })),
      links: about.map(({ contact, account }) => ({ fromType: 'contact', fromId: contact, toType: 'account', toId: account, since: null })),
    },
  }
}

function poisson(random: Random, mean: number): number {
  let n = 0
  for (let product = random.uniform(); product > Math.exp(-mean); product *= random.uniform()) n += 1
  return n
}
