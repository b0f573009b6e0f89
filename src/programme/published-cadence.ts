import type { Source } from '../model/programme-design.ts'

/** Published figures about how many messages a sequence has. They are bounds to hold a design against, never a design. */
export const publishedCadence = {
  length: 'GetResponse 2013, over 300 million messages: a mean sequence has 8 messages in 49 days',
  short: 'GetResponse 2019: 53 % of sequences have at most 3 messages',
  gap: 'Drèze & Bonfrer 2008, Journal of Interactive Marketing 22(1): too short a gap costs more than one too long',
} as const

/** Why a sequence has at most so many messages as long as nobody knows what people ask (rule R3). */
export function capAssumption(cap: number): Source {
  return {
    kind: 'assumption',
    text: `At most ${cap} messages: nobody has counted yet what people ask in this stage, so that a cap stands in its place.`,
    published: `${publishedCadence.length}. ${publishedCadence.short}.`,
  }
}

/** Why messages lie at least so many days apart (rule R3). */
export function gapAssumption(minGapDays: number): Source {
  return { kind: 'assumption', text: `At least ${minGapDays} days between two messages.`, published: `${publishedCadence.gap}.` }
}
