import type { DifferenceWords } from './campaign-words.ts'
import { count } from './format.ts'
import type { SliceStage } from './slice-comparison.ts'

/** At most this share of false discoveries: the difference stands out (rule M15). */
const standsOutBelow = 0.05

/** Whether a difference stands out among all that are compared at once. */
export function standsOut({ falseShare }: Pick<SliceStage, 'falseShare'>): boolean {
  return falseShare !== null && falseShare <= standsOutBelow
}

/** A chance as "1 in 40"; never a false 0. */
function oneIn(chance: number): string {
  if (chance >= 0.75) return 'nearly all'
  if (chance > 0.4) return '1 in 2'
  const times = Math.round(1 / chance)
  return times > 10_000 ? `fewer than 1 in ${count(10_000)}` : `1 in ${count(times)}`
}

/** How readily chance alone gives such a difference, all stages compared at once; empty where no difference has an interval. */
export function chanceWords({ chance, falseShare }: Pick<SliceStage, 'chance' | 'falseShare'>): string {
  if (chance === null || falseShare === null) return ''
  if (!standsOut({ falseShare }))
    return `may well be chance: were both alike, ${oneIn(chance)} comparisons would be at least this far apart`
  return `stands out: of differences as clear as this, ${oneIn(falseShare)} would be chance`
}

/** Differences of times, in days. */
export const dayDifferenceWords: DifferenceWords = {
  number: (value) => {
    const size = Math.abs(value)
    const digits = size >= 10 ? count(size) : size.toFixed(1)
    return value < 0 && Number(digits) !== 0 ? `−${digits}` : digits
  },
  unit: ' days',
  signed: true,
}

/** What stands over the stages: how many comparisons there are, and how chance is kept at bay. */
export function comparisonsWords(comparisons: number, standing: number): string {
  if (comparisons === 0) return 'No difference of shares has an interval.'
  if (comparisons === 1) return `One comparison of shares; it ${standing === 1 ? 'stands out' : 'does not stand out'} at 5 %.`
  return `${count(comparisons)} comparisons of shares at once, ${standing === 0 ? 'none' : count(standing)} of which ${standing === 1 ? 'stands' : 'stand'} out: chance is allowed for, so that of those called so about 5 % at most are chance. The intervals are each of one stage alone.`
}
