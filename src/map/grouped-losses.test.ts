import { expect, it } from 'vitest'
import { groupedLosses } from './grouped-losses.ts'

it('says each gap once, with all that it concerns, in the order of the first', () => {
  const gap = (kind: 'lost' | 'byHand', where: string | null, text: string) => ({ kind, where, text, wayOut: 'Do it.' })
  const told = [
    gap('byHand', 'c2', 'not written'),
    gap('lost', null, 'no caps'),
    gap('byHand', 'c1', 'not written'),
    gap('byHand', 'c2', 'not written'),
    gap('byHand', null, 'not written'),
    gap('lost', 'c1', 'not written'),
  ]
  expect(groupedLosses(told).map(({ kind, where, text }) => [kind, text, ...where])).toEqual([
    ['byHand', 'not written', 'c2', 'c1'],
    ['lost', 'no caps'],
    ['byHand', 'not written'],
    ['lost', 'not written', 'c1'],
  ])
})
