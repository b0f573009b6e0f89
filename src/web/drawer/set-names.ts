import type { SubjectSet } from '../../map/journey-map.ts'

/** What each set of stays is called on the page. */
export const setNames: Readonly<Record<SubjectSet, string>> = {
  entered: 'entered',
  first: 'entered for the first time',
  advancedIn: 'came on from an earlier stage',
  returnedIn: 'came back from a later stage',
  resumed: 'took it up again after silence',
  recovered: 'came from another stage after silence',
  stillIn: 'still in stage',
  advanced: 'moved on to a later stage',
  returned: 'went back to an earlier stage',
  completed: 'reached the goal here',
  dropped: 'dropped out',
  droppedBySilence: 'fell silent',
  droppedByExit: 'left by an exit rule',
  converted: 'moved on or reached the goal',
  convertedByWindow: 'moved on or reached the goal within the window',
  windowOver: 'have their deadline behind them',
  stillHasTime: 'still have time until their deadline',
  withoutDate: 'have no date of the deadline to come',
  counted: 'counted in shares and times',
  pipeline: 'have an open deal here',
  advancedDeals: 'moved on with a deal open',
  won: 'won a deal here',
  skipped: 'jumped over this stage',
  underWay: 'already under way when the data begins',
  touchpoint: 'met this touchpoint',
  channel: 'were met on this channel',
  signal: 'showed this sign',
  instances: 'began the journey',
  running: 'began the journey and are still running',
  any: 'came to this stage or a later one',
  all: 'came to this stage and every earlier one',
  anyRunning: 'are still running and may yet come to this stage or a later one',
  allRunning: 'are still running and have not been in this stage and every earlier one',
  handedOver: 'were handed over',
  accepted: 'were accepted',
  acceptedByWindow: 'were accepted within the window',
  refused: 'were refused',
  waiting: 'are still waiting',
  reason: 'have this reason of refusal',
  moreReasons: 'have a less common reason of refusal',
}

const openings: Readonly<Record<string, string>> = {
  first: 'first entry',
  advanced: 'moved on',
  advancedIn: 'moved on',
  returned: 'came back',
  returnedIn: 'came back',
  resumed: 'took up again',
  recovered: 'recovered',
}
const endings: Readonly<Record<string, string>> = {
  open: 'still in',
  stillIn: 'still in',
  advanced: 'moved on',
  returned: 'went back',
  completed: 'reached the goal',
  dropped: 'dropped out',
  droppedBySilence: 'fell silent',
  droppedByExit: 'left by rule',
  accepted: 'accepted',
  refused: 'refused',
  waiting: 'still waiting',
}

/** How a stay began, in words; an unknown code stands as it is. */
export function openingName(code: string): string {
  return openings[code] ?? code
}

/** How a stay ended, in words; an unknown code stands as it is. */
export function endingName(code: string): string {
  return endings[code] ?? code
}
