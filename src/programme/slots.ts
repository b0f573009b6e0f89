/** Time in a stage as rules R2 and R3 read it: the share still there, and how much time is lived until then by everyone who entered. */
export interface StillThere {
  /** Days since entry, to count in; the last is the end of what is known. */
  still(day: number): number
  /** ∫ of the share still there from 0 to a day, in days; between half days it need only grow evenly. */
  area(day: number): number
}

/** The days between which a sequence may send, since entry (rule R2). */
export interface Window {
  first: number
  last: number
}

/** When a sequence sends (rule R3): whole days, and the share that is still there on each. */
export interface PlacedSlot {
  day: number
  reach: number
}

/** Limits of how many messages a sequence has (rule R3). `step`: days are rounded to multiples of it, 7 for whole weeks. */
export interface SlotLimits {
  minGapDays: number
  most: number
  step?: number
}

/** Slots that part the time lived in the window equally (rule R3): the most whose days lie at least the minimum gap apart. None where `most` is 0 or nobody lives any time in the window. */
export function placeSlots(curve: StillThere, window: Window, { minGapDays, most, step = 1 }: SlotLimits): PlacedSlot[] {
  if (!(curve.area(window.last) > curve.area(window.first))) return []
  for (let n = most; n > 0; n--) {
    const days = Array.from({ length: n }, (_, k) => slotDay(curve, window, (k + 0.5) / n, step))
    const apart = days.every((day, k) => k === 0 || day - (days[k - 1] as number) >= minGapDays)
    if (apart) return days.map((day) => ({ day, reach: curve.still(day) }))
  }
  return []
}

/** The day by which a share of the window's lived time has passed, rounded half up to the step: it is found by the areas at the half steps alone, so that it is exact where these are. */
function slotDay(curve: StillThere, { first, last }: Window, share: number, step: number): number {
  const from = curve.area(first)
  const target = from + share * (curve.area(last) - from)
  // The last half step whose area is not beyond the target.
  let low = Math.floor(first / step) - 1
  let high = Math.ceil(last / step) + 1
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (curve.area(Math.max(0, (middle - 0.5) * step)) <= target + rounding) low = middle
    else high = middle
  }
  return low * step
}

/** Two sums of many parts that are equal may differ by this, days. */
const rounding = 1e-9
