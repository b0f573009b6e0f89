const gapShare = 0.085

/** Moves the labels at the ends of lines apart so that none covers another, keeping their order and within 0…`top`. */
export function spreadLabels<End extends { y: number }>(ends: readonly End[], top: number): (End & { at: number })[] {
  let floor = 0
  const raised = ends
    .toSorted((a, b) => a.y - b.y)
    .map((end) => {
      const at = Math.max(end.y, floor)
      floor = at + gapShare * top
      return { ...end, at }
    })
  let ceiling = top
  return raised
    .toReversed()
    .map((end) => {
      const at = Math.min(end.at, ceiling)
      ceiling = at - gapShare * top
      return { ...end, at }
    })
    .toReversed()
}
