import { expect, test } from 'vitest'
import { conversionGap, timeGap } from './gap.ts'
import type { MapStage } from './journey-map.ts'

type Part = { value: number | null; intended: number | null; verdict: 'confirmed' | 'off' | 'unknown' }

/** A stage whose median of moving on is the value; leaving takes until silence is told. */
function stageOf(conversion: Part, time: Part): MapStage {
  return {
    intended: { conversion: conversion.intended, medianDays: time.intended, emotion: null },
    conversion: { converted: { value: conversion.value }, verdict: conversion.verdict },
    time: {
      leaving: [{ share: 0.5, days: 99, low: 98, high: 100 }],
      converting: [{ share: 0.5, days: time.value, low: null, high: null }],
      verdict: time.verdict,
    },
  } as unknown as MapStage
}

const none: Part = { value: null, intended: null, verdict: 'unknown' }

test('[C5] off says by how far and in which direction', () => {
  expect(conversionGap(stageOf({ value: 0.38, intended: 0.55, verdict: 'off' }, none))).toEqual({
    sign: '▼',
    verdict: 'off',
    words: '17 points below intended',
  })
  expect(conversionGap(stageOf({ value: 0.56, intended: 0.55, verdict: 'off' }, none))?.words).toBe('1 point above intended')
  expect(timeGap(stageOf(none, { value: 24, intended: 14, verdict: 'off' }))).toEqual({
    sign: '▲',
    verdict: 'off',
    words: '10 days longer than intended',
  })
})

test('[C5] confirmed and unknown say no numbers that the interval does not bear', () => {
  expect(conversionGap(stageOf({ value: 0.54, intended: 0.55, verdict: 'confirmed' }, none))).toEqual({
    sign: '=',
    verdict: 'confirmed',
    words: 'as intended',
  })
  expect(conversionGap(stageOf({ value: 0.5, intended: 0.55, verdict: 'unknown' }, none))?.words).toBe('cannot tell yet')
})

test('without an intended value there is no gap; without an actual one it cannot be told', () => {
  expect(conversionGap(stageOf({ value: 0.5, intended: null, verdict: 'unknown' }, none))).toBeNull()
  expect(timeGap(stageOf(none, none))).toBeNull()
  expect(conversionGap(stageOf({ value: null, intended: 0.5, verdict: 'unknown' }, none))?.sign).toBe('?')
  expect(timeGap(stageOf(none, { value: null, intended: 14, verdict: 'unknown' }))?.words).toBe(
    'nobody has moved on in time yet, cannot compare',
  )
})

test('[C5] the intended median is held against the time of those who move on, not against that of leaving', () => {
  const words = (value: number) => timeGap(stageOf(none, { value, intended: 10, verdict: 'off' }))?.words
  expect([words(7), words(11)]).toEqual(['3 days shorter than intended', '1 day longer than intended'])
  expect(timeGap(stageOf(none, { value: 10, intended: 10, verdict: 'confirmed' }))?.sign).toBe('=')
})
