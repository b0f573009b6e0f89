import { expect, it } from 'vitest'
import { messageInventory } from './message-inventory.ts'
import { sampleProgramme } from './programme.test-support.ts'

it('[R10] an inventory knows messages and assets by name and by id, whatever their case', () => {
  const inventory = messageInventory(sampleProgramme())
  expect(inventory.get('message c2')).toEqual({ stage: 'consider', question: 'What about c2?' })
  expect(inventory.get('d1')).toEqual({ stage: 'decide', question: null })
  expect(inventory.get('guide')?.stage).toBe('consider')
  expect(inventory.get('buyer’s guide & prices')?.question).toBe('What about c2?')
  expect(inventory.get('order')).toEqual({ stage: null, question: 'What about content?' })
})
