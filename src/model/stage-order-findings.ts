import { caution, error } from './check-rule.ts'
import type { JourneyFinding } from './journey-finding.ts'
import type { JourneySpec, StageSpec } from './journey-spec.ts'
import { normaliseRule } from './normalise-rule.ts'
import type { EventMatch, Rule } from './rule.ts'
import type { RuleSpec } from './rule-spec.ts'

/** Stages that nobody can enter and exits that never come to pass, since an entry of a later stage goes first (rule V2). */
export function checkEntries({ stages }: JourneySpec): JourneyFinding[] {
  return stages.flatMap((stage, position) => {
    const later = stages.slice(position + 1)
    return [...checkWayIn(stage, position, later), ...checkExits(stage, position, later)]
  })
}

function checkWayIn(stage: StageSpec, position: number, later: readonly StageSpec[]): JourneyFinding[] {
  const taker = stage.entry === undefined ? undefined : taking(stage.entry, later)
  if (taker === undefined || (stage.reentry !== undefined && stage.reentry !== 'none' && stage.reentry !== 'entry')) return []
  const message = `Nobody can enter this stage: whatever meets its entry also meets that of the later stage "${taker.id}", and the furthest stage wins (rule V2).`
  return [error(['stages', position, 'entry'], message)]
}

function checkExits({ exit }: StageSpec, position: number, later: readonly StageSpec[]): JourneyFinding[] {
  return (['completed', 'dropped'] as const).flatMap((outcome) => {
    const rule = exit?.[outcome]
    const taker = rule === undefined ? undefined : taking(rule, later)
    if (taker === undefined) return []
    const message = `This exit never comes to pass: whatever meets it also enters the later stage "${taker.id}", which goes first (rule V2).`
    return [caution(['stages', position, 'exit', outcome], message)]
  })
}

function taking(rule: RuleSpec, later: readonly StageSpec[]): StageSpec | undefined {
  return later.find(({ entry }) => entry !== undefined && implies(normaliseRule(rule), normaliseRule(entry)))
}

/** True where every event that meets `narrow` surely meets `wide`: equal rules, or a narrower match, also as the event of an `all`. */
function implies(narrow: Rule, wide: Rule): boolean {
  if (JSON.stringify(narrow) === JSON.stringify(wide)) return true
  if (wide.kind === 'any' && wide.rules.some((part) => implies(narrow, part))) return true
  if (narrow.kind === 'all') return narrow.rules.some((part) => part.kind === 'event' && implies(part, wide))
  if (narrow.kind === 'any') return narrow.rules.every((part) => implies(part, wide))
  return narrow.kind === 'event' && wide.kind === 'event' && isNarrower(narrow, wide)
}

function isNarrower(narrow: EventMatch, wide: EventMatch): boolean {
  return (['names', 'channels', 'touchpoints'] as const).every(
    (facet) => wide[facet].length === 0 || (narrow[facet].length > 0 && narrow[facet].every((value) => wide[facet].includes(value))),
  )
}
