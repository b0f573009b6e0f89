import type { ProgrammePart } from './programme-parts.ts'
import type { Ability, Loss } from './target.ts'

/** A part that a tool does. */
export function does(how: string): Ability {
  return { does: true, how }
}

/** A part that a tool does not do, with the way out. */
export function doesNot(kind: Loss['kind'], text: string, wayOut: string): Ability {
  return { does: false, kind, text, wayOut }
}

/** What is the same in every tool that is told of stages, consent and signals by contact fields. */
export function fieldAbilities(tool: string) {
  const upToDate = `as long as the contact fields in ${tool} are kept up to date`
  const signal = (what: string): Ability =>
    doesNot(
      'byHand',
      `${tool} does not see ${what} by itself.`,
      'Set the field of the message, as contact-fields.csv says, for those who show it, and empty it when they act.',
    )
  return {
    stageEntry: does(`Begins when the sequence field says so, ${upToDate}.`),
    persona: does('The sequence field names the persona where it has a sequence of its own.'),
    consent: does(`The fields take out those who may not be written to, ${upToDate}; the unsubscribing of ${tool} counts besides.`),
    holdout: does('The fields take out those kept without messages: the same people as here, by hash.'),
    holidays: doesNot('byHand', `${tool} does not know public holidays.`, `Pause in ${tool} on the holidays that the programme keeps.`),
    sensitive: doesNot(
      'byHand',
      `${tool} does not know who asked for no messages around an occasion.`,
      'Empty the fields of those contacts before these days: their sequence then ends for good.',
    ),
    oneAnAccountADay: doesNot(
      'lost',
      `${tool} does not know which contacts are of one account.`,
      'Give colleagues other days by hand, or empty the fields of all but one: their sequence then ends for good.',
    ),
    openDeal: doesNot(
      'byHand',
      `${tool} is not told of open deals.`,
      'Empty the fields when a deal of the account opens: the sequence then ends for good and does not only pause.',
    ),
    minGap: doesNot(
      'changed',
      `${tool} keeps the least gap within a sequence, not between a sequence and other messages.`,
      'Set a cap for all messages in the tool, where it has one.',
    ),
    perPerson: doesNot(
      'lost',
      `${tool} does not count messages across programmes.`,
      'Set a cap for all messages in the tool, where it has one.',
    ),
    eventSignal: signal('the event of a signal'),
    silenceSignal: signal('silence'),
    longStaySignal: signal('a long stay'),
    returnedSignal: signal('a return to a stage'),
    resumed: doesNot(
      'changed',
      'Who left a stage and comes back does not go on where the sequence stopped.',
      'Enrol them by hand if they should.',
    ),
  } satisfies Partial<Record<ProgrammePart, Ability>>
}

/** How the contact fields are made: import notes of every such tool. */
export function fieldNotes(tool: string): string[] {
  return [
    `Make the contact fields that contact-fields.csv names in ${tool}, with exactly these names.`,
    `Fill them with the file that programme who ID --fields --target ${tool.toLowerCase()} --out FILE.csv writes, and do so again once a day at least. Nothing begins and nothing stops without them.`,
    `Recalled and not verified: by which columns ${tool} knows a contact when such a file is imported.`,
  ]
}

/** Said on every export that was never tried against a live account. */
export function untried(tool: string, checked: string): string {
  return `What was checked: ${checked}. Nothing here was tried against a live account of ${tool}: import it into a test account first.`
}
