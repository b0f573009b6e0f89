import type { DraftArrangement, ProposedJourney } from '../../model/draft/proposed-journey.ts'
import type { LifecyclePhase } from '../../model/journey.ts'

/** A person's change of a proposed journey. Stages by their place from 0, events by their keys. */
export type ArrangeStep =
  | { kind: 'rename'; stage: number; name: string }
  | { kind: 'phase'; stage: number; phase: LifecyclePhase }
  | { kind: 'move'; stage: number; to: number }
  | { kind: 'join'; stage: number }
  | { kind: 'drop'; stage: number }
  | { kind: 'split'; stage: number; key: string }
  | { kind: 'leaveOut'; key: string }
  | { kind: 'addStage'; key: string }
  | { kind: 'addTo'; key: string; stage: number }
  | { kind: 'end'; key: string; as: 'goal' | 'lost' }

/** A proposed journey as the arrangement that gives it again. */
export function arrangementOf({ stages, goal, lost }: ProposedJourney): DraftArrangement {
  const keysOf = (events: ProposedJourney['goal']) => events.map(({ key }) => key)
  return {
    stages: stages.map(({ name, lifecycle, entry }) => ({ name, lifecycle, entry: keysOf(entry) })),
    goal: keysOf(goal),
    lost: keysOf(lost),
  }
}

/** The arrangement after a change. What would leave no stage, or a stage without an event, changes nothing. */
export function arrange(before: DraftArrangement, step: ArrangeStep): DraftArrangement {
  const after = changed(before, step)
  return after.stages.length === 0 || after.stages.some(({ entry }) => entry.length === 0) ? before : after
}

function changed(before: DraftArrangement, step: ArrangeStep): DraftArrangement {
  const { stages } = before
  switch (step.kind) {
    case 'rename':
      return {
        ...before,
        stages: stages.map((stage, place) => (place === step.stage ? { ...stage, name: step.name.trim() || stage.name } : stage)),
      }
    case 'phase':
      return { ...before, stages: stages.map((stage, place) => (place === step.stage ? { ...stage, lifecycle: step.phase } : stage)) }
    case 'move': {
      const moved = stages[step.stage]
      if (moved === undefined || step.to < 0 || step.to >= stages.length) return before
      return { ...before, stages: stages.toSpliced(step.stage, 1).toSpliced(step.to, 0, moved) }
    }
    case 'join': {
      const [first, second] = [stages[step.stage], stages[step.stage + 1]]
      if (first === undefined || second === undefined) return before
      return { ...before, stages: stages.toSpliced(step.stage, 2, { ...first, entry: [...first.entry, ...second.entry] }) }
    }
    case 'drop':
      return { ...before, stages: stages.toSpliced(step.stage, 1) }
    case 'split': {
      const stage = stages[step.stage]
      if (stage === undefined || stage.entry.length < 2 || !stage.entry.includes(step.key)) return before
      const rest = { ...stage, entry: stage.entry.filter((key) => key !== step.key) }
      return { ...before, stages: stages.toSpliced(step.stage, 1, rest, { lifecycle: stage.lifecycle, entry: [step.key] }) }
    }
    case 'leaveOut':
      return without(before, step.key)
    case 'addStage': {
      const rest = without(before, step.key)
      return { ...rest, stages: [...rest.stages, { entry: [step.key] }] }
    }
    case 'addTo': {
      const rest = without(before, step.key)
      return {
        ...rest,
        stages: rest.stages.map((stage, place) => (place === step.stage ? { ...stage, entry: [...stage.entry, step.key] } : stage)),
      }
    }
    case 'end': {
      const rest = without(before, step.key)
      return { ...rest, [step.as]: [...rest[step.as], step.key] }
    }
  }
}

function without({ stages, goal, lost }: DraftArrangement, key: string): DraftArrangement {
  const others = (keys: readonly string[]) => keys.filter((other) => other !== key)
  return { stages: stages.map((stage) => ({ ...stage, entry: others(stage.entry) })), goal: others(goal), lost: others(lost) }
}
