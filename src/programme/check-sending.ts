import type { Journey } from '../model/journey.ts'
import type { Programme, SequenceMessage } from '../model/programme.ts'
import type { ProgrammeFinding } from '../model/programme-finding.ts'
import type { ProgrammeFacts } from './programme-facts.ts'
import { lastDayWith } from './reach-on-day.ts'

/** Below this share of the stays there is nobody to write to. */
const leastReach = 0.05

/** What a programme needs before anything of it may leave: consent, a sender, one-click unsubscribing (rules R1, R6). */
export function checkLeave({ consent, sender, unsubscribe, sequences, friction, transactional }: Programme): ProgrammeFinding[] {
  const asked = friction.length > 0 || sequences.some(({ messages }) => messages.length > 0)
  const none = { severity: 'error' } as const
  return [
    ...(asked && consent.kind === 'unknown'
      ? [
          {
            ...none,
            kind: 'consent' as const,
            where: 'consent',
            text: 'Nobody said who may be written to, so nobody is (rule R1).',
            wayOut: 'Write consent: { subject: PROPERTY, is: VALUE }, or { assumed: "why everyone may be written to" }.',
          },
        ]
      : []),
    ...(asked && consent.kind === 'assumed'
      ? [
          {
            kind: 'consent' as const,
            severity: 'caution' as const,
            where: 'consent',
            text: `Consent is taken as given: ${consent.reason}.`,
            wayOut: 'Name the property that holds it as soon as there is one.',
          },
        ]
      : []),
    ...(sender === null && (asked || transactional.length > 0)
      ? [
          {
            ...none,
            kind: 'sender' as const,
            where: 'sender',
            text: 'Nobody said whom the messages come from.',
            wayOut: 'Write sender: { name: NAME, email: ADDRESS }.',
          },
        ]
      : []),
    ...(asked && unsubscribe === null
      ? [
          {
            ...none,
            kind: 'unsubscribe' as const,
            where: 'unsubscribe',
            text: 'There is no way to unsubscribe, which mailbox providers demand in one click (RFC 8058).',
            wayOut: 'Write unsubscribe: https://… that takes a POST.',
          },
        ]
      : []),
  ]
}

/** Caps that stand against each other or against the messages (rule R6): the caps always win, and what that does is said. */
export function checkCaps(programme: Programme, journey: Journey, facts: ProgrammeFacts): ProgrammeFinding[] {
  const { minGapDays, perPerson } = programme.limits
  const room = perPerson === null || minGapDays === 0 ? null : Math.max(1, Math.ceil(perPerson.days / minGapDays))
  const idle =
    perPerson !== null && room !== null && room < perPerson.messages
      ? [
          cap(
            'caution',
            'limits.perPerson',
            `A gap of ${minGapDays} days leaves room for ${room} in ${perPerson.days} days, so the cap of ${perPerson.messages} never counts and the gap wins.`,
            'Make the gap shorter, or take the cap out.',
          ),
        ]
      : []
  return [
    ...idle,
    ...programme.sequences.flatMap(({ messages }, i) => checkSequence(messages, `sequences[${i}]`, programme)),
    ...checkRoom(programme, journey, facts),
  ]
}

function checkSequence(messages: readonly SequenceMessage[], where: string, { limits }: Programme): ProgrammeFinding[] {
  const { minGapDays, perSequence, perPerson } = limits
  const over = messages.length - perSequence
  const tooMany =
    over > 0
      ? [
          cap(
            'error',
            `${where}.messages[${perSequence}]`,
            `The sequence has ${messages.length} messages and its cap is ${perSequence}: the last ${over === 1 ? 'one is' : `${over} are`} never sent.`,
            'Take messages out, or raise limits.perSequence.',
          ),
        ]
      : []
  const near = messages.flatMap(({ day, id }, i) => {
    const before = messages[i - 1]
    if (before === undefined || day - before.day >= minGapDays || before.day < 0 !== day < 0) return []
    const text = `"${id}" is due on day ${day}, ${day - before.day} days after "${before.id}", and the least gap is ${minGapDays}: it waits until day ${before.day + minGapDays} or later.`
    return [cap('caution', `${where}.messages[${i}].day`, text, 'Move it, or make the gap shorter.')]
  })
  const crowded =
    perPerson === null
      ? undefined
      : messages.findIndex(({ day }, i) => day - (messages[i - perPerson.messages]?.day ?? Number.NEGATIVE_INFINITY) < perPerson.days)
  const capped =
    perPerson === null || crowded === undefined || crowded < 0
      ? []
      : [
          cap(
            'caution',
            `${where}.messages[${crowded}].day`,
            `More than ${perPerson.messages} messages of this sequence are due within ${perPerson.days} days, the cap of each person: "${messages[crowded]?.id}" waits.`,
            'Move it, or raise limits.perPerson.',
          ),
        ]
  return [...tooMany, ...near, ...capped]
}

/** A cap of a sequence that its stage has no time for: the gaps do not fit before nearly all have left. */
function checkRoom({ limits, sequences }: Programme, { stages }: Journey, { curves }: ProgrammeFacts): ProgrammeFinding[] {
  const short = [...new Set(sequences.map(({ stage }) => stage))].flatMap((id) => {
    const last = lastDayWith(curves, id, leastReach)
    const name = stages.find((stage) => stage.id === id)?.name ?? id
    if (last === null || limits.minGapDays === 0) return []
    const fitting = 1 + Math.floor(Math.max(0, last - 1) / limits.minGapDays)
    return fitting < limits.perSequence ? [`${name} (${fitting} until day ${Math.floor(last)})`] : []
  })
  if (short.length === 0) return []
  const text = `The cap of ${limits.perSequence} messages of a sequence never counts where fewer fit with gaps of ${limits.minGapDays} days before 95 % have left: ${short.join(', ')}.`
  return [cap('caution', 'limits.perSequence', text, 'Nothing breaks; a cap that counts would be no higher than that.')]
}

function cap(severity: ProgrammeFinding['severity'], where: string, text: string, wayOut: string): ProgrammeFinding {
  return { kind: 'cap', severity, where, text, wayOut }
}
