import { count, countOf, daysWords, percent } from '../map/format.ts'
import { signalName } from '../map/shown-signal.ts'
import type { StageLandmark, StageTrialsRow } from '../measures/friction-signals.ts'
import { repeats } from '../measures/friction-signals.ts'
import { dayMs } from '../measures/measure.ts'
import type { StageSurvival } from '../measures/stage-survival.ts'
import type { Stage } from '../model/journey.ts'
import type { Signal } from '../model/programme.ts'
import type { Cited, FrictionDesign } from '../model/programme-design.ts'
import type { JudgedSignal } from './judge-signals.ts'

/** When a stage's signals are judged (rule R5): the whole day by which a quarter have left, at most a third of its window; null: a quarter have left before a whole day is over, or it is not known. */
export function landmarkOf(survival: StageSurvival | undefined, gapMs: number | undefined): StageLandmark | null {
  if (survival === undefined) return null
  const leftBy = (share: number) => {
    const half = survival.still.findIndex((still) => still <= 1 - share)
    return half < 0 ? null : half / 2
  }
  const third = survival.window === null ? Number.POSITIVE_INFINITY : survival.window.day / 3
  const day = Math.floor(Math.min(leftBy(0.25) ?? survival.still.length / 6, third))
  if (day < 1) return null
  const long = leftBy(0.75)
  const silence = gapMs === undefined ? null : Math.max(1, Math.ceil(gapMs / dayMs))
  return {
    landmarkMs: day * dayMs,
    silenceMs: silence === null || silence >= day ? null : silence * dayMs,
    longMs: long === null ? null : long * dayMs,
  }
}

/** What a friction message of a stage is designed from. `usualDays`: the silence that three in four stays never go beyond; `after`: the silence after each signal that holds, ms (R5). */
export interface FrictionFacts {
  stage: Stage
  landmark: StageLandmark
  trials: StageTrialsRow | undefined
  judged: readonly JudgedSignal[]
  tested: number
  after: ReadonlyMap<JudgedSignal, number>
  minGapDays: number
}

/** The friction messages of a stage that the events suggest, and of the signals that are always looked at those which they do not, with the reason (rule R5). */
export function designFriction(facts: FrictionFacts): FrictionDesign[] {
  const named = (['returned', 'support', 'silence'] as const).flatMap((kind) =>
    facts.judged.filter(({ row, holds }) => row.kind === kind && !holds),
  )
  const shown = [...facts.judged.filter(({ holds }) => holds).sort((a, b) => (a.difference ?? 0) - (b.difference ?? 0)), ...named]
  const missing = (['returned', 'support', 'silence'] as const).filter((kind) => facts.judged.every(({ row }) => row.kind !== kind))
  return [...shown.map((judged) => signalDesign(judged, facts)), ...missing.map((kind) => unseen(kind, facts)), ...longStay(facts)]
}

function signalDesign(judged: JudgedSignal, facts: FrictionFacts): FrictionDesign {
  const { row, holds, why, with: p1, without: p0, difference, low, high } = judged
  const { stage, trials } = facts
  const day = facts.landmark.landmarkMs / dayMs
  const among = `Judged on day ${day}: among the ${countOf(trials?.n ?? 0, 'stay')} still in the stage then whose window is over, those that had shown it by then against those that had not. An association, not an effect.`
  const chance =
    judged.falseShare === null
      ? ''
      : ` Of all ${count(facts.tested)} signals tested at once, ${percent(Math.max(judged.falseShare, 1e-9))} of those as clear as this would be chance.`
  const verdict =
    why !== null
      ? `Not proposed: ${why}.`
      : holds
        ? `Proposed: fewer of them convert.${chance}`
        : `Not proposed: ${(difference ?? 0) < 0 ? 'that fewer of them convert may well be chance' : 'no fewer of them convert'}.${chance}`
  return {
    stage: stage.id,
    signal: signalOf(row.kind, row.name, facts.landmark),
    signalText: signalText(row.kind, row.name, facts.landmark),
    shownBy: signalName({
      kind: row.kind,
      byDay: day,
      name: row.name,
      days: row.kind === 'silence' ? (facts.landmark.silenceMs ?? 0) / dayMs : 0,
    }),
    showed: row.n1,
    converted: { with: p1, without: p0, difference, low, high },
    delayDays: holds ? delayOf(judged, facts) : null,
    notes: [verdict, among],
  }
}

/** How long after the signal the message goes (rule R5). */
function delayOf(judged: JudgedSignal, { stage, after, minGapDays }: FrictionFacts): Cited<number> {
  const silence = after.get(judged)
  const gap = {
    kind: 'assumption',
    text: `Not before the least time between two messages, ${daysWords(minGapDays)}.`,
    published: null,
  } as const
  if (silence === undefined || stage.dropAfterMs === null)
    return {
      value: minGapDays,
      sources: [
        {
          kind: 'definition',
          text: 'Silence never ends a stay here, so that it says nothing of when someone will not come back by themselves.',
        },
        gap,
      ],
    }
  const [quiet, most] = [Math.ceil(silence / dayMs), stage.dropAfterMs / dayMs / 2]
  const text =
    quiet === 0
      ? 'At least half of those who show it are silent for as long as ends a stay, so that there is nothing to wait for.'
      : `${daysWords(quiet)} after it nearly all who come back by themselves have: no more than twice as many are still silent as ${daysWords(most * 2)} after it, when they count as lost.`
  const bound = Math.max(minGapDays, quiet) > most ? ` At most half of these ${daysWords(most * 2)}.` : ''
  return { value: Math.min(most, Math.max(minGapDays, quiet)), sources: [{ kind: 'definition', text: `${text}${bound} (R5)` }, gap] }
}

function signalOf(kind: JudgedSignal['row']['kind'], name: string, { silenceMs }: StageLandmark): Signal {
  const event = (names: readonly string[], channels: readonly string[], touchpoints: readonly string[]) =>
    ({ kind: 'event', names, channels, touchpoints }) as const
  switch (kind) {
    case 'event':
      return { kind: 'event', rule: event([name], [], []) }
    case 'repeated':
      return { kind: 'event', rule: { kind: 'count', of: event([], [], [name]), atLeast: repeats.times, withinMs: repeats.withinMs } }
    case 'support':
      return { kind: 'event', rule: event([], ['support'], []) }
    case 'returned':
      return { kind: 'returned' }
    case 'silence':
      return { kind: 'silence', ms: silenceMs ?? dayMs }
  }
}

function signalText(kind: JudgedSignal['row']['kind'], name: string, { silenceMs, landmarkMs }: StageLandmark): string {
  switch (kind) {
    case 'event':
      return `the event “${name}” happens`
    case 'repeated':
      return `someone meets “${name}” ${repeats.times} times within ${daysWords(repeats.withinMs / dayMs)}`
    case 'support':
      return 'someone contacts support'
    case 'returned':
      return 'someone comes back from a later stage'
    case 'silence':
      return silenceMs === null
        ? `someone is silent for unusually long by day ${landmarkMs / dayMs}`
        : `someone does nothing for ${daysWords(silenceMs / dayMs)}, longer than three in four ever do`
  }
}

/** A signal that no stay showed by the landmark. */
function unseen(kind: 'returned' | 'support' | 'silence', { stage, landmark }: FrictionFacts): FrictionDesign {
  const day = landmark.landmarkMs / dayMs
  const why =
    kind === 'silence' && landmark.silenceMs === null
      ? `the usual silence is not over by day ${day}, on which signals are judged`
      : `no stay showed it by day ${day}, on which signals are judged`
  return {
    stage: stage.id,
    signal: signalOf(kind, '', landmark),
    signalText: signalText(kind, '', landmark),
    shownBy: '',
    showed: 0,
    converted: { with: null, without: null, difference: null, low: null, high: null },
    delayDays: null,
    notes: [`Not proposed: ${why}.`],
  }
}

/** A stay beyond the point by which three in four have left: all still there show it, so that nobody is left to compare with. */
function longStay({ stage, landmark: { longMs, landmarkMs }, trials }: FrictionFacts): FrictionDesign[] {
  if (longMs === null) return []
  const { n, h } = trials?.long ?? { n: 0, h: 0 }
  return [
    {
      stage: stage.id,
      signal: { kind: 'longStay', ms: longMs },
      signalText: `someone stays beyond day ${longMs / dayMs}, when three in four have left`,
      shownBy: signalName({ kind: 'longStay', byDay: landmarkMs / dayMs, name: '', days: longMs / dayMs }),
      showed: n,
      converted: { with: n === 0 ? null : h / n, without: null, difference: null, low: null, high: null },
      delayDays: null,
      notes: [
        'Not proposed: everyone still there shows it, so that there is nobody to compare them with. Add it by hand if you want it, as an assumption.',
      ],
    },
  ]
}
