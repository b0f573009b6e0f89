import type { Deadline, Until } from './deadline.ts'
import { dayMs, parseDuration } from './duration.ts'
import type { HumanLanes, Intended, Journey, Stage, ValueRule } from './journey.ts'
import type { DeadlineSpec, IntendedSpec, JourneySpec, StageSpec } from './journey-spec.ts'
import { parseDay } from './local-day.ts'
import { normaliseRule } from './normalise-rule.ts'
import type { Rule } from './rule.ts'
import type { RuleSpec } from './rule-spec.ts'

/** The conversion window of a stage that names none: 30 days, in ms. */
export const defaultWindowMs = 30 * dayMs
/** How far a conversion may lie from the intended one where nobody said: 5 percentage points. */
export const defaultConversionTolerance = 0.05
/** How far a median may lie from the intended one where nobody said: 20 % of it. */
export const defaultMedianTolerance = 0.2

/** The total form of a journey definition that has passed `checkJourney` (rule J5). Names left out are made from ids. */
export function normaliseJourney(spec: JourneySpec): Journey {
  const deadlines = (spec.deadlines ?? []).map(normaliseDeadline)
  return {
    id: spec.journey,
    name: spec.name ?? nameOf(spec.journey),
    description: spec.description ?? '',
    subjectType: spec.subject,
    personas: (spec.personas ?? []).map(({ id, name, description, when }) => ({
      id,
      name: name ?? nameOf(id),
      description: description ?? '',
      rule: ruleOf(when),
    })),
    stages: spec.stages.map((stage, position) => normaliseStage(stage, position, deadlines)),
    restartAfterMs: msOf(spec.restartAfter),
    deadlines,
    handOffs: (spec.handOffs ?? []).map((handOff) => ({
      id: handOff.id,
      name: handOff.name ?? nameOf(handOff.id),
      from: handOff.from,
      to: handOff.to,
      reason: handOff.reason ?? null,
    })),
    value: spec.value === undefined ? null : normaliseValue(spec.value),
  }
}

function normaliseStage(spec: StageSpec, position: number, deadlines: readonly Deadline[]): Stage {
  const until = untilOf(spec.window, deadlines)
  return {
    id: spec.id,
    name: spec.name ?? nameOf(spec.id),
    index: position + 1,
    lifecycle: spec.lifecycle,
    entry: ruleOf(spec.entry),
    completed: ruleOf(spec.exit?.completed),
    dropped: ruleOf(spec.exit?.dropped),
    reentry: normaliseReentry(spec.reentry ?? 'none'),
    dropAfterMs: msOf(spec.dropAfter),
    windowMs: until === null ? (msOf(typeof spec.window === 'string' ? spec.window : undefined) ?? defaultWindowMs) : null,
    until,
    intended: normaliseIntended(spec.intended ?? {}),
    steps: (spec.steps ?? []).map(({ id, name, rule, optional }) => ({
      id,
      name: name ?? nameOf(id),
      rule: normaliseRule(rule),
      optional: optional ?? false,
    })),
    lanes: normaliseLanes(spec),
  }
}

/** The total form of a deadline (rule K6): its days in order, each once. */
function normaliseDeadline({ id, name, dates, yearly, timeZone }: DeadlineSpec): Deadline {
  const days = [...new Set(dates ?? [])].sort().flatMap((text) => parseDay(text) ?? [])
  const [month, day] = (yearly ?? '').split('-').map(Number)
  return {
    id,
    name: name ?? nameOf(id),
    dates: days,
    yearly: month === undefined || day === undefined ? null : { month, day },
    timeZone: timeZone ?? 'UTC',
  }
}

function untilOf(window: StageSpec['window'], deadlines: readonly Deadline[]): Until | null {
  if (window === undefined || typeof window === 'string') return null
  const deadline = deadlines.find(({ id }) => id === window.until)
  return deadline === undefined ? null : { deadline, beforeDays: Math.round((msOf(window.before) ?? 0) / dayMs) }
}

function normaliseReentry(spec: NonNullable<StageSpec['reentry']>): Stage['reentry'] {
  return spec === 'none' || spec === 'entry' ? { kind: spec } : { kind: 'rule', rule: normaliseRule(spec) }
}

function normaliseIntended(spec: IntendedSpec): Intended {
  const medianMs = msOf(spec.median)
  return {
    conversion: shareOf(spec.conversion),
    medianDays: medianMs === null ? null : medianMs / dayMs,
    emotion: spec.emotion ?? null,
    conversionTolerance: shareOf(spec.tolerance?.conversion) ?? defaultConversionTolerance,
    medianTolerance: shareOf(spec.tolerance?.median) ?? defaultMedianTolerance,
  }
}

function normaliseLanes(spec: StageSpec): HumanLanes {
  return {
    goals: [...textsOf(spec.goal), ...textsOf(spec.goals)],
    actions: textsOf(spec.actions),
    questions: textsOf(spec.questions),
    concerns: textsOf(spec.concerns),
    touchpoints: textsOf(spec.touchpoints),
    thoughts: textsOf(spec.thoughts),
    emotions: textsOf(spec.emotions),
    friction: textsOf(spec.friction),
    confusion: textsOf(spec.confusion),
    opportunities: textsOf(spec.opportunities),
  }
}

function normaliseValue(spec: NonNullable<JourneySpec['value']>): ValueRule {
  return {
    amount: spec.amount,
    currency:
      typeof spec.currency === 'string' ? { kind: 'fixed', code: spec.currency } : { kind: 'property', name: spec.currency.property },
    won: normaliseRule(spec.won),
    lost: ruleOf(spec.lost),
  }
}

/** A share written as 55% or 0.55, as a number; null where it is missing. */
export function shareOf(value: string | number | undefined): number | null {
  if (value === undefined) return null
  return typeof value === 'number' ? value : Number((Number(value.replace('%', '')) / 100).toPrecision(15))
}

function ruleOf(spec: RuleSpec | undefined): Rule | null {
  return spec === undefined ? null : normaliseRule(spec)
}

function msOf(duration: string | undefined): number | null {
  return duration === undefined ? null : parseDuration(duration)
}

/** One text or a list of them, as a list. */
export function textsOf(texts: string | string[] | undefined): string[] {
  return texts === undefined ? [] : Array.isArray(texts) ? [...texts] : [texts]
}

/** A readable name made from an id: "marketing-lead" gives "Marketing lead". */
export function nameOf(id: string): string {
  const words = id.replaceAll(/[-_]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
