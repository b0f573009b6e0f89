import type { DraftLog, LogUnit } from './draft-log.ts'

/** What ends journeys: units that are the last of a subject, those that meet the goal and those that are losses, with why. */
export interface DraftEnds {
  goal: readonly number[]
  lost: readonly number[]
  reasons: ReadonlyMap<number, EndReason>
}

export interface EndReason {
  text: string
  figures: Record<string, number>
}

/** Last in at least this share of the subjects that have it: it ends journeys. */
const leastLast = 0.7
const mostRepeats = 1.3
/** A journey ends with it in at least this share of subjects for it to be taken for the goal without a word for it. */
const commonEnd = 0.25

const lostWords =
  /\b(lost|lose|cancel(l?ed|l?ation)?|reject(ed|ion)?|refus(ed|al)|unsubscribed?|churn(ed)?|declin(ed|e)|abandon(ed)?|dropped|invalid|duplicate|expired|terminat(ed|ion)|disqualified|withdraw[nal]*|withdrew|failed|no.?show|complain(t|ed)|collection|returned|return|bounced|lapsed|dismissed|ended)\b/i
const goalWords =
  /\b(won|win|paid|pay(ment)?|purchased?|bought|ordered|order (placed|completed)|complet(ed|e)|closed?|resolved|solved|renew(ed|al)|sign(ed)?|enrol(l?ed|ment)|graduat(ed|ion)|convert(ed)?|discharged?|release[d]?|delivered|accepted|approved|subscribed|success(ful)?|verified|done|finished)\b/i

/** Which way a name points, if any; a word of loss goes first ("Closed lost"). */
export function wordOfEnd(text: string): 'goal' | 'lost' | null {
  return lostWords.test(text) ? 'lost' : goalWords.test(text) ? 'goal' : null
}

interface EndCount {
  unit: number
  last: number
  followed: number
  /** Mean number of different units before it. */
  depth: number
}

/** Finds the units that end journeys, and what each end means: by what came before it, with words only as a hint where the data leave it open. */
export function findEnds(log: DraftLog, least: number): DraftEnds {
  const ends = countEnds(log).filter(({ unit, last, followed }) => {
    const { subjects, repeats, bare } = log.units[unit] as LogUnit
    return !bare && subjects >= least && repeats <= mostRepeats && followed > 0 && last / followed >= leastLast
  })
  const worded = (word: 'goal' | 'lost') => ends.filter(({ unit }) => wordOfEnd((log.units[unit] as LogUnit).text) === word)
  const reasons = new Map<number, EndReason>()
  const [goal, lost] = [worded('goal'), worded('lost')]
  const open = ends.filter(({ unit }) => wordOfEnd((log.units[unit] as LogUnit).text) === null)
  for (const end of [...goal, ...lost])
    reasons.set(end.unit, reasonOf(log, end, goal.includes(end) ? 'The name says that the goal is met' : 'The name says that it is a loss'))
  const deepest = open.toSorted((a, b) => b.depth - a.depth || a.unit - b.unit)[0]
  if (goal.length === 0 && deepest !== undefined) {
    const lostDepth = Math.max(0, ...lost.map(({ depth }) => depth))
    const share = (log.units[deepest.unit] as LogUnit).subjects / log.traces.length
    const isGoal = lost.length > 0 ? deepest.depth > lostDepth : share >= commonEnd
    if (isGoal) goal.push(deepest)
    const why = `Those who reach it had passed ${deepest.depth.toFixed(1)} different events before, more than before any loss`
    if (isGoal)
      reasons.set(
        deepest.unit,
        reasonOf(log, deepest, lost.length > 0 ? why : 'More journeys end with it than with anything else, from furthest on'),
      )
  }
  for (const end of open) {
    if (goal.includes(end) || goal.length === 0) continue
    lost.push(end)
    reasons.set(end.unit, reasonOf(log, end, 'It ends journeys and is not the goal'))
  }
  const unitsOf = (list: readonly EndCount[]) =>
    list.map(({ unit }) => unit).toSorted((a, b) => (log.units[b] as LogUnit).subjects - (log.units[a] as LogUnit).subjects || a - b)
  return { goal: unitsOf(goal), lost: unitsOf(lost), reasons }
}

function reasonOf(log: DraftLog, { unit, last, followed }: EndCount, why: string): EndReason {
  const { text, subjects } = log.units[unit] as LogUnit
  const share = last / followed
  return {
    text: `${why}, and nothing follows “${text}” for ${percentText(share)} of the ${subjects} that have it.`,
    figures: { subjects, last: share },
  }
}

/** Of each unit: how often it is the last of its subject, among subjects that could be watched for as long as half of all take. */
function countEnds({ units, traces, horizon, spanMs }: DraftLog): EndCount[] {
  const counts = units.map((_, unit) => ({ unit, last: 0, followed: 0, all: 0, allLast: 0, before: 0 }))
  for (const trace of traces) {
    const lasts = new Map<number, number>()
    const seen = new Set<number>()
    trace.units.forEach((unit, place) => {
      const count = counts[unit]
      if (count !== undefined && !seen.has(unit)) count.before += seen.size
      seen.add(unit)
      lasts.set(unit, place)
    })
    for (const [unit, place] of lasts) {
      const count = counts[unit]
      if (count === undefined) continue
      const isLast = place === trace.units.length - 1 ? 1 : 0
      count.all += 1
      count.allLast += isLast
      if (horizon - (trace.times[place] ?? 0) < spanMs / 2) continue
      count.followed += 1
      count.last += isLast
    }
  }
  return counts.map(({ unit, last, followed, all, allLast, before }) => ({
    unit,
    last: followed > 0 ? last : allLast,
    followed: followed > 0 ? followed : all,
    depth: before / Math.max(1, all),
  }))
}

/** A share in whole percents, for sentences. */
export function percentText(share: number): string {
  return share > 0 && share < 0.01 ? 'under 1\u00a0%' : `${Math.round(share * 100)}\u00a0%`
}
