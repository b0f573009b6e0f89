import type { RefreshState, RefreshStep } from '../model/refresh-state.ts'

const stepWords: Readonly<Record<RefreshStep, string>> = {
  contacts: 'finding which ids are one contact',
  joining: 'joining events to their subjects',
  assigning: 'finding the stages',
  touching: 'finding what was touched in each stage',
  placing: 'putting the new figures in place',
}

/** What a journey's figures wait for, in a sentence; empty where they are current or nothing is computed. */
export function pendingWords({ version, shown, state }: RefreshState): string {
  if (state !== 'running' && state !== 'waiting') return ''
  if (shown === null) return 'The figures are being computed.'
  return shown < version ? `Version ${version} is being computed.` : 'New data is being counted.'
}

/** How far a refresh is: the step in words, the share and the seconds. */
export function stepText({ state, step, share, seconds }: RefreshState): string {
  if (state === 'waiting') return 'waiting for another refresh to end'
  return `${step === null ? 'beginning' : stepWords[step]}, ${Math.floor(share * 100)} %, ${Math.floor(seconds)} s`
}

/** Which figures answer meanwhile, in a sentence; empty where there are none. */
export function shownWords({ version, shown }: RefreshState): string {
  if (shown === null) return ''
  return shown < version ? `Until then you see version ${shown}.` : 'Until then you see the figures from before.'
}

/** What became of a refresh that did not end well, in sentences; empty for any other. */
export function endedWords({ version, shown, state, message }: RefreshState): string {
  if (state !== 'cancelled' && state !== 'failed') return ''
  const what = state === 'cancelled' ? 'The refresh was stopped.' : `The refresh failed. ${message ?? ''}`.trimEnd()
  if (shown === null) return `${what} There are no figures yet.`
  return `${what} ${shown < version ? `You see version ${shown}, not version ${version}.` : 'You see the figures from before it.'}`
}
