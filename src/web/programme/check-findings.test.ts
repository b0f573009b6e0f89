import { expect, it } from 'vitest'
import { type Remark, remarksAt } from './check-findings.ts'

it('finds the remarks on a part of the document and on all inside it, and on no neighbour', () => {
  const remarks = ['friction[1]', 'friction[1].delay', 'friction[10].delay', 'friction', 'sequences[0].messages[1].day'].map(
    (where): Remark => ({ severity: 'caution', text: where, wayOut: '', where }),
  )
  const at = (path: string) => remarksAt(remarks, path).map(({ where }) => where)
  expect(at('friction[1]')).toEqual(['friction[1]', 'friction[1].delay'])
  expect(at('friction')).toEqual(['friction[1]', 'friction[1].delay', 'friction[10].delay', 'friction'])
  expect(at('sequences[0].messages[1]')).toEqual(['sequences[0].messages[1].day'])
})
