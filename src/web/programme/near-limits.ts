import type { Programme } from '../../model/programme.ts'

/** Gaps and counts near a programme's own that change something. `longest`: the most messages that a sequence has. */
export function nearLimits({ limits, sequences }: Pick<Programme, 'limits' | 'sequences'>): {
  gaps: number[]
  caps: number[]
  longest: number
} {
  const { minGapDays, perSequence } = limits
  const step = Math.max(1, Math.round(minGapDays / 3))
  const longest = Math.max(0, ...sequences.map(({ messages }) => messages.length))
  const most = Math.min(perSequence, longest)
  return {
    gaps: [...new Set([Math.max(0, minGapDays - step), Math.min(365, minGapDays + step)])].filter((gap) => gap !== minGapDays),
    caps: [most - 1, most + 1].filter((cap) => cap >= 1 && cap <= 52 && (cap < most || perSequence < longest)),
    longest,
  }
}
