import { caution, checkDuration, checkRule, checkSubjectRule, error } from './check-rule.ts'
import { checkDeadlines, checkUntils } from './deadline-findings.ts'
import type { DocumentPath } from './document-path.ts'
import { valueText } from './document-path.ts'
import { durationText, parseDuration } from './duration.ts'
import type { JourneyFinding } from './journey-finding.ts'
import type { IntendedSpec, JourneySpec, StageSpec } from './journey-spec.ts'
import { nearText } from './near-match.ts'
import { defaultWindowMs, shareOf } from './normalise-journey.ts'
import { repeatedIds } from './repeated-ids.ts'
import { checkEntries } from './stage-order-findings.ts'

/** The most stages that a journey may have: the assignment of stays keeps them as bits of one number. */
export const mostStages = 50

/** Errors and cautions of a journey definition that its schema lets through (rules J1–J4, V1, V2, M2). No error: `normaliseJourney` may be called. */
export function checkJourney(spec: JourneySpec): JourneyFinding[] {
  const findings = checkParts(spec)
  return findings.some(({ kind }) => kind === 'error') ? findings : [...findings, ...checkEntries(spec)]
}

/** The same without those that compare the rules of stages, which need every rule to be sound. */
export function checkParts(spec: JourneySpec): JourneyFinding[] {
  return [checkSubject, checkPersonas, checkDeadlines, checkStages, checkRestart, checkHandOffs, checkValue].flatMap((check) => check(spec))
}

function checkSubject({ subject }: JourneySpec): JourneyFinding[] {
  if (subject.trim() === subject && !subject.includes('.')) return []
  return [error(['subject'], `${valueText(subject)} cannot be an object type: write one word such as contact, account or deal.`)]
}

function checkPersonas({ personas = [] }: JourneySpec): JourneyFinding[] {
  const reserved = personas.flatMap(({ id }, position) =>
    id === 'unassigned'
      ? [error(['personas', position, 'id'], '"unassigned" is the name for subjects without a persona (rule J4): choose another id.')]
      : [],
  )
  return [
    ...repeatedIds(personas, ['personas']),
    ...reserved,
    ...personas.flatMap(({ when }, position) => (when === undefined ? [] : checkSubjectRule(when, ['personas', position, 'when']))),
  ]
}

function checkStages(spec: JourneySpec): JourneyFinding[] {
  const { stages } = spec
  const many =
    stages.length > mostStages ? [error(['stages'], `${stages.length} stages are too many: at most ${mostStages} are allowed.`)] : []
  return [
    ...many,
    ...repeatedIds(stages, ['stages']),
    ...stages.flatMap((stage, position) => checkStage(stage, ['stages', position])),
    ...checkUntils(spec),
  ]
}

function checkStage(stage: StageSpec, path: DocumentPath): JourneyFinding[] {
  const { entry, exit, reentry, steps = [] } = stage
  const stepPaths = steps.map((_, position): DocumentPath => [...path, 'steps', position, 'rule'])
  return [
    ...(entry === undefined ? checkDrawn(stage, path) : checkRule(entry, [...path, 'entry'])),
    ...(exit?.completed === undefined ? [] : checkRule(exit.completed, [...path, 'exit', 'completed'])),
    ...(exit?.dropped === undefined ? [] : checkRule(exit.dropped, [...path, 'exit', 'dropped'])),
    ...(reentry === undefined || reentry === 'none' || reentry === 'entry' ? [] : checkRule(reentry, [...path, 'reentry'])),
    ...repeatedIds(steps, [...path, 'steps']),
    ...steps.flatMap((step, position) => checkRule(step.rule, stepPaths[position] ?? path)),
    ...checkTimes(stage, path),
    ...checkIntended(stage.intended ?? {}, [...path, 'intended']),
  ]
}

/** What rests on being in a stage is idle in one that nobody enters (rule J6). */
function checkDrawn({ exit, reentry, steps = [] }: StageSpec, path: DocumentPath): JourneyFinding[] {
  const back = reentry !== undefined && reentry !== 'none'
  const idle = [...(exit === undefined ? [] : ['exit']), ...(steps.length > 0 ? ['steps'] : [])]
  return [
    ...(back
      ? [error([...path, 'reentry'], 'Nobody comes back to a stage that nobody enters: give it an entry, or leave reentry out (rule J6).')]
      : []),
    ...idle.map((key) => caution([...path, key], `This is idle until the stage has an entry (rule J6).`)),
  ]
}

function checkTimes({ dropAfter, window }: StageSpec, path: DocumentPath): JourneyFinding[] {
  const fixed = typeof window === 'object' ? undefined : window
  const wrong = [...checkDuration(dropAfter, [...path, 'dropAfter']), ...checkDuration(fixed, [...path, 'window'])]
  if (wrong.length > 0 || dropAfter === undefined || typeof window === 'object') return wrong
  const windowMs = window === undefined ? defaultWindowMs : (parseDuration(window) ?? 0)
  const dropAfterMs = parseDuration(dropAfter) ?? 0
  if (windowMs > dropAfterMs) return []
  const given = window === undefined ? `${durationText(windowMs)}, taken since none is given,` : durationText(windowMs)
  const message = `The window (${given}) is not longer than dropAfter (${durationText(dropAfterMs)}): inactivity is not yet knowable within it (rule M2).`
  return [caution(window === undefined ? path : [...path, 'window'], message)]
}

function checkIntended({ conversion, median, emotion, tolerance }: IntendedSpec, path: DocumentPath): JourneyFinding[] {
  const emotionWrong = emotion !== undefined && (emotion < -2 || emotion > 2)
  return [
    ...checkShare(conversion, [...path, 'conversion']),
    ...checkDuration(median, [...path, 'median']),
    ...(emotionWrong ? [error([...path, 'emotion'], `${emotion} is not allowed here: emotion goes from -2 (bad) to 2 (good).`)] : []),
    ...checkShare(tolerance?.conversion, [...path, 'tolerance', 'conversion']),
    ...checkShare(tolerance?.median, [...path, 'tolerance', 'median']),
  ]
}

function checkShare(share: string | number | undefined, path: DocumentPath): JourneyFinding[] {
  const value = shareOf(share)
  if (value === null || (value >= 0 && value <= 1)) return []
  const hint = typeof share === 'number' && value > 1 && value <= 100 ? ` Did you mean ${value}%?` : ''
  return [error(path, `${valueText(share)} is not allowed here: a share goes from 0% to 100%, or from 0 to 1.${hint}`)]
}

function checkRestart({ restartAfter, stages }: JourneySpec): JourneyFinding[] {
  const wrong = checkDuration(restartAfter, ['restartAfter'])
  const restartMs = restartAfter === undefined ? null : parseDuration(restartAfter)
  if (wrong.length > 0 || restartMs === null) return wrong
  return stages
    .filter(({ dropAfter }) => dropAfter !== undefined && (parseDuration(dropAfter) ?? 0) > restartMs)
    .map(({ id, dropAfter }) =>
      error(
        ['restartAfter'],
        `${valueText(restartAfter)} is shorter than dropAfter of stage ${valueText(id)} (${dropAfter}): it must be at least as long (rule V1).`,
      ),
    )
}

function checkHandOffs({ handOffs = [], stages }: JourneySpec): JourneyFinding[] {
  const ids = stages.map(({ id }) => id)
  const unknown = (id: string, path: DocumentPath) =>
    ids.includes(id) ? [] : [error(path, `${valueText(id)} is not a stage. Stages: ${ids.join(', ')}.${nearText(id, ids)}`)]
  return [
    ...repeatedIds(handOffs, ['handOffs']),
    ...handOffs.flatMap(({ from, to }, position) => [
      ...unknown(from, ['handOffs', position, 'from']),
      ...unknown(to, ['handOffs', position, 'to']),
      ...drawnEnds([from, to], stages, ['handOffs', position]),
      ...(from === to ? [error(['handOffs', position], `A hand-off passes between two stages, but both are ${valueText(from)}.`)] : []),
    ]),
  ]
}

/** A hand-off from or to a stage without entry has no figures (rule J6). */
function drawnEnds(ids: readonly string[], stages: readonly StageSpec[], path: DocumentPath): JourneyFinding[] {
  const drawn = stages.filter(({ id, entry }) => entry === undefined && ids.includes(id))
  return drawn.map(({ id }) => caution(path, `This hand-off has no figures until stage ${valueText(id)} has an entry (rule J6).`))
}

function checkValue({ value }: JourneySpec): JourneyFinding[] {
  if (value === undefined) return []
  return [...checkRule(value.won, ['value', 'won']), ...(value.lost === undefined ? [] : checkRule(value.lost, ['value', 'lost']))]
}
