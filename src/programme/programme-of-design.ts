import { dayMs } from '../model/duration.ts'
import { programmeDefaults } from '../model/normalise-programme.ts'
import type { Consent, FrictionMessage, Programme, SendingLimits, Sequence } from '../model/programme.ts'
import type { FrictionDesign, ProgrammeDesign, SequenceDesign } from '../model/programme-design.ts'
import { literalText } from './message-liquid.ts'

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

/** A design as a programme (rules R1 to R5): each slot a message with its question, each friction design a friction message. Sender, unsubscribing and texts stay open: the check says so. */
export function programmeOfDesign(design: ProgrammeDesign, choices: DesignChoices): Programme {
  const taken = new Set<string>()
  const sequences = design.sequences.filter(({ slots }) => slots.length > 0).map((one) => sequenceOf(one, choices.language, taken))
  const friction = design.friction.flatMap((one) => frictionOf(one, design, choices.language, taken))
  const advised = design.sequences.filter(({ slots, holdout }) => slots.length > 0 && holdout.advised).map(({ holdout }) => holdout.share)
  return {
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

function sequenceOf({ stage, stageName, persona, slots, leadsTo }: SequenceDesign, language: string, taken: Set<string>): Sequence {
  const whose = persona === null ? '' : `, ${persona}`
  return {
    stage,
    persona,
    messages: slots.map(({ day, question, subjectIdeas }, i) => ({
      id: freshId([stage, ...(persona === null ? [] : [persona]), String(i + 1)], taken),
      day,
      name: `${stageName}${whose}: ${i + 1} of ${slots.length}`,
      question: question?.text ?? null,
      leadsTo,
      asset: null,
      // Ideas hold customers' words: braces in them are no Liquid.
      subjects: subjectIdeas.map(literalText),
      body: '',
      language,
    })),
  }
}

function frictionOf(
  { stage, signal, signalText, delayDays }: FrictionDesign,
  { sequences }: ProgrammeDesign,
  language: string,
  taken: Set<string>,
): FrictionMessage[] {
  if (delayDays === null) return []
  const leadsTo = sequences.find((one) => one.stage === stage)?.leadsTo ?? ''
  const causesItself = signal.kind === 'event' && JSON.stringify(signal.rule).includes(JSON.stringify(leadsTo))
  return [
    {
      id: freshId([stage, signal.kind], taken),
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
