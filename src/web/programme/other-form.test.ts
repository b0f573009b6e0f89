import { expect, it } from 'vitest'
import { sampleProgramme } from '../../programme/programme.test-support.ts'
import { otherDesignSchema } from '../../programme/replay-options.ts'
import { otherBody, otherForm, otherKinds } from './other-form.ts'

const form = otherForm(sampleProgramme())

it('begins with the limits of the programme', () => {
  expect(form).toEqual({ kind: 'designed', gap: 7, most: 5, capped: true, capMessages: 2, capDays: 7 })
  const { limits } = sampleProgramme()
  expect(otherForm({ limits: { ...limits, perPerson: null } })).toMatchObject({ capped: false, capMessages: 4, capDays: 28 })
})

it('asks the server for what it can lay beside it, whatever is chosen', () => {
  for (const kind of [...otherKinds.map((one) => one.kind), 'kept autumn'])
    otherDesignSchema.parse(otherBody({ ...form, kind }, 'programme: p\n'))
  expect(otherBody({ ...form, kind: 'kept autumn' }, null)).toEqual({ kind: 'kept', programme: 'autumn' })
  expect(otherBody({ ...form, kind: 'unkept' }, 'programme: p\n')).toEqual({ kind: 'written', text: 'programme: p\n' })
  expect(otherBody({ ...form, kind: 'changed', gap: 0, capped: false }, null)).toEqual({
    ...{ kind: 'changed', minGapDays: 0, perSequence: 5, perPerson: null },
  })
  expect(otherBody({ ...form, gap: 0 }, null)).toEqual({ kind: 'designed', minGapDays: 1, perSequence: 5 })
})
