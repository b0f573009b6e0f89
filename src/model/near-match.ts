import { distance } from 'fastest-levenshtein'

/** The known words nearest to a mistyped one, at most three, nearest first; empty when none is close. */
export function nearMatches(word: string, known: readonly string[]): string[] {
  const wanted = canonical(word)
  const limit = Math.max(1, Math.floor(wanted.length / 3))
  return [...new Set(known)]
    .map((candidate) => ({ candidate, far: distance(wanted, canonical(candidate)) }))
    .filter(({ candidate, far }) => far <= limit || contains(wanted, canonical(candidate)))
    .sort((a, b) => a.far - b.far || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}

/** `did you mean "a" or "b"?`, with a leading space and capital, or nothing where no known word is close. */
export function nearText(word: string, known: readonly string[]): string {
  const near = nearMatches(word, known)
  return near.length === 0 ? '' : ` Did you mean ${near.map((match) => JSON.stringify(match)).join(' or ')}?`
}

function canonical(word: string): string {
  return word
    .toLowerCase()
    .replaceAll(/[\s_.-]+/g, ' ')
    .trim()
}

function contains(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= 4 && (a.includes(b) || b.includes(a))
}
