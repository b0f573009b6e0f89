import type { Programme, Signal } from '../../model/programme.ts'

/** The parts of a programme that a tool may or may not do, each with what it is called. */
export const programmeParts = {
  stageEntry: 'start when someone enters a stage',
  persona: 'a sequence of its own for a persona',
  days: 'messages on days counted from the entry',
  leaving: 'stop when the stage is left',
  consent: 'write only to those with consent',
  unsubscribe: 'one-click unsubscribing',
  holdout: 'a share kept without messages',
  minGap: 'a least gap between messages',
  perPerson: 'a cap for each person across programmes',
  weekdays: 'only on some days of the week',
  hours: 'only at some hours',
  timeZone: "each contact's own time zone",
  holidays: 'not on public holidays',
  blackouts: 'not on blackout days',
  sensitive: 'opt-outs around sensitive occasions',
  oneAnAccountADay: 'not two colleagues of an account on one day',
  openDeal: 'pause while a deal is open',
  eventSignal: 'a message when an event happens',
  silenceSignal: 'a message after silence',
  longStaySignal: 'a message after a long stay',
  returnedSignal: 'a message on a return to a stage',
  transactional: 'messages that an event owes',
  resumed: 'a resumed stay goes on where it stopped',
} as const

export type ProgrammePart = keyof typeof programmeParts

const ofSignal: Readonly<Record<Signal['kind'], ProgrammePart>> = {
  event: 'eventSignal',
  silence: 'silenceSignal',
  longStay: 'longStaySignal',
  returned: 'returnedSignal',
}

/** The parts that a programme uses, in the order of `programmeParts`. */
export function partsUsed(programme: Programme): ProgrammePart[] {
  const { sequences, friction, transactional, limits } = programme
  const messages = sequences.some((sequence) => sequence.messages.length > 0)
  const written = messages || friction.length > 0
  const used: Record<ProgrammePart, boolean> = {
    stageEntry: messages,
    persona: sequences.some(({ persona }) => persona !== null),
    days: messages,
    leaving: written,
    consent: written && programme.consent.kind !== 'assumed',
    unsubscribe: written,
    holdout: written && programme.holdout > 0,
    minGap: written && limits.minGapDays > 0,
    perPerson: written && limits.perPerson !== null,
    weekdays: written && limits.weekdays.length < 7,
    hours: written && (limits.hours.from > 0 || limits.hours.to < 1440),
    timeZone: written && programme.zoneProperty !== null,
    holidays: written && limits.country !== null,
    blackouts: written && limits.blackouts.length > 0,
    sensitive: written && limits.sensitive.length > 0,
    oneAnAccountADay: written && limits.oneAnAccountADay,
    openDeal: written && limits.pauseOnOpenDeal,
    eventSignal: false,
    silenceSignal: false,
    longStaySignal: false,
    returnedSignal: false,
    transactional: transactional.length > 0,
    resumed: messages,
  }
  for (const { signal } of friction) used[ofSignal[signal.kind]] = true
  return (Object.keys(programmeParts) as ProgrammePart[]).filter((part) => used[part])
}
