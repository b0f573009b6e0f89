import { describe, expect, it } from 'vitest'
import { nearMatches, nearText } from './near-match.ts'

describe('nearMatches', () => {
  const known = ['pricing_viewed', 'demo_requested', 'comparison_read', 'Email']

  it.each([
    ['pricing_view', ['pricing_viewed']],
    ['Pricing Viewed', ['pricing_viewed']],
    ['demo-requsted', ['demo_requested']],
    ['email', ['Email']],
    ['pricing', ['pricing_viewed']],
    ['invoice_paid', []],
    ['', []],
  ])('of %j', (word, near) => expect(nearMatches(word, known)).toEqual(near))

  it('come nearest first, at most three, each once', () => {
    expect(nearMatches('step1', ['step4', 'step3', 'step2', 'step1', 'step2'])).toEqual(['step1', 'step2', 'step3'])
  })

  it('read as a question', () => {
    expect(nearText('pricing_view', known)).toBe(' Did you mean "pricing_viewed"?')
    expect(nearText('zzz', known)).toBe('')
  })
})
