import { count, daysWords } from './format.ts'
import type { MapStage, Quantile } from './journey-map.ts'

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

/** The gap between the time by which half of those who move on have done so and the intended one; null where nothing is intended. */
export function timeGap(stage: MapStage): Gap | null {
  const { intended, time } = stage
  if (intended.medianDays === null) return null
  const actual = convertingMedianOf(stage)?.days ?? null
  if (actual === null) return { sign: '?', verdict: 'unknown', words: 'nobody has moved on in time yet, cannot compare' }
  const difference = actual - intended.medianDays
  return gap(time.verdict, difference, `${daysWords(Math.abs(difference))} ${difference < 0 ? 'shorter' : 'longer'} than intended`)
}

/** The median of leaving the stage for any reason, or undefined where the map has none (rule M3). */
export function medianOf(stage: MapStage): Quantile | undefined {
  return stage.time.leaving.find((quantile) => quantile.share === 0.5)
}

/** The median of the time to convert, which the intended median speaks of (rules M3, C5), or undefined where the map has none. */
export function convertingMedianOf(stage: MapStage): Quantile | undefined {
  return stage.time.converting.find((quantile) => quantile.share === 0.5)
}

function gap(verdict: Gap['verdict'], difference: number, words: string): Gap {
  if (verdict === 'confirmed') return { sign: '=', verdict, words: 'as intended' }
  if (verdict === 'unknown') return { sign: '?', verdict, words: 'cannot tell yet' }
  return { sign: difference < 0 ? '▼' : '▲', verdict, words }
}
