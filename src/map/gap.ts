import { count, daysWords } from './format.ts'
import type { MapStage } from './journey-map.ts'

/** Where actual and intended part, as a sign that needs no colour and in words (rule C5). */
export interface Gap {
  sign: '=' | '▲' | '▼' | '?'
  verdict: 'confirmed' | 'off' | 'unknown'
  words: string
}

/** The gap between the actual and the intended conversion of a stage; null where nothing is intended. */
export function conversionGap(stage: MapStage): Gap | null {
  const { intended, conversion } = stage
  if (intended.conversion === null) return null
  const actual = conversion.converted.value
  if (actual === null) return { sign: '?', verdict: 'unknown', words: 'too little data to compare' }
  const points = Math.round((actual - intended.conversion) * 100)
  const far = `${count(Math.abs(points))} ${Math.abs(points) === 1 ? 'point' : 'points'}`
  return gap(conversion.verdict, points, `${far} ${points < 0 ? 'below' : 'above'} intended`)
}

/** The gap between the actual and the intended median time in a stage; null where nothing is intended. */
export function timeGap(stage: MapStage): Gap | null {
  const { intended, time } = stage
  if (intended.medianDays === null) return null
  if (mostLeaveInSilence(stage)) {
    const words = `most leave in silence, which shows only after ${daysWords(stage.dropAfterDays ?? 0)}: compare those who move on`
    return { sign: '?', verdict: 'unknown', words }
  }
  const actual = medianOf(stage)?.days ?? null
  if (actual === null) {
    const verdict = time.verdict
    if (verdict === 'off') return { sign: '▲', verdict, words: 'longer than intended' }
    return { sign: '?', verdict: 'unknown', words: 'median not reached, cannot compare' }
  }
  const difference = actual - intended.medianDays
  return gap(time.verdict, difference, `${daysWords(Math.abs(difference))} ${difference < 0 ? 'shorter' : 'longer'} than intended`)
}

/** Silence ends a stay dropAfter late: where it is the commonest way out, the time until people leave says more of dropAfter than of them. */
function mostLeaveInSilence({ counts, dropAfterDays }: MapStage): boolean {
  const otherwise = counts.advanced + counts.completed + counts.returned + counts.droppedByExit
  return dropAfterDays !== null && counts.droppedBySilence > otherwise
}

/** The median of leaving the stage for any reason, or undefined where the map has none (rule M3). */
export function medianOf(stage: MapStage): MapStage['time']['leaving'][number] | undefined {
  return stage.time.leaving.find((quantile) => quantile.share === 0.5)
}

function gap(verdict: Gap['verdict'], difference: number, words: string): Gap {
  if (verdict === 'confirmed') return { sign: '=', verdict, words: 'as intended' }
  if (verdict === 'unknown') return { sign: '?', verdict, words: 'cannot tell yet' }
  return { sign: difference < 0 ? '▼' : '▲', verdict, words }
}
