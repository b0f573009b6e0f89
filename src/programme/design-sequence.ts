import { count, countOf, daysWords, percent, percentInterval } from '../map/format.ts'
import type { Reach } from '../map/journey-map.ts'
import type { StageSurvival } from '../measures/stage-survival.ts'
import type { Stage } from '../model/journey.ts'
import type { Cited, SequenceDesign, Slot, Source } from '../model/programme-design.ts'
import { smallestEffect, tellsSomething } from './holdout.ts'
import { type EvidencedQuestion, slotQuestions, subjectIdeas } from './message-questions.ts'
import { capAssumption, gapAssumption, publishedCadence } from './published-cadence.ts'
import { sequenceWindow } from './sequence-window.ts'
import { placeSlots, type Window } from './slots.ts'
import { survivalCurve } from './survival-curve.ts'

/** What people decide about a design: all else comes from the data. `holdout`: a share. */
export interface DesignChoices {
  minGapDays: number
  cap: number
  firstDay: number
  holdout: number
}

/** A touchpoint that stays of the stage met (rule M14). */
export type MetTouchpoint = Pick<Reach, 'name' | 'channel' | 'stays' | 'share'>

/** What the data say of the people of one persona in one stage, for rules R1 to R4. */
export interface SequenceFacts {
  stage: Stage
  persona: { id: string; name: string } | null
  survival: StageSurvival | undefined
  touchpoints: readonly MetTouchpoint[]
  audience: Cited<number>
  /** Stays that began in the last year, or in all of the time known if that is shorter, per year. */
  entriesAYear: number
  /** The share who convert within the window, and how much alike those of one cluster are (at least 1); null: nobody counts. */
  conversion: { share: number; designEffect: number } | null
  evidence: readonly EvidencedQuestion[]
  /** Sentences about the stage that a reader must know. */
  notes: readonly string[]
}

/** Designs the messages for the people of one persona in one stage (rules R1 to R4). */
export function designSequence(facts: SequenceFacts, choices: DesignChoices): SequenceDesign {
  const { stage, survival } = facts
  const found = sequenceWindow(survival, choices.firstDay)
  const slots = found.window === null || survival === undefined ? [] : designSlots(facts, survival, found.window, choices)
  return {
    ...frameOf(facts, choices),
    window: found.window === null ? null : { value: found.window, sources: windowSources(facts, found.window, found.ends) },
    slots,
    notes: [
      ...(found.window === null ? [found.why, ...thinNotes(facts)] : slotNotes(facts, slots, choices)),
      ...stageNotes(stage, survival),
      ...facts.notes,
    ],
    curve: drawnCurve(survival, found.window),
  }
}

/** What a design has, whatever its slots. */
export function frameOf(facts: SequenceFacts, choices: DesignChoices): Omit<SequenceDesign, 'window' | 'slots' | 'notes' | 'curve'> {
  const { stage, persona, survival, audience } = facts
  return {
    stage: stage.id,
    stageName: stage.name,
    persona: persona?.id ?? null,
    stays: survival?.n ?? 0,
    audience,
    holdout: holdoutOf(facts, choices),
    goal: stage.lanes.goals.join(' · '),
    ...leadOf(stage, facts.touchpoints),
    deadline:
      stage.until === null ? null : { id: stage.until.deadline.id, name: stage.until.deadline.name, beforeDays: stage.until.beforeDays },
  }
}

function designSlots(facts: SequenceFacts, survival: StageSurvival, window: Window, { minGapDays, cap }: DesignChoices): Slot[] {
  const most = facts.evidence.length === 0 ? cap : Math.min(cap, facts.evidence.length)
  const placed = placeSlots(survivalCurve(survival), window, { minGapDays, most })
  const asked = designQuestions(
    facts,
    placed.map(({ day }) => day),
  )
  return placed.map(({ day, reach }, k): Slot => {
    const at = Math.min(survival.still.length - 1, day * 2)
    const [low, high] = [survival.low[at] ?? null, survival.high[at] ?? null]
    const interval = percentInterval(low, high)
    const still = `${percent(reach)} of ${countOf(survival.n, 'stay')} are still in the stage on day ${day}${interval === null ? '' : ` (95 %: ${interval})`}.`
    const { sources, ...question } = asked[k] as (typeof asked)[number]
    return { day, reach, low, high, ...question, sources: [figure('R3', still, facts.stage.id, 'counted', survival.n), ...sources] }
  })
}

/** What the slots on these days answer, ideas for their subject lines, and where that comes from (rule R4). */
export function designQuestions(
  { stage, evidence }: SequenceFacts,
  days: readonly number[],
): Pick<Slot, 'question' | 'subjectIdeas' | 'sources'>[] {
  return slotQuestions(days, evidence, stage).map((question) => ({
    question,
    subjectIdeas: subjectIdeas(question),
    sources: questionSources(question, stage),
  }))
}

function questionSources(question: Slot['question'], { name }: Pick<Stage, 'name'>): Source[] {
  if (question === null)
    return [{ kind: 'assumption', text: `Nobody wrote another question or concern of the stage ${name} on the map (R4).`, published: null }]
  if (question.count !== null) return [{ kind: 'definition', text: `Asked by ${countOf(question.count, 'person')} (R4).` }]
  const lane = question.kind === 'question' ? 'questions' : 'concerns'
  return [{ kind: 'assumption', text: `Written on the map under ${lane}; nobody has counted who asks it (R4).`, published: null }]
}

function windowSources({ stage, survival }: SequenceFacts, { first, last }: Window, ends: string): Source[] {
  const n = survival?.n ?? 0
  return [
    { kind: 'assumption', text: `Nothing is sent before day ${first}, counted from entering the stage.`, published: null },
    figure('R2', `The window ends ${daysWords(last)} after entry: ${ends}.`, stage.id, 'counted', n),
  ]
}

/** Why there are so many messages, and what is not known about them. */
export function slotNotes(facts: SequenceFacts, slots: readonly Slot[], { cap, minGapDays }: DesignChoices): string[] {
  const n = slots.length
  const asked = facts.evidence.length > 0 && facts.evidence.length <= cap
  const limit = asked ? facts.evidence.length : cap
  const why =
    n === 0
      ? 'No design: a sequence of no message is what the cap allows.'
      : n < limit
        ? `${countOf(n, 'message')}: with one more, two would lie less than ${daysWords(minGapDays)} apart (R3).`
        : asked
          ? `${countOf(n, 'message')}: one for each question that people ask (R3, R4).`
          : `${countOf(n, 'message')}: the cap (R3). ${words(capAssumption(cap))}`
  const without = slots.filter(({ question }) => question === null).length
  return [
    why,
    ...(without > 0
      ? [
          `${countOf(without, 'message')} without a question: write on the map what people ask here, or leave ${without === 1 ? 'it' : 'them'} out (R4).`,
        ]
      : []),
    ...(n > 1 ? [words(gapAssumption(minGapDays))] : []),
  ]
}

/** An assumption as one text, with what is published. */
function words(source: Source): string {
  return source.kind === 'assumption' && source.published !== null
    ? `Assumption: ${source.text} Published: ${source.published}`
    : source.text
}

/** What stands in place of a design where the data are thin: what others publish, named so. */
function thinNotes({ survival }: SequenceFacts): string[] {
  if (survival !== undefined && survival.lastFollowed !== null) return []
  return [`What others do, as an assumption until there are data: ${publishedCadence.length}; ${publishedCadence.short}.`]
}

/** What the kind of stage means for its messages. */
function stageNotes({ reentry, windowMs }: Stage, survival: StageSurvival | undefined): string[] {
  const nobodyLeaves = survival !== undefined && survival.n > 0 && survival.still.every((still) => still === 1)
  return [
    ...(nobodyLeaves && windowMs !== null
      ? ['Nobody has left this stage so far: its window alone says how long, and the messages are spread evenly over it.']
      : []),
    ...(reentry.kind === 'none'
      ? []
      : [
          'People may come back to this stage: each time begins the days anew, and nobody gets one message twice within the time after which the journey starts over (R9).',
        ]),
  ]
}

/** Whether keeping some without messages can tell anything (rule R1). */
function holdoutOf(
  { stage, conversion, entriesAYear, survival }: SequenceFacts,
  { holdout: share }: DesignChoices,
): SequenceDesign['holdout'] {
  if (conversion === null) {
    const text = 'A holdout is advised against: it is not known how many convert, so that nobody can say what it would tell.'
    return { share, smallestEffect: null, advised: false, sources: [{ kind: 'definition', text }] }
  }
  const told = { entries: entriesAYear, converted: conversion.share, designEffect: conversion.designEffect }
  const [found, halves] = [smallestEffect({ ...told, share }), smallestEffect({ ...told, share: 0.5 })]
  const advised = tellsSomething(found, conversion.share)
  const points = (effect: number) => `${(effect * 100).toFixed(1)} percentage points`
  const finds =
    found === null
      ? 'One arm would be empty'
      : `The smallest effect it finds in a year, four times in five, is ${points(found)}, of ${percent(conversion.share)} who convert`
  const against = halves === null ? '' : ` Even half of them without messages would find no less than ${points(halves)}.`
  const alike =
    conversion.designEffect > 1.05
      ? `; those of one account are alike, so that ${conversion.designEffect.toFixed(1)} of them tell as much as one alone`
      : ''
  return {
    share,
    smallestEffect: found,
    advised,
    sources: [
      figure(
        'R1',
        advised ? `${finds}.` : `${finds}: a holdout is advised against, since messages hardly change as much.${against}`,
        stage.id,
        'counted',
        survival?.n ?? 0,
      ),
      { kind: 'definition', text: `${countOf(entriesAYear, 'stay')} a year, ${percent(share)} of them without messages${alike}.` },
    ],
  }
}

/** A message leads away from the mailbox. */
function isMail(channel: string | null): boolean {
  return channel !== null && /e-?mail|newsletter/i.test(channel)
}

/** The commonest touchpoint of the stage that is no e-mail (rule M14), else the first that someone wrote on the map. */
function leadOf({ id, lanes }: Stage, touchpoints: readonly MetTouchpoint[]): Pick<SequenceDesign, 'leadsTo' | 'leadsToSources'> {
  const [most] = touchpoints.filter(({ channel }) => !isMail(channel)).sort((a, b) => b.stays - a.stays)
  if (most !== undefined) {
    const text = `The commonest touchpoint of the stage that is no e-mail: ${percent(most.share.value)} of ${count(most.share.denominator)} stays meet it (M14).`
    return { leadsTo: most.name, leadsToSources: [{ ...figure('M14', text, id, 'touchpoint', most.stays), name: most.name }] }
  }
  const [written] = lanes.touchpoints
  if (written === undefined) return { leadsTo: '', leadsToSources: [] }
  return { leadsTo: written, leadsToSources: [{ kind: 'assumption', text: 'Written on the map; no event tells of it.', published: null }] }
}

/** The curve from entry to a little beyond the window, by half days, to draw. */
function drawnCurve(survival: StageSurvival | undefined, window: Window | null): SequenceDesign['curve'] {
  if (survival === undefined) return { days: [], still: [], low: [], high: [] }
  const end = Math.ceil((window?.last ?? survival.window?.day ?? survival.still.length / 2) * 1.25) * 2
  const places = Math.min(end + 1, survival.still.length)
  const cut = <Value>(values: readonly Value[]) => values.slice(0, places)
  return {
    days: Array.from({ length: places }, (_, half) => half / 2),
    still: cut(survival.still),
    low: cut(survival.low),
    high: cut(survival.high),
  }
}

export function figure(rule: string, text: string, stage: string, set: string, people: number): Extract<Source, { kind: 'figure' }> {
  return { kind: 'figure', rule, text, stage, set, count: people }
}
