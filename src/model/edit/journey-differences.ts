import { deadlineText, untilText } from '../deadline.ts'
import { durationText } from '../duration.ts'
import { emptyLanes, type Intended, type Journey, type Stage } from '../journey.ts'
import type { Rule } from '../rule.ts'
import { ruleText } from '../rule-text.ts'

/** One difference between two versions of a journey, in words: where, what stood there before and what stands there after (null: nothing). */
export interface JourneyDifference {
  place: string
  before: string | null
  after: string | null
}

/** What is different in a journey's later version, in the order of the map; parts are matched by their ids. */
export function journeyDifferences(before: Journey, after: Journey): JourneyDifference[] {
  return [
    ...fieldDifferences('Journey', journeyFields(before), journeyFields(after)),
    ...listDifferences('Persona', before.personas, after.personas, (persona) => ({
      name: persona.name,
      description: persona.description,
      rule: ruleWords(persona.rule),
    })),
    ...listDifferences('Deadline', before.deadlines, after.deadlines, (deadline) => ({
      name: deadline.name,
      days: deadlineText(deadline),
    })),
    ...orderDifference('Stages', before.stages, after.stages),
    ...listDifferences('Stage', before.stages, after.stages, stageFields),
    ...listDifferences('Hand-off', before.handOffs, after.handOffs, ({ name, from, to, reason }) => ({
      name,
      from,
      to,
      'reason of refusal': reason,
    })),
  ]
}

type Fields = Record<string, string | null>

function journeyFields({ name, description, subjectType, restartAfterMs, value }: Journey): Fields {
  return {
    name,
    description,
    subject: subjectType,
    'restart after': timeWords(restartAfterMs),
    'amount of a deal': value?.amount ?? null,
    currency: value && (value.currency.kind === 'fixed' ? value.currency.code : `property ${value.currency.name}`),
    'deal won': ruleWords(value?.won ?? null),
    'deal lost': ruleWords(value?.lost ?? null),
  }
}

function stageFields(stage: Stage): Fields {
  const { reentry, intended } = stage
  return {
    name: stage.name,
    lifecycle: stage.lifecycle,
    'comes in': ruleWords(stage.entry),
    'reaches the goal': ruleWords(stage.completed),
    'is lost': ruleWords(stage.dropped),
    'comes back': reentry.kind === 'none' ? null : reentry.kind === 'entry' ? 'by the entry rule' : ruleText(reentry.rule),
    'drop after': timeWords(stage.dropAfterMs),
    window: stage.until === null ? timeWords(stage.windowMs) : `by ${untilText(stage.until)}`,
    ...intendedFields(intended),
    steps:
      stage.steps.length === 0
        ? null
        : stage.steps.map(({ name, rule, optional }) => `${name}${optional ? ' (optional)' : ''}: ${ruleText(rule)}`).join('\n'),
    ...Object.fromEntries(Object.keys(emptyLanes).map((lane) => [lane, stage.lanes[lane as keyof typeof emptyLanes].join('\n') || null])),
  }
}

function intendedFields({ conversion, medianDays, emotion, conversionTolerance, medianTolerance }: Intended): Fields {
  const percent = (share: number) => `${Number((share * 100).toFixed(2))} %`
  return {
    'intended conversion': conversion === null ? null : `${percent(conversion)} ± ${percent(conversionTolerance)}`,
    'intended median': medianDays === null ? null : `${Number(medianDays.toFixed(3))} days ± ${percent(medianTolerance)}`,
    'intended emotion': emotion === null ? null : String(emotion),
  }
}

function ruleWords(rule: Rule | null): string | null {
  return rule === null ? null : ruleText(rule)
}

function timeWords(ms: number | null): string | null {
  return ms === null ? null : durationText(ms)
}

function fieldDifferences(place: string, before: Fields, after: Fields): JourneyDifference[] {
  return Object.keys(after).flatMap((field) => {
    const [old, now] = [before[field] || null, after[field] || null]
    return old === now ? [] : [{ place: `${place} · ${field}`, before: old, after: now }]
  })
}

interface Named {
  id: string
  name: string
}

function listDifferences<Part extends Named>(
  kind: string,
  before: readonly Part[],
  after: readonly Part[],
  fieldsOf: (part: Part) => Fields,
): JourneyDifference[] {
  const gone = before.filter(({ id }) => !after.some((part) => part.id === id))
  return [
    ...gone.map(({ name }): JourneyDifference => ({ place: kind, before: name, after: null })),
    ...after.flatMap((part) => {
      const old = before.find(({ id }) => id === part.id)
      const place = `${kind} “${part.name}”`
      return old ? fieldDifferences(place, fieldsOf(old), fieldsOf(part)) : [{ place: kind, before: null, after: part.name }]
    }),
  ]
}

/** The order of the parts that both versions have. */
function orderDifference(place: string, before: readonly Named[], after: readonly Named[]): JourneyDifference[] {
  const inBoth = (list: readonly Named[], other: readonly Named[]) => list.filter(({ id }) => other.some((part) => part.id === id))
  const [old, now] = [inBoth(before, after), inBoth(after, before)]
  if (old.every(({ id }, i) => id === now[i]?.id)) return []
  const words = (list: readonly Named[]) => list.map(({ name }) => name).join(' → ')
  return [{ place: `${place} · order`, before: words(old), after: words(now) }]
}
