import type { BacktestRun } from './backtest.ts'
import { count, countOf, percent, plural } from './format.ts'

/** Under so many people figures are read with care (rule M8). */
const fewPeople = 30

/** Messages that a cap held back: of the stage for good, of the person to a later time (rules R3, R6). */
export function capHits({ fates, moved }: Pick<BacktestRun, 'fates' | 'moved'>): number {
  return fates.cap + moved.personCap
}

/** Messages that waited for another one: of the same person, of a colleague, or of a programme that goes first (rules R6, R9). */
export function collisions({ moved }: Pick<BacktestRun, 'moved'>): number {
  return moved.gap + moved.colleague + moved.priority
}

/** The most messages that one person got in one week. */
export function mostInAWeek({ perWeek }: Pick<BacktestRun, 'perWeek'>): number {
  return Math.max(0, ...perWeek.map(({ sends }) => sends))
}

/** What to know before a run is read: nobody to write to and why, messages that nobody stays for, stages that nobody leaves, too few people. */
export function backtestCautions(run: BacktestRun): string[] {
  const people = run.audience + run.heldOut + run.withoutConsent
  if (run.messages.length === 0) return ['The programme has no messages yet, so there is nothing to replay.']
  if (people + run.sends + run.transactional === 0)
    return [
      'No contact in the data had a stay in a stage that this programme writes to, or was tied to one, so nothing would have been sent.',
    ]
  return [
    ...(run.audience === 0 ? [nobodyWords(run)] : []),
    ...(run.sends === 0 && run.decided > 0 ? [tooEarlyWords(run)] : []),
    ...(run.decided > 0 && run.fates.left + run.fates.acted === 0
      ? [
          'Nobody left a stage before a message came. If people do move on, no event in the data says so, and messages would go to people who are elsewhere.',
        ]
      : []),
    ...(run.audience > 0 && run.audience < fewPeople
      ? [`Only ${countOf(run.audience, 'person')} to write to: with so few, each share may be far from what comes next.`]
      : []),
  ]
}

function nobodyWords({ withoutConsent, heldOut }: BacktestRun): string {
  const without =
    withoutConsent === 0
      ? ''
      : `${countOf(withoutConsent, 'person')} ${withoutConsent === 1 ? 'has' : 'have'} not consented as far as the data say`
  const held = heldOut === 0 ? '' : `${countOf(heldOut, 'person')} ${heldOut === 1 ? 'is' : 'are'} kept without messages`
  const why = [without, held].filter((text) => text !== '').join(', and ')
  if (why === '') return 'Nobody is to be written to.'
  const wayOut = withoutConsent === 0 ? '' : ' Say in the programme who may be written to, or look at the property that its consent names.'
  return `Nobody is to be written to: ${why}.${wayOut}`
}

function tooEarlyWords({ fates, decided }: BacktestRun): string {
  return fates.left === decided
    ? 'Everybody had left before a message was due, so none would have been sent. Messages must come earlier to reach anyone.'
    : `None of ${countOf(decided, 'message')} would have been sent.`
}

/** How another run over the same history differs from one, in words: messages, people, share reached, the fullest week, hits of caps, collisions. Counts, no estimates: without intervals. */
export function backtestDifferences(run: BacktestRun, other: BacktestRun): string[] {
  if (saidOf(run) === saidOf(other)) return [`no difference: ${countOf(run.sends, 'message')} to ${countOf(run.reached, 'person')} in both`]
  return [
    changeWords(run.sends, other.sends, 'message'),
    changeWords(run.reached, other.reached, 'person', ' reached'),
    ...pointWords(run.share, other.share),
    ...movedWords(mostInAWeek(run), mostInAWeek(other), (most) => `at most ${countOf(most, 'message')} to a person in one week`),
    ...movedWords(capHits(run), capHits(other), (hits) => `${countOf(hits, 'hit')} of caps`),
    ...movedWords(collisions(run), collisions(other), (times) => countOf(times, 'collision')),
  ]
}

/** All that differences are said of. */
function saidOf(run: BacktestRun): string {
  return [run.sends, run.reached, run.share, mostInAWeek(run), capHits(run), collisions(run)].join()
}

/** "22 % fewer messages (507 instead of 650)". */
function changeWords(from: number, to: number, noun: string, done = ''): string {
  const things = `${plural(noun)}${done}`
  if (from === to) return `as many ${things} (${count(to)})`
  const numbers = `(${count(to)} instead of ${count(from)})`
  if (from === 0) return `${count(to)} ${things} instead of none`
  if (to === 0) return `no ${things} ${numbers}`
  if (to >= 2 * from) return `${(to / from).toFixed(1).replace('.0', '')} times as many ${things} ${numbers}`
  const change = Math.abs(to - from) / from
  const size = change < 0.005 ? 'under 1\u202f%' : `${Math.round(change * 100)}\u202f%`
  return `${size} ${to > from ? 'more' : 'fewer'} ${things} ${numbers}`
}

/** "3 points fewer reached in time (79 % instead of 82 %)". */
function pointWords(from: number | null, to: number | null): string[] {
  if (from === null || to === null) return from === to ? [] : ['the share reached in time is not known of one of them']
  const points = Math.round(Math.abs(to - from) * 100)
  const shares = `(${percent(to)} instead of ${percent(from)})`
  if (from === to) return [`the same share reached in time (${percent(to)})`]
  if (points === 0) return [`under 1 point ${to > from ? 'more' : 'fewer'} reached in time ${shares}`]
  return [`${countOf(points, 'point')} ${to > from ? 'more' : 'fewer'} reached in time ${shares}`]
}

function movedWords(from: number, to: number, words: (value: number) => string): string[] {
  return from === to ? [] : [`${words(to)} instead of ${count(from)}`]
}
