import { dayMs } from './duration.ts'
import { literalText } from './literal-text.ts'
import { programmeDefaults } from './normalise-programme.ts'
import type { Consent, FrictionMessage, Programme, SendingLimits, Sequence } from './programme.ts'
import type { FrictionDesign, ProgrammeDesign, SequenceDesign } from './programme-design.ts'

/** What people choose when a design becomes a programme. `limits` left out: those that the design was made with are not known to it, so say them. */
export interface DesignChoices {
  id: string
  name: string
  timeZone: string
  language: string
  consent: Consent
  minGapDays: number
  perSequence: number
  /** Null: what the design advises. */
  holdout: number | null
}

/** A programme made of a design, and by message id what the design says of it in one line. */
export interface DesignedProgramme {
  programme: Programme
  remarks: ReadonlyMap<string, string>
}

/** A design as a programme (rules R1 to R5): each slot a message with its question, each friction design a friction message. Sender, unsubscribing and texts stay open: the check says so. */
export function programmeOfDesign(design: ProgrammeDesign, choices: DesignChoices): DesignedProgramme {
  const making: Making = { language: choices.language, taken: new Set(), remarks: new Map() }
  const sequences = design.sequences.filter(({ slots }) => slots.length > 0).map((one) => sequenceOf(one, making))
  const friction = design.friction.flatMap((one) => frictionOf(one, design, making))
  const advised = design.sequences.filter(({ slots, holdout }) => slots.length > 0 && holdout.advised).map(({ holdout }) => holdout.share)
  const programme: Programme = {
    id: choices.id,
    name: choices.name,
    journey: design.journey.id,
    timeZone: choices.timeZone,
    zoneProperty: null,
    consent: choices.consent,
    holdout: choices.holdout ?? Math.max(0, ...advised),
    priority: 0,
    sender: null,
    unsubscribe: null,
    limits: limitsOf(choices),
    sequences,
    friction,
    transactional: [],
    assets: [],
  }
  return { programme, remarks: making.remarks }
}

function limitsOf({ minGapDays, perSequence }: DesignChoices): SendingLimits {
  return {
    minGapDays,
    perSequence: Math.max(1, perSequence || programmeDefaults.perSequence),
    perPerson: null,
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    hours: { from: 0, to: 1440 },
    country: null,
    blackouts: [],
    sensitive: [],
    oneAnAccountADay: false,
    pauseOnOpenDeal: false,
  }
}

/** What is shared while a programme is made. */
interface Making {
  language: string
  taken: Set<string>
  remarks: Map<string, string>
}

function sequenceOf(
  { stage, stageName, persona, slots, leadsTo, deadline }: SequenceDesign,
  { language, taken, remarks }: Making,
): Sequence {
  const whose = persona === null ? '' : `, ${persona}`
  return {
    stage,
    persona,
    messages: slots.map(({ day, reach, low, high, question, subjectIdeas }, i) => {
      const id = freshId([stage, ...(persona === null ? [] : [persona]), String(i + 1)], taken)
      const interval = low === null || high === null ? '' : ` (${percent(low)} to ${percent(high)})`
      const when = deadline === null ? `On day ${day}` : `${-day} days before the window ends`
      remarks.set(id, `${when} ${percent(reach)}${interval} of those who came in are still there (rule R3).`)
      return {
        id,
        day,
        name: `${stageName}${whose}: ${i + 1} of ${slots.length}`,
        question: question?.text ?? null,
        leadsTo,
        asset: null,
        // Ideas hold customers' words: braces in them are no Liquid.
        subjects: subjectIdeas.map(literalText),
        body: '',
        language,
      }
    }),
  }
}

function frictionOf(one: FrictionDesign, { sequences }: ProgrammeDesign, { language, taken, remarks }: Making): FrictionMessage[] {
  const { stage, signal, signalText, delayDays, showed } = one
  if (delayDays === null) return []
  const leadsTo = sequences.find((sequence) => sequence.stage === stage)?.leadsTo ?? ''
  const causesItself = signal.kind === 'event' && JSON.stringify(signal.rule).includes(JSON.stringify(leadsTo))
  const id = freshId([stage, signal.kind], taken)
  remarks.set(id, `${showed} stays showed this: ${signalText}; what it goes with is an association (rule R5).`)
  return [
    {
      id,
      name: `${signalText.charAt(0).toUpperCase()}${signalText.slice(1)}`,
      question: null,
      leadsTo: causesItself ? '' : leadsTo,
      asset: null,
      subjects: [],
      body: '',
      language,
      stage,
      signal,
      delayMs: Math.round(delayDays.value * dayMs),
    },
  ]
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** An id of these words that is not taken, at most 64 characters. */
function freshId(words: readonly string[], taken: Set<string>): string {
  const plain = words.join('-').replaceAll(/[^A-Za-z0-9_-]+/g, '-')
  const last = words.at(-1) ?? ''
  const start = plain.length > 60 ? `${plain.slice(0, 59 - last.length)}-${last}` : plain
  let id = start
  for (let nth = 2; taken.has(id); nth += 1) id = `${start}-${nth}`
  taken.add(id)
  return id
}
