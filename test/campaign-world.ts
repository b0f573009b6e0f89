import { createRandom } from '../src/core/random.ts'

const dayMs = 86_400_000

/** One row of the planted world. */
export interface PlantedRow {
  at: number
  contact: string
  account: string
  name: string
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

/** A company whose campaign in Germany doubles entries there and makes more of them buy; in France nothing ever changes. About three contacts an account. */
export function plantedWorld(seed = 11): { rows: PlantedRow[]; country: Map<string, string> } {
  const random = createRandom(seed)
  const country = new Map<string, string>()
  const rows: PlantedRow[] = []
  const [first, last] = [Date.parse(planted.from), Date.parse(planted.to) + dayMs]
  let made = 0
  for (let day = planted.begin; day < planted.end; day += dayMs) {
    for (const land of ['DE', 'FR']) {
      const law = land === 'DE' && day >= first && day < last ? planted.during : planted.otherwise
      const accounts = poisson(random, law.perDay / 3)
      for (let i = 0; i < accounts; i++) {
        made += 1
        const account = `a${made}`
        const size = 1 + Math.floor(random.uniform() * 5)
        // Those of one account are alike: its own leaning moves the share up and down by a fifth.
        const share = law.share + (random.uniform() < 0.5 ? 0.2 : -0.2)
        for (let j = 0; j < size; j++) {
          const contact = `${account}-${j}`
          country.set(contact, land)
          const at = day + Math.floor(random.uniform() * dayMs)
          rows.push({ at, contact, account, name: 'visit' })
          if (random.uniform() < share) rows.push({ at: at + Math.floor(random.uniform() * 20 * dayMs), contact, account, name: 'buy' })
        }
      }
    }
  }
  return { rows: rows.filter(({ at }) => at < planted.end), country }
}

function poisson(random: { uniform(): number }, mean: number): number {
  let n = 0
  for (let product = random.uniform(); product > Math.exp(-mean); product *= random.uniform()) n += 1
  return n
}
