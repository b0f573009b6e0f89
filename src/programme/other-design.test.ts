import { expect, it } from 'vitest'
import { fixtureDesign } from '../../test/fixtures/fixture-design.ts'
import { changedProgramme, designBeside, designedProgramme } from './other-design.ts'
import { sampleProgramme } from './programme.test-support.ts'

const programme = sampleProgramme()

it('[R7] the same with other limits keeps all that is not said', () => {
  const changed = changedProgramme(programme, { minGapDays: 3, perPerson: null })
  expect(changed).toEqual({
    ...programme,
    name: 'Nurture with other limits',
    limits: { ...programme.limits, minGapDays: 3, perPerson: null },
  })
  expect(changedProgramme(programme, { perSequence: 1 }).limits).toEqual({ ...programme.limits, perSequence: 1 })
})

it('[R7] what the data suggest takes the place of the messages, and of nothing else that people decided', () => {
  const options = designBeside(programme, { perSequence: 3 })
  expect(options).toMatchObject({ minGapDays: 7, cap: 3, personas: true, filter: { where: {} } })
  const designed = designedProgramme(programme, fixtureDesign, options)
  const { name, sequences, friction, limits, ...rest } = designed
  const { name: _, sequences: own, friction: __, limits: ___, ...kept } = programme
  expect(rest).toEqual(kept)
  expect(limits).toEqual({ ...programme.limits, perSequence: 3 })
  expect(sequences.flatMap(({ messages }) => messages.map(({ day }) => day))).toEqual(
    fixtureDesign.sequences.flatMap(({ slots }) => slots.map(({ day }) => day)),
  )
  expect(sequences).not.toEqual(own)
  expect(friction.length).toBeLessThanOrEqual(fixtureDesign.friction.length)
  expect(name).toBe('As the data suggest today')
  // A gap of none, and more messages than a design may have, are brought to what it can be asked with.
  const { limits: wide } = programme
  expect(designBeside({ ...programme, sequences: [], limits: { ...wide, minGapDays: 0, perSequence: 90 } }, {})).toMatchObject({
    ...{ minGapDays: 1, cap: 52, personas: false },
  })
})
