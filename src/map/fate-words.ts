import type { Fate, MovedBy } from '../model/programme-fate.ts'

/** What became of a message, in words. */
export const fateWords: Readonly<Record<Fate | 'allSent', string>> = {
  sent: 'sent',
  waiting: 'still due',
  left: 'left the stage before',
  acted: 'did something before',
  cap: 'most messages of the stage reached',
  hadIt: 'had it already',
  tooLate: 'entered too late for it',
  noTime: 'no allowed time',
  noConsent: 'no consent',
  holdout: 'held out',
  allSent: 'all sent',
}

/** What moved a message, in words. */
export const moveWords: Readonly<Record<MovedBy, string>> = {
  calendar: 'quiet hours and days',
  gap: 'the gap',
  personCap: 'the cap a person',
  colleague: 'a colleague that day',
  openDeal: 'an open deal',
  priority: 'a higher programme',
}
