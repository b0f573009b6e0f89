import { type Deadline, daysOf, deadlineText } from '../model/deadline.ts'
import type { Journey, Stage } from '../model/journey.ts'
import { dayText } from '../model/local-day.ts'
import { ruleText } from '../model/rule-text.ts'
import type { Filter, JourneyMap, MapStage } from './journey-map.ts'

const dayMs = 86_400_000

/** The measured part of one stage. */
export type StageFigures = Pick<MapStage, 'counts' | 'conversion' | 'time' | 'touchpoints' | 'channels' | 'value'>

/** Everything measured that a map shows; one StageFigures a stage, in the journey's order. */
export interface MapFigures extends Pick<JourneyMap, 'subjects' | 'instances' | 'span' | 'handOffs'> {
  stages: readonly StageFigures[]
  personaSubjects: ReadonlyMap<string, number>
  slices: JourneyMap['journey']['slices']
}

/** The map as plain data: what people wrote and what is measured, joined stage by stage. */
export function buildMap(journey: Journey, version: number, filter: Filter, refreshedAt: number | null, figures: MapFigures): JourneyMap {
  return {
    journey: {
      id: journey.id,
      name: journey.name,
      description: journey.description,
      version,
      subjectType: journey.subjectType,
      personas: journey.personas.map((persona) => ({
        id: persona.id,
        name: persona.name,
        description: persona.description,
        ruleText: persona.rule && ruleText(persona.rule),
        subjects: figures.personaSubjects.get(persona.id) ?? 0,
      })),
      slices: figures.slices,
      deadlines: journey.deadlines.map((deadline) => mapDeadline(deadline, figures.span)),
    },
    filter,
    subjects: figures.subjects,
    instances: figures.instances,
    span: figures.span,
    refreshedAt,
    stages: journey.stages.map((stage, i) => {
      const measured = figures.stages[i] as StageFigures
      return { ...statedStage(stage), ...measured, evidence: evidenceOf(stage, measured) }
    }),
    handOffs: figures.handOffs.map((handOff) => (isDrawn(journey, handOff) ? unmeasured(handOff) : handOff)),
  }
}

/** A deadline with its days near the data: all where it has dates, from the year of the first instant to the year after the last where it is yearly (K6). */
function mapDeadline(deadline: Deadline, span: JourneyMap['span']): JourneyMap['journey']['deadlines'][number] {
  const { id, name, timeZone, yearly } = deadline
  const [first, last] = span === null ? [0, 0] : [span.from, span.horizon].map((instant) => new Date(instant).getUTCFullYear())
  const near = ({ year }: { year: number }) => yearly === null || (span !== null && year >= (first ?? 0) && year <= (last ?? 0) + 1)
  return {
    id,
    name,
    timeZone,
    text: deadlineText(deadline),
    days: daysOf(deadline, (last ?? 0) + 1)
      .filter(near)
      .map(dayText),
  }
}

/** A hand-off from or to a stage that nobody can enter says nothing (J6). */
function isDrawn({ stages }: Journey, { from, to }: JourneyMap['handOffs'][number]): boolean {
  return stages.some(({ id, entry }) => entry === null && (id === from || id === to))
}

function unmeasured(handOff: JourneyMap['handOffs'][number]): JourneyMap['handOffs'][number] {
  const accepted = { ...handOff.accepted, value: null, low: null, high: null, numerator: null, denominator: 0, clusters: null }
  return {
    ...handOff,
    accepted: { ...accepted, note: 'no figures: one of its stages has no rule yet' },
    days: [],
    counts: { handedOver: 0, accepted: 0, acceptedByWindow: 0, refused: 0, waiting: 0 },
    reasons: [],
    moreReasons: { reasons: 0, stays: 0 },
  }
}

/** Which kinds of evidence stand behind a column: figures, and what people wrote; voices have no source yet (Q6, planned). */
function evidenceOf(stage: Stage, measured: StageFigures): MapStage['evidence'] {
  const wrote = Object.values(stage.lanes).some((cells) => cells.length > 0)
  return [
    { kind: 'numbers', state: measured.counts.entered > 0 ? 'some' : 'none' },
    { kind: 'people', state: wrote ? 'some' : 'none' },
    { kind: 'voices', state: 'none' },
  ]
}

function statedStage(stage: Stage): Omit<MapStage, keyof StageFigures | 'evidence'> {
  const { conversion, medianDays, emotion } = stage.intended
  return {
    id: stage.id,
    name: stage.name,
    index: stage.index,
    lifecycle: stage.lifecycle,
    entryText: stage.entry && ruleText(stage.entry),
    completedText: stage.completed && ruleText(stage.completed),
    droppedText: stage.dropped && ruleText(stage.dropped),
    reentryText: reentryText(stage),
    dropAfterDays: stage.dropAfterMs === null ? null : stage.dropAfterMs / dayMs,
    windowDays: stage.windowMs === null ? null : stage.windowMs / dayMs,
    until: stage.until && { deadline: stage.until.deadline.id, name: stage.until.deadline.name, beforeDays: stage.until.beforeDays },
    lanes: stage.lanes,
    intended: { conversion, medianDays, emotion },
  }
}

function reentryText({ entry, reentry }: Stage): string | null {
  const rule = reentry.kind === 'rule' ? reentry.rule : reentry.kind === 'entry' ? entry : null
  return rule && ruleText(rule)
}
