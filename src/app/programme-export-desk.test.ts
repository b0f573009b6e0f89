import { expect, it } from 'vitest'
import { AppError } from '../core/error.ts'
import { sampleJourney, sampleProgramme } from '../programme/programme.test-support.ts'
import { insideFolder } from './hand-over.ts'
import { programmeExportDesk } from './programme-export-desk.ts'

const programme = sampleProgramme()
const gone = (what: string) => new AppError('notFound', `There is no ${what}.`)

it('shows all programmes though one cannot be read and the journey of one is gone', async () => {
  const desk = programmeExportDesk({
    ids: async () => ['lost', 'nurture', 'wrong'],
    named: async (id) => {
      if (id === 'wrong') throw new AppError('invalid', 'The kept programme "wrong" cannot be read: line 1.')
      return {
        programme: { ...programme, id, journey: id === 'lost' ? 'none' : 'sales' },
        paused: id === 'lost' ? { reason: 'stock' } : null,
      }
    },
    journey: async (id) => {
      if (id === 'none') throw gone('journey "none"')
      return sampleJourney()
    },
  })
  const { plan } = await desk.programmeArchitecture('2026-03-27')
  expect(plan.rows.map(({ id, journey, paused }) => [id, journey, paused])).toEqual([
    ['lost', 'none', 'stock'],
    ['nurture', 'Sales', null],
  ])
  expect(plan.notes).toEqual([
    'The kept programme "wrong" cannot be read: line 1.',
    'The journey "none" of the programme "lost" is not there.',
  ])
  await expect(desk.programmeArchitecture('27.3.2026')).rejects.toThrow('"27.3.2026" is no day of the calendar: write it like 2026-03-27.')
})

it('does not hide another fault of the store', async () => {
  const failing = async () => {
    throw new AppError('store', 'The store is gone.')
  }
  const desk = programmeExportDesk({ ids: async () => ['a'], named: failing, journey: failing })
  await expect(desk.programmeArchitecture('2026-03-27')).rejects.toThrow('The store is gone.')
})

it.each(['../a', 'a/../../b', '/etc/passwd', 'a//b', 'a\\b', 'c:a', '.'])('refuses a file of a target at %j', (path) => {
  expect(() =>
    insideFolder([
      { path: 'messages/a.html', content: '' },
      { path, content: '' },
    ]),
  ).toThrow('is not inside its folder')
})
