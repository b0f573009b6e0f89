import { expect, it } from 'vitest'
import { sampleMessage, sampleProgramme } from '../../programme/programme.test-support.ts'
import { nearLimits } from './near-limits.ts'

const near = (minGapDays: number, perSequence: number, messages: number) => {
  const { limits } = sampleProgramme()
  const sequence = { stage: 's', persona: null, messages: Array.from({ length: messages }, (_, i) => sampleMessage(`m${i}`, i)) }
  return nearLimits({ limits: { ...limits, minGapDays, perSequence }, sequences: messages === 0 ? [] : [sequence] })
}

it('tries gaps a third shorter and longer, and one message fewer and more where that changes anything', () => {
  expect(near(7, 3, 5)).toEqual({ gaps: [5, 9], caps: [2, 4], longest: 5 })
  expect(near(1, 1, 3)).toEqual({ gaps: [0, 2], caps: [2], longest: 3 })
  expect(near(365, 52, 60)).toEqual({ gaps: [243], caps: [51], longest: 60 })
})

it('tries no count that changes nothing: more than is written, or none', () => {
  expect(near(7, 8, 2)).toEqual({ gaps: [5, 9], caps: [1], longest: 2 })
  expect(near(0, 5, 0)).toEqual({ gaps: [1], caps: [], longest: 0 })
})
