import { describe, expect, it } from 'vitest'
import { shareEstimate, smallNote } from './share-sql.ts'

/** So many clusters of one, of which so many are hits. */
const single = (hits: number, trials: number) => ({ hits, trials, clusters: trials, hits2: hits, trials2: trials, hitsTrials: hits })

describe('shareEstimate', () => {
  it('[M1] says what is counted, of how many, and of whom', () => {
    expect(shareEstimate(single(12, 40), 'stays of March')).toMatchObject({
      value: 0.3,
      numerator: 12,
      denominator: 40,
      population: 'stays of March',
      clusters: 40,
      note: null,
    })
  })

  it('[M1] of nobody is no share, and says so', () => {
    expect(shareEstimate(single(0, 0), 'stays')).toMatchObject({ value: null, low: null, high: null, denominator: 0, note: 'no one yet' })
  })

  it('[M5] gives no interval under 10 clusters, however many stays they hold', () => {
    const nine = { hits: 90, trials: 180, clusters: 9, hits2: 900, trials2: 3600, hitsTrials: 1800 }
    expect(shareEstimate(nine, 'stays')).toMatchObject({ value: 0.5, low: null, high: null })
    expect(shareEstimate(nine, 'stays').note).toContain('9 independent clusters')
  })
})

describe('smallNote', () => {
  it('[M8] cautions up to 29 and not from 30 on', () => {
    expect([0, 1, 29, 30].map(smallNote)).toEqual(['no one yet', 'only 1: read with caution', 'only 29: read with caution', null])
  })
})
