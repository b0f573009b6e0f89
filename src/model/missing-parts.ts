import type { DocumentPath } from './document-path.ts'
import { pathText } from './document-path.ts'
import type { JourneyFinding } from './journey-finding.ts'
import type { JourneySpec, StageSpec } from './journey-spec.ts'

interface Part {
  key: string
  name: string
  lack: string
  has: (stage: StageSpec) => boolean
}

const parts: readonly Part[] = [
  { key: 'actions', name: 'actions', lack: 'what people do here', has: ({ actions }) => isFilled(actions) },
  {
    key: 'questions',
    name: 'questions and concerns',
    lack: 'what people ask or worry about here',
    has: ({ questions, concerns }) => isFilled(questions) || isFilled(concerns),
  },
  {
    key: 'touchpoints',
    name: 'touchpoints',
    lack: 'where people meet you here',
    has: ({ touchpoints, steps }) => isFilled(touchpoints) || (steps ?? []).length > 0,
  },
  {
    key: 'emotions',
    name: 'emotion',
    lack: 'how people feel here (emotions, or intended.emotion)',
    has: ({ emotions, thoughts, intended }) => isFilled(emotions) || isFilled(thoughts) || intended?.emotion !== undefined,
  },
  {
    key: 'opportunities',
    name: 'gaps and opportunities',
    lack: 'what goes wrong or could be better here (friction, confusion, opportunities)',
    has: ({ friction, confusion, opportunities }) => [friction, confusion, opportunities].some(isFilled),
  },
]

/** The parts of a well-made map that a definition lacks: rules to be measured by, persona, actions, questions and concerns, touchpoints, emotion, gaps and opportunities. */
export function missingParts({ personas = [], stages }: JourneySpec): JourneyFinding[] {
  const persona =
    personas.length === 0
      ? [gap(['personas'], 'The map has no persona: say whose journey it is, and by which property they are known.')]
      : []
  const described = personas.flatMap(({ id, name, when }, position) =>
    when === undefined
      ? [gap(['personas', position, 'when'], `Persona "${name ?? id}" is described only: say by which property they are known.`)]
      : [],
  )
  return [...missingRules(stages), ...persona, ...described, ...parts.flatMap((part) => missingPart(part, stages))]
}

/** Stages that are drawn, not measured (rule J6). */
function missingRules(stages: readonly StageSpec[]): JourneyFinding[] {
  const drawn = stages.flatMap((stage, position) => (stage.entry === undefined ? [{ stage, position }] : []))
  if (drawn.length === stages.length && stages.length > 1) {
    return [
      gap(
        ['stages'],
        'No stage has an entry rule, so this map is drawn and nothing is measured: say which event brings someone into each.',
      ),
    ]
  }
  return drawn.map(({ stage, position }) =>
    gap(['stages', position, 'entry'], `Stage "${stage.name ?? stage.id}" is drawn, not measured: say which event brings someone here.`),
  )
}

function missingPart({ key, name, lack, has }: Part, stages: readonly StageSpec[]): JourneyFinding[] {
  const without = stages.flatMap((stage, position) => (has(stage) ? [] : [{ stage, position }]))
  if (without.length === stages.length && stages.length > 1) return [gap(['stages'], `No stage has ${name}: write ${lack}.`)]
  return without.map(({ stage, position }) =>
    gap(['stages', position, key], `Stage "${stage.name ?? stage.id}" has no ${name}: write ${lack}.`),
  )
}

function isFilled(texts: string | string[] | undefined): boolean {
  return texts !== undefined && texts.length > 0
}

function gap(path: DocumentPath, message: string): JourneyFinding {
  return { kind: 'gap', path: pathText(path), message }
}
