import { AppError } from './error.ts'

/** A repeatable stream of random draws: the same seed gives the same draws in the same order on every machine. */
export type Random = {
  /** A number in [0, 1) with 53 random bits. */
  uniform(): number
  /** A whole number from 0 to n − 1; n must be a whole number of at least 1. */
  integer(n: number): number
  /** True with probability p. */
  chance(p: number): boolean
  /** A draw from the normal distribution with this mean and standard deviation. */
  normal(mean: number, sd: number): number
  /** A waiting time with this mean and a constant hazard. */
  exponential(mean: number): number
  /** A positive number whose logarithm is normal with standard deviation sigma around log(median). */
  logNormal(median: number, sigma: number): number
  /** A non-negative number with this median whose log-odds of being exceeded fall by shape per unit of its logarithm. */
  logLogistic(median: number, shape: number): number
  /** One element, each equally likely; an empty list is an error. */
  pick<T>(array: readonly T[]): T
  /** One value, each as likely as its weight; weights are at least 0 and not all 0. */
  weighted<T>(entries: readonly (readonly [value: T, weight: number])[]): T
  /** A stream of its own for this name, the same however many draws were made here before. */
  fork(name: string): Random
}

/** Starts a seeded stream (sfc32); the number 7 and the string "7" are the same seed. */
export function createRandom(seed: number | string): Random {
  const key = String(seed)
  const next = sfc32(seedWords(key))
  const uniform = () => ((next() >>> 5) * 67_108_864 + (next() >>> 6)) / 9_007_199_254_740_992
  const integer = (n: number) => Math.floor(uniform() * checkCount(n))
  const normal = (mean: number, sd: number) => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    return mean + sd * radius * Math.cos(2 * Math.PI * uniform())
  }
  return {
    uniform,
    integer,
    normal,
    chance: (p) => uniform() < p,
    exponential: (mean) => -mean * Math.log(1 - uniform()),
    logNormal: (median, sigma) => median * Math.exp(normal(0, sigma)),
    logLogistic: (median, shape) => {
      const u = uniform()
      return median * (u / (1 - u)) ** (1 / shape)
    },
    pick: <T>(array: readonly T[]) => array[integer(array.length)] as T,
    weighted: (entries) => weightedPick(entries, uniform()),
    fork: (name) => createRandom(`${key}\n${name}`),
  }
}

function checkCount(n: number): number {
  if (Number.isSafeInteger(n) && n >= 1) return n
  throw new AppError(
    'invalid',
    `cannot draw one of ${n} in a random draw: the count must be a whole number of at least 1; pass a list that is not empty`,
  )
}

function weightedPick<T>(entries: readonly (readonly [T, number])[], u: number): T {
  const bad = entries.find(([, weight]) => !(weight >= 0 && weight < Infinity))
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0)
  if (bad !== undefined || !(total > 0)) {
    const said = bad === undefined ? 'the weights add up to 0' : `the weight ${bad[1]} is not allowed`
    throw new AppError(
      'invalid',
      `${said} in a weighted random draw: weights must be finite, at least 0 and not all 0; give one value a positive weight`,
    )
  }
  let left = u * total
  for (const [value, weight] of entries) {
    if (left < weight) return value
    left -= weight
  }
  // Rounding can carry the draw past the end: the last value that has any weight is meant.
  return (entries.findLast(([, weight]) => weight > 0) as readonly [T, number])[0]
}

/** Four 32-bit words from a text: four differently started FNV-1a hashes, each with the finishing mix of MurmurHash3. */
function seedWords(text: string): [number, number, number, number] {
  const hash = (start: number) => {
    let h = start
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
    return (h ^ (h >>> 16)) | 0
  }
  return [hash(0x811c9dc5), hash(0x9e3779b9), hash(0x243f6a88), hash(0xb7e15162)]
}

function sfc32(words: [number, number, number, number]): () => number {
  let [a, b, c, counter] = words
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let i = 0; i < 20; i++) next()
  return next
}
