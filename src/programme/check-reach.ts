import { dayMs, durationText } from '../model/duration.ts'
import type { Journey, Stage } from '../model/journey.ts'
import { nearText } from '../model/near-match.ts'
import type { FrictionMessage, Programme } from '../model/programme.ts'
import type { ProgrammeFinding } from '../model/programme-finding.ts'
import { messagesOf, type PlacedMessage, stageOf } from '../model/programme-messages.ts'
import type { ProgrammeFacts } from './programme-facts.ts'
import { reachOnDay } from './reach-on-day.ts'

/** Below this share of the stays a message reaches nobody to speak of. */
const leastReach = 0.05
/** Below this share most have left. */
const mostLeft = 0.5

/** Messages that reach nobody, or come after most have left the stage (rule R3): a stage, persona or signal that never comes, a day too late. */
export function checkReach(programme: Programme, journey: Journey, facts: ProgrammeFacts): ProgrammeFinding[] {
  return [
    ...checkSequences(programme, journey),
    ...checkAssets(programme, journey),
    ...messagesOf(programme).flatMap((placed) => {
      const stage = journey.stages.find(({ id }) => id === stageOf(placed))
      if (placed.kind === 'sequence') return stage === undefined ? [] : checkDay(placed, stage, facts)
      if (placed.kind === 'friction')
        return stage === undefined
          ? [unknownStage(`${placed.path}.stage`, placed.message.stage, journey)]
          : checkSignal(placed, stage, facts)
      return []
    }),
  ]
}

function checkSequences({ sequences }: Programme, journey: Journey): ProgrammeFinding[] {
  const personas = [...journey.personas.map(({ id }) => id), 'unassigned']
  return sequences.flatMap(({ stage: id, persona: whose }, i): ProgrammeFinding[] => {
    const where = `sequences[${i}]`
    const stage = journey.stages.find((one) => one.id === id)
    const persona = journey.personas.find((one) => one.id === whose)
    const unknown = whose !== null && !personas.includes(whose)
    return [
      ...(stage === undefined ? [unknownStage(`${where}.stage`, id, journey)] : []),
      ...(stage !== undefined && stage.entry === null
        ? [
            unreachable(
              `${where}.stage`,
              `Stage "${id}" is drawn, not measured: nobody enters it (rule J6).`,
              'Give the stage an entry rule in the journey.',
            ),
          ]
        : []),
      ...(unknown
        ? [
            unreachable(
              `${where}.persona`,
              `"${whose}" is no persona of the journey "${journey.id}". Personas: ${personas.join(', ')}.${nearText(whose, personas)}`,
              'Mend the persona, or leave it out.',
            ),
          ]
        : []),
      ...(persona !== undefined && persona.rule === null
        ? [
            unreachable(
              `${where}.persona`,
              `Persona "${persona.id}" is described only: nobody is one (rule J6).`,
              'Say in the journey by which property they are known.',
            ),
          ]
        : []),
    ]
  })
}

function checkAssets({ assets }: Programme, journey: Journey): ProgrammeFinding[] {
  return assets.flatMap(({ stage }, i) =>
    stage === null || journey.stages.some(({ id }) => id === stage) ? [] : [unknownStage(`assets[${i}].stage`, stage, journey)],
  )
}

function unknownStage(where: string, id: string, { id: journey, stages }: Journey): ProgrammeFinding {
  const ids = stages.map((stage) => stage.id)
  return unreachable(
    where,
    `"${id}" is no stage of the journey "${journey}". Stages: ${ids.join(', ')}.${nearText(id, ids)}`,
    'Mend the stage.',
  )
}

function checkDay(
  { path, message, sequence }: Extract<PlacedMessage, { kind: 'sequence' }>,
  stage: Stage,
  { curves }: ProgrammeFacts,
): ProgrammeFinding[] {
  const where = `${path}.day`
  if (message.day < 0) {
    if (stage.until !== null) return []
    return [
      unreachable(
        where,
        `Day ${message.day} counts back from a deadline, and the window of stage "${stage.id}" has none (rule K7).`,
        'Write days from entry on, or give the stage a window until a deadline.',
      ),
    ]
  }
  const reach = reachOnDay(curves, sequence.stage, sequence.persona, message.day)
  if (reach === null || reach >= mostLeft) return []
  const text = `On day ${message.day} ${percent(reach)} of those who enter "${stage.name}" are still there.`
  const wayOut = 'Move the message to an earlier day, or take it out.'
  return reach < leastReach ? [unreachable(where, text, wayOut)] : [{ kind: 'afterLeaving', severity: 'caution', where, text, wayOut }]
}

function checkSignal(
  { path, message }: { path: string; message: FrictionMessage },
  stage: Stage,
  { curves }: ProgrammeFacts,
): ProgrammeFinding[] {
  const { signal, delayMs } = message
  const where = `${path}.signal`
  if (stage.entry === null)
    return [
      unreachable(
        `${path}.stage`,
        `Stage "${stage.id}" is drawn, not measured: nobody enters it (rule J6).`,
        'Give the stage an entry rule in the journey.',
      ),
    ]
  if (signal.kind === 'silence' && stage.dropAfterMs !== null && signal.ms + delayMs >= stage.dropAfterMs)
    return [
      unreachable(
        where,
        `${durationText(signal.ms)} of silence and a delay of ${durationText(delayMs)} end no sooner than the stay does: silence drops people from "${stage.name}" after ${durationText(stage.dropAfterMs)} (rule V5).`,
        'Shorten the silence or the delay.',
      ),
    ]
  if (signal.kind !== 'longStay') return []
  const day = (signal.ms + delayMs) / dayMs
  const reach = reachOnDay(curves, stage.id, null, day)
  if (reach === null || reach >= leastReach) return []
  return [
    unreachable(
      where,
      `${durationText(signal.ms + delayMs)} after entry ${percent(reach)} are still in "${stage.name}".`,
      'Shorten the time or the delay.',
    ),
  ]
}

function unreachable(where: string, text: string, wayOut: string): ProgrammeFinding {
  return { kind: 'unreachable', severity: 'error', where, text, wayOut }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`
}
