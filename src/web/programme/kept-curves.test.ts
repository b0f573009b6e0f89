import { expect, it } from 'vitest'
import { reachWords } from './kept-curves.ts'

const curve = (still: number[]) => ({ days: [0, 7, 14], still, low: [null, null, null], high: [null, null, null] })
const curves = [
  { stage: 'trial', persona: null, curve: curve([1, 0.6, 0.25]) },
  { stage: 'trial', persona: 'buyer', curve: curve([1, 0.9, 0.5]) },
  { stage: 'drawn', persona: null, curve: { days: [], still: [], low: [], high: [] } },
]

it('[R3] says whom a message still reaches by the curve of its persona, else of all', () => {
  const said = (stage: string, persona: string | null, day: number) => reachWords(curves, stage, persona, day).replaceAll(/\s/g, ' ')
  expect([said('trial', 'buyer', 8), said('trial', 'user', 8), said('trial', null, 14)]).toEqual([
    'still reaches 90 %',
    'still reaches 60 %',
    'still reaches 25 %',
  ])
  expect([said('trial', null, 15), said('drawn', null, 1), said('nowhere', null, 1), reachWords(null, 'trial', null, 1)]).toEqual([
    'nobody was followed so long',
    '',
    '',
    '',
  ])
})
