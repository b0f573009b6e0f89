import { expect, it } from 'vitest'
import { createEditors, editorGoneAfterMs } from './editors.ts'

it('who edits a journey is who told so lately and did not leave; others of the journey are told only what is new', () => {
  const editors = createEditors()
  expect(editors.tell('sales', 'a', '', 0)).toEqual({ now: [{ session: 'a', place: '' }], changed: true })
  expect(editors.tell('sales', 'a', '', 10_000).changed).toBe(false)
  expect(editors.tell('other', 'c', '', 10_000).now).toHaveLength(1)
  expect(editors.tell('sales', 'b', 'Goals', 12_000)).toMatchObject({
    now: [{ session: 'a' }, { session: 'b', place: 'Goals' }],
    changed: true,
  })
  expect(editors.tell('sales', 'b', 'Name', 12_000).changed).toBe(true)
  expect(editors.tell('sales', 'b', 'Name', 10_001 + editorGoneAfterMs)).toEqual({ now: [{ session: 'b', place: 'Name' }], changed: true })
  expect(editors.tell('sales', 'b', null, 50_000)).toEqual({ now: [], changed: true })
  expect(editors.tell('sales', 'b', null, 50_000).changed).toBe(false)
})
